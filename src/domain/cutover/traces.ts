import {lackOfAnswer, lackOfSync} from '../caught-up.ts';
import type {Position} from '../cluster.ts';
import {comparePositions} from '../position.ts';
import {partName, placed, sameGtid} from './checks.ts';
import type {CutoverPart, CutoverTask} from './reading.ts';

/** What was seen last of one part, against which the next poll is held. */
export type Trace = {
	readonly name: string;
	readonly worker: string | null;
	readonly events: number | null;
	readonly binlogType: string | null;
	readonly upstream: Position | null;
	readonly upstreamGtid: string | null;
	readonly checkpoint: Position | null;
	/** Since when its upstream has been at that position, at every poll; null while that is not known. */
	readonly stillSinceMs: number | null;
	/** Where its checkpoint was when its upstream turned out to be another server; null once it has moved from there. */
	readonly stranded: Position | null;
};

/** By task and source. */
export type Traces = ReadonlyMap<string, Trace>;

/** What differs from the poll before, in a sentence; `isWrite`: its upstream went on, as upstreams do. */
export type Difference = {
	/** Which part. */
	readonly name: string;
	readonly text: string;
	readonly isWrite: boolean;
	/** For how long its upstream had stood still before it went on; 0 where that is not known. */
	readonly stillMs: number;
};

/** The traces after one more poll, and what is different. */
export function traced(
	before: Traces | null,
	tasks: readonly CutoverTask[],
	atMs: number,
): {readonly traces: Traces; readonly differences: readonly Difference[]} {
	const traces = new Map<string, Trace>();
	const differences: Difference[] = [];
	const differs = (name: string, text: string) => differences.push({name, text, isWrite: false, stillMs: 0});
	for (const task of tasks) {
		for (const part of task.parts) {
			const key = `${task.name} ${part.source}`;
			const last = before?.get(key);
			const next = traceOf(last, partName(task, part, tasks), part, atMs);
			traces.set(key, next);
			if (last === undefined) {
				if (before !== null) differs(next.name, `${next.name} was not there before`);
				continue;
			}
			for (const text of changesOf(last, next)) differs(next.name, text);
			if (isForward(last, next)) {
				const text = `the upstream of ${next.name} moved from ${placed(last.upstream)} to ${placed(next.upstream)}`;
				const stillMs = last.stillSinceMs === null ? 0 : atMs - last.stillSinceMs;
				differences.push({name: next.name, text, isWrite: true, stillMs});
			}
		}
	}
	for (const [key, {name}] of before ?? []) if (!traces.has(key)) differs(name, `${name} is no longer part of it`);
	return {traces, differences};
}

/** What was seen stays; since when the upstreams stand still is no longer known. */
export function unwatched(traces: Traces): Traces {
	return new Map([...traces].map(([key, trace]) => [key, {...trace, stillSinceMs: null}]));
}

function traceOf(last: Trace | undefined, name: string, part: CutoverPart, atMs: number): Trace {
	const {work, worker} = part;
	// What does not answer, or answers without figures, is what it was: where its upstream is meanwhile nobody knows.
	if (lackOfAnswer(part) !== null || lackOfSync(part) !== null || work?.type !== 'Sync' || work.upstream === null) {
		return {...(last ?? nothing), name, worker: worker ?? last?.worker ?? null, stillSinceMs: null};
	}
	const {upstream, upstreamGtid, checkpoint, totalEvents, binlogType} = work;
	const isSame = last !== undefined && isStill(last, upstream, upstreamGtid);
	const stays = last?.stranded != null && checkpoint !== null && samePlace(last.stranded, checkpoint);
	const stranded = last !== undefined && isOther(last, upstream, upstreamGtid) ? checkpoint : null;
	return {
		name,
		worker,
		events: totalEvents,
		binlogType,
		upstream,
		upstreamGtid,
		checkpoint,
		stillSinceMs: isSame ? (last.stillSinceMs ?? atMs) : atMs,
		stranded: stranded ?? (stays ? last.stranded : null),
	};
}

const nothing = {
	events: null,
	binlogType: null,
	upstream: null,
	upstreamGtid: null,
	checkpoint: null,
	stranded: null,
} as const;

function isStill({upstream, upstreamGtid}: Trace, now: Position, gtid: string | null): boolean {
	return upstream !== null && samePlace(upstream, now) && sameGtid(upstreamGtid, gtid, 'exact');
}

/** The upstream went back, or is of another series of files, or has other transactions at the same position. */
function isOther({upstream, upstreamGtid}: Trace, now: Position, gtid: string | null): boolean {
	if (upstream === null) return false;
	const by = comparePositions(now, upstream);
	return by === null || by < 0 || (by === 0 && !sameGtid(upstreamGtid, gtid, 'exact'));
}

function isForward(last: Trace, next: Trace): boolean {
	if (last.upstream === null || next.upstream === null) return false;
	return (comparePositions(next.upstream, last.upstream) ?? 0) > 0;
}

function samePlace(a: Position, b: Position): boolean {
	return a.file === b.file && a.offset === b.offset;
}

function changesOf(last: Trace, next: Trace): readonly string[] {
	const {name} = next;
	const went = next.checkpoint !== null && last.checkpoint !== null && isBack(next.checkpoint, last.checkpoint);
	const other = next.upstream !== null && isOther(last, next.upstream, next.upstreamGtid);
	return [
		last.worker !== null && next.worker !== null && last.worker !== next.worker
			? `${name} moved from ${last.worker} to ${next.worker}`
			: null,
		last.events !== null && next.events !== null && next.events < last.events
			? `${name} counts its events anew: it was started again`
			: null,
		last.binlogType !== null && last.binlogType !== next.binlogType
			? `${name} reads its events from elsewhere now: ${next.binlogType}`
			: null,
		went ? `the checkpoint of ${name} went back from ${placed(last.checkpoint)} to ${placed(next.checkpoint)}` : null,
		other ? `the upstream of ${name} is another one, or went back: it was at ${placed(last.upstream)}` : null,
	].filter(text => text !== null);
}

function isBack(now: Position, before: Position): boolean {
	return (comparePositions(now, before) ?? -1) < 0;
}
