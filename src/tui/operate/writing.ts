import type {Hello} from '../../wire/messages.ts';
import {duration} from '../../words/format.ts';
import {freshness} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import {presentNow, quietInPast} from '../past/present.ts';
import type {Model, WritingUntil} from '../state.ts';

/** For how long a key allows writing, once it was confirmed. */
const allowedMs = 600_000;

/** Why nothing can ever be written here, in a few words; undefined where it can. */
export function neverWrites(model: Model): string | undefined {
	const {readOnly, hello} = model;
	const quiet = quietInPast(model, 'nothing can be operated in the past');
	if (quiet !== undefined) return quiet;
	if (readOnly) return 'read-only: dmtop was started with --read-only';
	if (hello === null) return 'the gateway is being connected';
	return hello.allowOperate ? undefined : `read-only: ${hello.readOnlyReason ?? 'this gateway writes for nobody'}`;
}

/** Why nothing can be written now, in a few words; undefined when it can. */
export function cannotWrite(model: Model): string | undefined {
	const never = neverWrites(model);
	if (never !== undefined) return never;
	const fresh = freshness(model);
	if (model.link.type !== 'open') return 'the link to the gateway is lost';
	if (fresh.type === 'waiting') return 'DM has not answered yet';
	if (fresh.type === 'lost') return `the data is not live: ${fresh.message}`;
	if (fresh.ageSeconds !== null) return `the data is too old: ${duration(fresh.ageSeconds)}`;
	if (model.writes !== null) return undefined;
	return model.dialog === null
		? `read-only: ${keyOf(model, 'allow-writing')} allows writing for 10 minutes`
		: `writing is not allowed any more: Esc, then ${keyOf(model, 'allow-writing')}`;
}

/**
 * Until when writing is allowed once the gateway has said hello. What it does not allow is over, and so is what was
 * allowed at another gateway: that may be before another cluster.
 */
export function writesAfter(model: Model, hello: Hello): WritingUntil | null {
	if (model.readOnly || !hello.allowOperate) return null;
	if (model.hello === null) return hello.startsWriting ? {untilMs: null} : null;
	return model.hello.instance === hello.instance ? model.writes : null;
}

/** For a while, from now on. */
export function writesFromNow({nowMs}: Model): WritingUntil {
	return {untilMs: nowMs + allowedMs};
}

/** Null where the time is over. */
export function expiredWriting(model: Model): WritingUntil | null {
	const {writes} = model;
	const nowMs = presentNow(model);
	return writes !== null && writes.untilMs !== null && nowMs >= writes.untilMs ? null : writes;
}

/** `RO`, `RW`, or `RW 9m` with the minutes that are left. */
export function writingText(model: Model): string {
	const {writes} = model;
	if (writes === null || model.past !== null) return 'RO';
	return writes.untilMs === null ? 'RW' : `RW ${Math.max(1, Math.ceil((writes.untilMs - model.nowMs) / 60_000))}m`;
}
