import type {Find} from '../../wire/messages.ts';
import type {Memory} from '../memory/memory.ts';
import {rebuilt} from './rebuilt.ts';
import {historyMs} from './recorder.ts';
import type {Segment, Segments} from './segments.ts';
import type {SegmentPlace} from './shelf.ts';

/** What was known at a moment. */
export type Moment = {
	/** By the clock of the run that saw it, as are all times in the memory. */
	readonly atMs: number;
	/** How much more the gateway's clock of now shows than that one. */
	readonly aheadMs: number;
	readonly memory: Memory;
	readonly nextTryAtMs: number | null;
	/** What has to be said of it. */
	readonly remark: Remark | null;
};

/** Times are of the gateway's clock of now. */
export type Remark =
	/** Nothing older is kept. */
	| {readonly type: 'oldest'}
	/** Nobody watched from then to then: the moment meant lies there, or was passed over. */
	| {readonly type: 'unwatched'; readonly fromMs: number; readonly untilMs: number};

export type NoMoment =
	/** Nothing is kept yet, or nothing that this program can read. */
	| 'nothing-yet'
	/** Nothing changed before that, as far as is kept; or after it. */
	| 'no-change-before'
	| 'no-change-after';

export type Timeline = {
	readonly find: (find: Find) => Promise<Moment | NoMoment>;
	/** Gives up what nobody has asked for of late. */
	readonly tidy: () => void;
};

export type TimelineOptions = {
	readonly segments: Segments;
	readonly session: string;
	readonly now: () => number;
	readonly wall: () => number;
	readonly yieldTurn: () => Promise<void>;
};

/** So many moments are kept as they were made, for so long. */
const keptAtMost = 2;
const keptMs = 60_000;

/** What lies between two runs is told from so long on. */
const worthTellingMs = 10_000;

export function createTimeline({segments, session, now, wall, yieldTurn}: TimelineOptions): Timeline {
	const aheads = new Map([[session, 0]]);
	let kept: readonly {readonly key: string; readonly moment: Moment; readonly askedAtMs: number}[] = [];

	return {
		async find(find) {
			const places = segments.places();
			switch (find.type) {
				case 'at':
					return at(places, find.atMs);
				case 'change':
					return stepped(places, find.atMs - 1, 1);
				case 'step':
					return stepped(places, find.fromMs, find.by);
			}
		},
		tidy() {
			kept = kept.filter(({askedAtMs}) => now() - askedAtMs < keptMs);
		},
	};

	async function at(places: readonly SegmentPlace[], meantMs: number): Promise<Moment | NoMoment> {
		const atMs = Math.min(meantMs, now());
		for (let index = places.length - 1; index >= 0; index--) {
			const segment = opened(places, index);
			if (segment === null || ownTime(segment, atMs) < segment.fromMs) continue;
			const end = endOf(places, index, segment);
			// What comes before the next one begins is as it was.
			if (end === null || ownTime(segment, atMs) <= segment.untilMs)
				return made(places, index, ownTime(segment, atMs), null);
			return made(places, index, segment.untilMs, end);
		}
		const first = places.findIndex((_, index) => opened(places, index) !== null);
		const segment = opened(places, first);
		return segment === null ? 'nothing-yet' : made(places, first, segment.fromMs, {type: 'oldest'});
	}

	async function stepped(places: readonly SegmentPlace[], fromMs: number, by: 1 | -1): Promise<Moment | NoMoment> {
		let isAnyKept = false;
		let passed: Remark | null = null;
		for (let index = by === 1 ? 0 : places.length - 1; index >= 0 && index < places.length; index += by) {
			const segment = opened(places, index);
			if (segment === null) continue;
			isAnyKept = true;
			const own = ownTime(segment, fromMs);
			const changes = segment.records.flatMap(it => it.changes);
			const found = by === 1 ? changes.find(it => it > own) : changes.findLast(it => it < own);
			if (found !== undefined) return made(places, index, found, passed);
			if (by === -1 && own >= segment.fromMs) passed ??= beginOf(places, index);
			if (by === 1 && own <= segment.untilMs) passed ??= endOf(places, index, segment);
		}
		return isAnyKept ? (by === 1 ? 'no-change-after' : 'no-change-before') : 'nothing-yet';
	}

	/** What is not known between a segment and the one after it; null where that goes on with it, or is there already. */
	function endOf(places: readonly SegmentPlace[], index: number, segment: Segment): Remark | null {
		const fromMs = nowTime(segment, segment.untilMs);
		const next = nextOf(places, index);
		if (next === null && segment.head.session === session) return null;
		if (next?.head.goesOn === true) return null;
		const untilMs = next === null ? now() : nowTime(next, next.fromMs);
		return untilMs - fromMs > worthTellingMs ? {type: 'unwatched', fromMs, untilMs} : null;
	}

	function beginOf(places: readonly SegmentPlace[], index: number): Remark | null {
		for (let at = index - 1; at >= 0; at--) {
			const before = opened(places, at);
			if (before !== null) return endOf(places, at, before);
		}
		return null;
	}

	function nextOf(places: readonly SegmentPlace[], index: number): Segment | null {
		for (let at = index + 1; at < places.length; at++) {
			const next = opened(places, at);
			if (next !== null) return next;
		}
		return null;
	}

	async function made(
		places: readonly SegmentPlace[],
		index: number,
		atMs: number,
		remark: Remark | null,
	): Promise<Moment | NoMoment> {
		const segment = opened(places, index);
		if (segment === null) return 'nothing-yet';
		// What comes later is put behind it: only the newest moment may still change.
		const key = `${segment.place.id} ${atMs}${atMs < segment.untilMs ? '' : ` ${segment.place.bytes}`}`;
		const known = kept.find(it => it.key === key)?.moment;
		const moment = known ?? {
			atMs,
			aheadMs: nowTime(segment, atMs) - atMs,
			...(await rebuilt(segment, before(places, index, atMs), atMs, yieldTurn)),
			remark,
		};
		const others = kept.filter(it => it.key !== key).slice(1 - keptAtMost);
		kept = [...others, {key, moment, askedAtMs: now()}];
		return {...moment, remark};
	}

	/** Those with which a segment goes on, as far as histories reach, the oldest first. */
	function before(places: readonly SegmentPlace[], index: number, atMs: number): readonly Segment[] {
		const found: Segment[] = [];
		let last = opened(places, index);
		for (let at = index - 1; at >= 0 && last?.head.goesOn === true; at--) {
			const segment = opened(places, at);
			if (segment === null || segment.head.session !== last.head.session) break;
			found.unshift(segment);
			if (segment.fromMs < atMs - historyMs) break;
			last = segment;
		}
		return found;
	}

	function opened(places: readonly SegmentPlace[], index: number): Segment | null {
		const place = places[index];
		return place === undefined ? null : segments.open(place);
	}

	/** A time of the gateway's clock of now, by the clock of the run that wrote the segment; of one run all is by one clock. */
	function ownTime(segment: Segment, atMs: number): number {
		return atMs - aheadOf(segment);
	}

	function nowTime(segment: Segment, atMs: number): number {
		return atMs + aheadOf(segment);
	}

	/** Told once, so that a moment keeps its time while somebody looks at it. */
	function aheadOf({head}: Segment): number {
		const known = aheads.get(head.session) ?? Math.round(head.wallAheadMs - (wall() - now()));
		aheads.set(head.session, known);
		return known;
	}
}
