import type {ClusterEvent} from '../event.ts';
import {byText} from '../order.ts';

/** What was measured of one source's part of a task in a span of time. */
export type Span = {
	/** When it began, in s since 1970, and how long it is. */
	readonly atS: number;
	readonly seconds: number;
	readonly task: string;
	readonly source: string;
	readonly lagSeconds: number | null;
	/** The mean, a second: bytes while it is dumped or loaded, else rows. */
	readonly rate: number | null;
	/** How much of a dump or a load was done at its end; null in Sync. */
	readonly progress: number | null;
};

/** What happened in a window of time. Times are in ms since 1970. */
export type WindowReport = {
	readonly fromMs: number;
	readonly untilMs: number;
	/** What needed a person, and for how long: the longest first. */
	readonly needed: readonly Trouble[];
	/** What nobody answered for. */
	readonly silent: readonly Trouble[];
	/** What DM healed by itself, how often, and how long that took in all. */
	readonly healed: readonly {readonly task: string; readonly times: number; readonly totalMs: number}[];
	/** The largest lag of each task that had one, the largest first. */
	readonly lags: readonly {
		readonly task: string;
		readonly source: string;
		readonly seconds: number;
		readonly atMs: number;
	}[];
	readonly operations: readonly {readonly atMs: number; readonly task: string | null; readonly text: string}[];
	/** What each task has read, where that is known; null where it was not. */
	readonly amounts: readonly {
		readonly task: string;
		readonly rows: number | null;
		readonly bytes: number | null;
	}[];
	/** When nobody watched, as far as it was told. */
	readonly unwatched: readonly {readonly atMs: number; readonly text: string}[];
	readonly events: number;
};

/** A time in which a task was in trouble. */
export type Trouble = {
	readonly task: string;
	readonly text: string;
	/** Null where it was so before the window. */
	readonly fromMs: number | null;
	/** Null where it still was at its end. */
	readonly untilMs: number | null;
	readonly lastedMs: number;
};

type Window = {
	readonly fromMs: number;
	readonly untilMs: number;
	/** Oldest first. */
	readonly events: readonly ClusterEvent[];
	/** Oldest first. */
	readonly spans: readonly Span[];
};

/** The report of a window, from what was kept of it. */
export function windowReport({fromMs, untilMs, events, spans}: Window): WindowReport {
	const states = statesOf(events, fromMs, untilMs);
	const troubles = (word: string) =>
		states
			.filter(it => it.word === word)
			.map(({task, text, startMs, endMs}) => ({
				task,
				text,
				fromMs: startMs,
				untilMs: endMs,
				lastedMs: (endMs ?? untilMs) - (startMs ?? fromMs),
			}))
			.sort((a, b) => b.lastedMs - a.lastedMs);
	return {
		fromMs,
		untilMs,
		needed: troubles('error'),
		silent: troubles('unknown'),
		healed: healedOf(states, fromMs),
		lags: lagsOf(spans),
		operations: events.filter(({type}) => type === 'operation').map(({atMs, task, text}) => ({atMs, task, text})),
		amounts: amountsOf(spans),
		unwatched: events.filter(({type}) => type === 'unwatched').map(({atMs, text}) => ({atMs, text})),
		events: events.reduce((sum, {count}) => sum + count, 0),
	};
}

/** A status of a task, from when to when it lasted, and what came after it. */
type State = {
	readonly task: string;
	readonly word: string;
	readonly text: string;
	readonly startMs: number | null;
	readonly endMs: number | null;
	readonly next: string | null;
};

function statesOf(events: readonly ClusterEvent[], fromMs: number, untilMs: number): readonly State[] {
	const open = new Map<string, Omit<State, 'endMs' | 'next'>>();
	const states: State[] = [];
	const end = (task: string, endMs: number | null, next: string | null) => {
		const state = open.get(task);
		if (state !== undefined) states.push({...state, endMs, next});
		open.delete(task);
	};
	for (const {type, task, from, to, text, firstAtMs} of events) {
		if (task === null || firstAtMs > untilMs) continue;
		if (type === 'task-gone') end(task, firstAtMs, null);
		if (type !== 'task-status' || from === null || to === null) continue;
		const atMs = Math.max(fromMs, firstAtMs);
		if (!open.has(task))
			open.set(task, {task, word: from, text: `${task}: already so when this begins`, startMs: null});
		end(task, atMs, to);
		open.set(task, {task, word: to, text, startMs: atMs});
	}
	for (const task of [...open.keys()]) end(task, null, null);
	return states;
}

/** What was retried, and did not need a person afterwards. */
function healedOf(states: readonly State[], fromMs: number): WindowReport['healed'] {
	const tasks = new Map<string, {times: number; totalMs: number}>();
	for (const {task, word, next, startMs, endMs} of states) {
		if (word !== 'retrying' || endMs === null || next === null || unhealed.has(next)) continue;
		const known = tasks.get(task) ?? {times: 0, totalMs: 0};
		tasks.set(task, {times: known.times + 1, totalMs: known.totalMs + endMs - (startMs ?? fromMs)});
	}
	return [...tasks].map(([task, it]) => ({task, ...it})).sort((a, b) => b.times - a.times || byText(a.task, b.task));
}

const unhealed: ReadonlySet<string> = new Set(['error', 'unknown', 'stopped', 'paused']);

function lagsOf(spans: readonly Span[]): WindowReport['lags'] {
	const worst = new Map<string, WindowReport['lags'][number]>();
	for (const {task, source, atS, lagSeconds} of spans) {
		if (lagSeconds === null || lagSeconds <= (worst.get(task)?.seconds ?? 0)) continue;
		worst.set(task, {task, source, seconds: lagSeconds, atMs: atS * 1000});
	}
	return [...worst.values()].sort((a, b) => b.seconds - a.seconds);
}

function amountsOf(spans: readonly Span[]): WindowReport['amounts'] {
	const tasks = new Map<string, {rows: number | null; bytes: number | null}>();
	// A part is dumped and loaded before it syncs: whatever comes before a span with a progress is of bytes too.
	const inBytes = new Set<string>();
	for (const {task, source, seconds, rate, progress} of spans.toReversed()) {
		const part = `${task}\n${source}`;
		if (progress !== null) inBytes.add(part);
		const known = tasks.get(task) ?? {rows: null, bytes: null};
		const of = inBytes.has(part) ? 'bytes' : 'rows';
		tasks.set(task, rate === null ? known : {...known, [of]: (known[of] ?? 0) + rate * seconds});
	}
	return [...tasks].map(([task, it]) => ({task, ...it})).sort((a, b) => byText(a.task, b.task));
}
