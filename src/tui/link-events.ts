import {unreachable} from '../domain/unreachable.ts';
import type {LinkEvent} from '../wire/link.ts';
import type {Hello} from '../wire/messages.ts';
import type {TopicMessage} from '../wire/topics.ts';
import {cutOff, greeted, troubled} from './operate/gateway-change.ts';
import {cutoversLost, cutoversPolled} from './pages/cutover/cutover-watch.ts';
import type {Model} from './state.ts';

/** The model after the gateway, or the link to it, has told something. What was known before stays until it is replaced. */
export function withLinkEvent(model: Model, event: LinkEvent): Model {
	switch (event.type) {
		case 'link-open':
			return {
				...withClock(greeted(watchedAnew(model, event.hello), event.hello), event.hello.nowMs),
				link: {type: 'open'},
				hello: event.hello,
			};
		case 'link-lost': {
			const {message, sinceMs, retryAtMs} = event;
			return cutoversLost({...cutOff(model), link: {type: 'lost', message, sinceMs, retryAtMs}}, message);
		}
		case 'link-problem':
		case 'link-note':
			return {...model, notice: event.message};
		case 'heartbeat':
			return cutoversPolled({...withClock(troubled(model, event), event.nowMs), heartbeat: event});
		case 'topic':
			return withTopic(model, event);
		default:
			return unreachable(event);
	}
}

/** Another gateway has another clock, and nobody watched in between. */
function watchedAnew(model: Model, {instance}: Hello): Model {
	return model.hello === null || model.hello.instance === instance
		? model
		: cutoversLost(model, 'another gateway answers now');
}

/** Two clocks are read at slightly different moments: smaller differences would only make ages tremble. */
export const worthCorrectingMs = 500;

function withClock(model: Model, gatewayNowMs: number): Model {
	const offsetMs = gatewayNowMs - model.nowMs;
	return Math.abs(offsetMs - model.clockOffsetMs) < worthCorrectingMs ? model : {...model, clockOffsetMs: offsetMs};
}

/** The model with the newest value of a topic. */
export function withTopic(model: Model, message: TopicMessage): Model {
	switch (message.topic) {
		case 'overview':
			return {...model, overview: message.value};
		case 'sources':
			return {...model, sources: message.value};
		case 'locks':
			return {...model, locks: message.value};
		case 'events':
			return {...model, events: message.value};
		default:
			return {...model, tasks: new Map(model.tasks).set(message.value.name, message.value)};
	}
}
