import type {LinkReply} from '../../wire/link.ts';
import {type MomentTold, momentOf} from '../../wire/looking-back.ts';
import type {Find} from '../../wire/messages.ts';
import type {Topic} from '../../wire/topics.ts';
import {fullMoment, timeOfDay} from '../../words/format.ts';
import {isKnown, toggleFreeze} from '../find/freeze.ts';
import {gatewayNow, viewerTime, wallTime} from '../freshness.ts';
import {withTopic} from '../link-events.ts';
import type {Command, Model, Past, PastChange} from '../state.ts';
import {presentOf, presentPart} from './present.ts';

type Changed = readonly [Model, ...Command[]];

/** The model after somebody wants to see another moment, or now again; `topics` is what the screen needs. */
export function applyPast(model: Model, change: PastChange, topics: (model: Model) => readonly Topic[]): Changed {
	switch (change.type) {
		case 'start':
			return [{...model, startAtWallMs: change.wallMs}];
		case 'return':
			return [returned(model)];
		case 'by': {
			const present = presentOf(model);
			const atMs = shownAt(model) + change.ms;
			if (atMs < gatewayNow(present)) return asked(model, {type: 'at', atMs}, topics(model));
			return [{...returned(model), notice: model.past === null ? 'this is now' : 'this is now again'}];
		}
		case 'step':
			return asked(model, {type: 'step', fromMs: shownAt(model), by: change.by}, topics(model));
		case 'event':
			return asked(model, {type: 'change', atMs: change.atMs + (model.past?.aheadMs ?? 0)}, topics(model));
	}
}

/** Goes where it was to begin, once the gateway is known. */
export function startedInPast(model: Model, topics: readonly Topic[]): Changed {
	const {startAtWallMs, wallOffsetMs, clockOffsetMs} = model;
	if (startAtWallMs === null || model.hello === null) return [model];
	return asked(
		{...model, startAtWallMs: null},
		{type: 'at', atMs: startAtWallMs - wallOffsetMs + clockOffsetMs},
		topics,
	);
}

/** Asks for what a page shows of the moment that is not there yet. */
export function askedForMore(model: Model, topics: readonly Topic[]): Changed {
	const {past} = model;
	if (past === null) return [model];
	const missing = topics.filter(topic => !past.asked.has(topic) && !isKnown(model, topic));
	if (missing.length === 0) return [model];
	const id = model.lastId + 1;
	const find = {type: 'at', atMs: past.meantMs} as const;
	return [
		{...model, lastId: id, past: {...past, asked: new Set([...past.asked, ...missing])}},
		{type: 'moment', id, find, topics: missing},
	];
}

/** The model once the gateway has told of a moment. */
export function answeredPast(model: Model, id: number, reply: LinkReply): Model {
	const told = momentOf(reply);
	if (id !== model.asksPast) {
		const {past} = model;
		if (past === null || typeof told === 'string' || told.type === 'none') return model;
		return told.atMs + told.aheadMs === past.meantMs ? told.values.reduce(withTopic, model) : model;
	}
	const settled = {...model, asksPast: null};
	if (typeof told === 'string') return {...settled, notice: `the past: ${told}`};
	return told.type === 'none' ? {...settled, notice: noMoment(model, told.why)} : shown(settled, told);
}

/** Now again: what was read meanwhile is there. */
export function returned(model: Model): Model {
	return {...presentOf(model), asksPast: null};
}

function asked(model: Model, find: Find, topics: readonly Topic[]): Changed {
	// While a key is held each answer is drawn before the next is asked for.
	if (model.asksPast !== null) return [model];
	const id = model.lastId + 1;
	return [
		{...model, lastId: id, asksPast: id},
		{type: 'moment', id, find, topics},
	];
}

/** The moment that is shown, by the gateway's clock of now. */
function shownAt(model: Model): number {
	return model.past?.meantMs ?? gatewayNow(model);
}

function shown(model: Model, told: Extract<MomentTold, {type: 'moment'}>): Model {
	const {atMs, aheadMs, lastGoodAtMs, lastTookMs, trouble, values} = told;
	const live = presentOf(model);
	const present = live.finding.frozen === null ? live : toggleFreeze(live);
	const clockOffsetMs = present.clockOffsetMs - aheadMs;
	const past: Past = {present: presentPart(present), meantMs: atMs + aheadMs, aheadMs, asked: new Set()};
	const then: Model = {
		...present,
		past,
		nowMs: atMs - clockOffsetMs,
		clockOffsetMs,
		link: {type: 'open'},
		heartbeat: {type: 'heartbeat', nowMs: atMs, lastGoodAtMs, lastTookMs, asking: null, trouble},
		overview: null,
		tasks: new Map(),
		sources: null,
		locks: null,
		events: null,
		cutovers: new Map(),
		awaySinceMs: null,
		backAtMs: null,
	};
	return values.reduce(withTopic, {...then, notice: remarkText(present, told.remark)});
}

/** Times of the remark are of the gateway's clock of now. */
function remarkText(present: Model, remark: Extract<MomentTold, {type: 'moment'}>['remark']): string | null {
	if (remark === null) return null;
	if (remark.type === 'oldest') return 'this is the oldest moment that is kept';
	const [from, until] = [remark.fromMs, remark.untilMs].map(atMs => dayAndTime(present, atMs));
	return `nobody watched from ${from} to ${until}: what was in between is not known`;
}

/** With its day where that is not today. */
function dayAndTime(present: Model, gatewayMs: number): string {
	const wallMs = viewerTime(present, gatewayMs);
	const isToday = new Date(wallMs).toDateString() === new Date(wallTime(present, present.nowMs)).toDateString();
	return isToday ? timeOfDay(wallMs) : fullMoment(wallMs);
}

function noMoment(model: Model, why: Extract<MomentTold, {type: 'none'}>['why']): string {
	const texts = {
		'not-kept': 'this gateway keeps nothing to look back at',
		'nothing-yet': 'nothing is kept yet to look back at',
		unreadable: 'what was kept of that moment cannot be read',
		'no-change-before': 'nothing changed before this, as far back as is kept',
		'no-change-after':
			model.past === null
				? 'nothing has changed since: this is now'
				: 'nothing has changed since; Esc comes back to now',
	} as const satisfies Record<typeof why, string>;
	return texts[why];
}
