import {age, hourAndMinute} from '../words/format.ts';
import {hasBeginning} from '../words/since.ts';
import type {Model} from './state.ts';

/** How fresh the data on the screen is. Times are of the viewer's clock (`nowMs` of the model). */
export type Freshness =
	/** Nothing has come yet; `message` says what failed last, null while the first try is under way. */
	| {
			readonly type: 'waiting';
			readonly sinceMs: number;
			readonly message: string | null;
			readonly retryAtMs: number | null;
	  }
	/** `ageSeconds` is null while the newest answer is not older than two polls, or than a person has said. */
	| {readonly type: 'live'; readonly ageSeconds: number | null}
	/** The link to the gateway, or the gateway's to its master, is lost; the data is from `dataAtMs`. */
	| {
			readonly type: 'lost';
			readonly sinceMs: number;
			readonly message: string;
			readonly retryAtMs: number | null;
			readonly dataAtMs: number | null;
	  };

/** How fresh the data is, from the link, the heartbeat and the clock. */
export function freshness(model: Model): Freshness {
	const trouble = troubleOf(model);
	if (!hasData(model)) {
		const sinceMs = trouble?.sinceMs ?? model.startedAtMs;
		return {type: 'waiting', sinceMs, message: trouble?.message ?? null, retryAtMs: trouble?.retryAtMs ?? null};
	}
	const goodAtMs = model.heartbeat?.lastGoodAtMs ?? null;
	if (trouble !== null) {
		return {type: 'lost', ...trouble, dataAtMs: goodAtMs === null ? null : ownTime(model, goodAtMs)};
	}
	const ageMs = goodAtMs === null ? 0 : clockNow(model) - goodAtMs;
	const everyMs = model.overview?.cluster.everyMs ?? 0;
	// Between two polls each answer is as old as that.
	const mostMs = model.ageLimitMs === null ? Math.max(1000, 2 * everyMs) : Math.max(model.ageLimitMs, everyMs + 1000);
	return {type: 'live', ageSeconds: ageMs > mostMs ? Math.floor(ageMs / 1000) : null};
}

/** Whether a dm-master has ever answered. */
export function hasData(model: Model): boolean {
	return model.overview !== null && model.overview.cluster.shape !== null;
}

/** The moment that the screen shows, by the gateway's clock, as are all times in the data; a frozen screen's stands still. */
export function gatewayNow(model: Model): number {
	return (model.finding.frozen?.sinceMs ?? model.nowMs) + model.clockOffsetMs;
}

function clockNow(model: Model): number {
	return model.nowMs + model.clockOffsetMs;
}

/** A time of the gateway's clock, as a clock on the wall here shows it: for people to read. */
export function viewerTime(model: Model, gatewayMs: number): number {
	return wallTime(model, ownTime(model, gatewayMs));
}

/** A time of the viewer's clock, as a clock on the wall here shows it. */
export function wallTime({wallOffsetMs}: Model, viewerMs: number): number {
	return viewerMs + wallOffsetMs;
}

function ownTime({clockOffsetMs}: Model, gatewayMs: number): number {
	return gatewayMs - clockOffsetMs;
}

/** For how many seconds an answer has been awaited, where that is worth saying; else null. */
export function askingSeconds(model: Model): number | null {
	if (model.link.type !== 'open' || !model.heartbeat?.asking) return null;
	const ms = clockNow(model) - model.heartbeat.asking.sinceMs;
	return ms > worthSayingMs ? Math.floor(ms / 1000) : null;
}

const worthSayingMs = 3000;

type TroubleNow = {readonly sinceMs: number; readonly message: string; readonly retryAtMs: number | null};

function troubleOf(model: Model): TroubleNow | null {
	const {link, heartbeat} = model;
	if (link.type === 'lost') return link;
	const trouble = heartbeat?.trouble ?? null;
	if (trouble === null) return null;
	return {
		sinceMs: ownTime(model, trouble.sinceMs),
		message: trouble.message,
		retryAtMs: trouble.nextTryAtMs === null ? null : ownTime(model, trouble.nextTryAtMs),
	};
}

/** How long something has been so, as ` for 5m`; where it was so at the first answer, ` since before 14:02:11`. */
export function lasting(model: Model, sinceMs: number): string {
	return hasBeginning(model.overview?.cluster.firstAnswerAtMs ?? null, sinceMs)
		? ` for ${age(sinceMs, gatewayNow(model))}`
		: ` since before ${hourAndMinute(viewerTime(model, sinceMs))}`;
}
