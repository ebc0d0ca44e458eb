import type {LinkEvent} from '../../wire/link.ts';
import type {Topic, TopicMessage} from '../../wire/topics.ts';
import {withLinkEvent} from '../link-events.ts';
import type {Model} from '../state.ts';

/** The model after the link has told something, unless the screen is frozen: then a value that would change it waits. */
export function withLinkEventUnlessFrozen(model: Model, event: LinkEvent): Model {
	const {frozen} = model.finding;
	if (frozen === null || event.type !== 'topic') return withLinkEvent(model, event);
	const held = new Map(frozen.held);
	// A page that is opened while the screen is frozen shows its first value.
	const isNew = !isKnown(model, event.topic);
	if (isNew) held.delete(event.topic);
	else held.set(event.topic, event);
	const finding = {...model.finding, frozen: {...frozen, count: frozen.count + (isNew ? 0 : 1), held}};
	return isNew ? withLinkEvent({...model, finding}, event) : {...model, finding};
}

/** Freezes the screen, or lets it go on with the newest of all that was held back. */
export function toggleFreeze(model: Model): Model {
	const {finding} = model;
	if (finding.frozen === null) {
		return {...model, finding: {...finding, frozen: {sinceMs: model.nowMs, count: 0, held: new Map()}}};
	}
	const held: Iterable<TopicMessage> = finding.frozen.held.values();
	return [...held].reduce<Model>(withLinkEvent, {...model, finding: {...finding, frozen: null}});
}

/** Whether a value of the topic has come that is still kept. */
export function isKnown(model: Model, topic: Topic): boolean {
	switch (topic) {
		case 'overview':
			return model.overview !== null;
		case 'sources':
		case 'locks':
		case 'events':
			return model[topic] !== null;
		default:
			return model.tasks.has(topic.slice('task/'.length));
	}
}
