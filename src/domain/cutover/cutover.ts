import {checks, type Judged} from './checks.ts';
import type {CutoverReading, CutoverTask} from './reading.ts';
import {type Difference, type Traces, traced, unwatched} from './traces.ts';

/** What is asked before a target takes over, and what has been seen so far. */
export type Cutover = {
	readonly terms: CutoverTerms;
	/** When the first answer came; null before it. */
	readonly beganAtMs: number | null;
	/** The newest poll, and whether it was answered. */
	readonly last: {readonly atMs: number; readonly told: boolean} | null;
	readonly lines: readonly CutoverLine[];
	/** Since when all lines are green; null while one is not. */
	readonly greenSinceMs: number | null;
	/** When all lines were green first; null while they never were. */
	readonly firstGreenAtMs: number | null;
	/** When the time began anew last, and why; null while it has not. */
	readonly anew: {readonly atMs: number; readonly why: string} | null;
	/** All that changed on the way, oldest first, and how many of the oldest were left out. */
	readonly changes: readonly CutoverChange[];
	readonly leftOut: number;
	readonly traces: Traces | null;
	/** Since when all that has to be so at every poll has been so; null while it is not. */
	readonly heldSinceMs: number | null;
	/** Since when nothing but the upstreams has changed; null while that is not known. */
	readonly calmSinceMs: number | null;
};

/** For how long what has to stay so. */
export type CutoverTerms = {
	/** The upstreams have to stand still. */
	readonly frozenMs: number;
	/** The checkpoints have to be where the upstreams are, at every poll. */
	readonly stableMs: number;
	/** Polls that are further apart leave a time that nobody watched. */
	readonly longestPauseMs: number;
};

/** One thing that has to be so. */
export type CutoverLine = {
	readonly id: CutoverCheck;
	readonly title: string;
	/** `waiting`: so far it is so, and not yet for as long as it has to be. What is not known is never green. */
	readonly state: 'green' | 'waiting' | 'red' | 'unknown';
	readonly evidence: string;
	/** Since when it has been in this state; where it has to stay so for a time, since when it has. Null before the first answer. */
	readonly sinceMs: number | null;
	/** For how long it has to stay so; null where once is enough. */
	readonly needMs: number | null;
};

export type CutoverCheck = (typeof checks)[number]['id'] | 'frozen' | 'reached' | 'unchanged';

/** A change on the way; the same within a minute is one with a count. */
export type CutoverChange = {
	readonly firstAtMs: number;
	readonly atMs: number;
	readonly count: number;
	/** The time begins anew with it. */
	readonly stepsBack: boolean;
	readonly key: string;
	readonly text: string;
};

const mostChanges = 1000;
const sameWithinMs = 60_000;

/** Nothing seen yet. */
export function beginCutover(terms: CutoverTerms): Cutover {
	return {
		terms,
		beganAtMs: null,
		last: null,
		lines: allUnknown([], 'no answer yet', null, terms),
		greenSinceMs: null,
		firstGreenAtMs: null,
		anew: null,
		changes: [],
		leftOut: 0,
		traces: null,
		heldSinceMs: null,
		calmSinceMs: null,
	};
}

/** The same after one more poll. Pure: time comes with the reading. */
export function cutover(before: Cutover, reading: CutoverReading): Cutover {
	if (reading.type === 'failed') return withoutAnswer(before, reading.atMs, `no answer: ${reading.message}`);
	const {atMs, tasks} = reading;
	const {last, terms} = before;
	const pauseMs = last === null ? 0 : atMs - last.atMs;
	const missed = pauseMs < 0 || pauseMs > terms.longestPauseMs;
	const from = missed
		? withoutAnswer(before, atMs, `nobody watched for ${Math.round(Math.abs(pauseMs) / 1000)} s`)
		: before;
	return afterAnswer(from, tasks, atMs);
}

function afterAnswer(before: Cutover, tasks: readonly CutoverTask[], atMs: number): Cutover {
	const {terms} = before;
	const {traces, differences} = traced(before.traces, tasks, atMs);
	const judged = checks.map(({id, title, judge}) => ({id, title, ...withStranded(id, judge(tasks), traces)}));
	const fell = judged.filter(
		({id, state}) => state !== 'green' && lineOf(before, id)?.state === 'green' && id !== 'gap',
	);
	const disturbed = [
		...differences.filter(({isWrite}) => !isWrite).map(({text}) => text),
		...fell.map(({title, evidence}) => `no longer "${title}": ${evidence}`),
	];
	const [why] = disturbed;
	const isCalm = why === undefined;
	// What was well so far begins anew with whatever steps back.
	const kept = isCalm ? traces : startedAt(traces, atMs);
	const stillSinceMs = stillSince(kept);
	const allGreen = judged.every(({state}) => state === 'green');
	const heldSinceMs =
		!allGreen || stillSinceMs === null ? null : Math.max(isCalm ? (before.heldSinceMs ?? atMs) : atMs, stillSinceMs);
	const calmSinceMs = isCalm ? (before.calmSinceMs ?? atMs) : atMs;
	const lines = [
		...judged.map(it => instantLine(before, it, atMs)),
		frozenLine(before, judged, traces, stillSinceMs, atMs),
		reachedLine(before, judged, heldSinceMs, stillSinceMs, atMs),
		timedLine('unchanged', calmSinceMs, terms.stableMs, atMs, 'nothing else has changed'),
	];
	const isGreen = lines.every(({state}) => state === 'green');
	const noted = [
		...differences.flatMap(difference => writeChange(before, difference)),
		...disturbed.map(text => ({key: text, text, stepsBack: before.last !== null})),
		...turned(before, lines),
	];
	return {
		...before,
		...withChanges(before, noted, atMs),
		beganAtMs: before.beganAtMs ?? atMs,
		last: {atMs, told: true},
		lines,
		greenSinceMs: isGreen ? (before.greenSinceMs ?? atMs) : null,
		firstGreenAtMs: before.firstGreenAtMs ?? (isGreen ? atMs : null),
		anew: anewBy(before, why, differences, atMs),
		traces: kept,
		heldSinceMs,
		calmSinceMs,
	};
}

/** All that was seen of time is lost. */
function withoutAnswer(before: Cutover, atMs: number, why: string): Cutover {
	const isNew = before.last?.told === true;
	const noted = before.last === null || isNew ? [{key: why, text: why, stepsBack: isNew}] : [];
	return {
		...before,
		...withChanges(before, noted, atMs),
		last: {atMs, told: false},
		lines: allUnknown(before.lines, why, atMs, before.terms),
		greenSinceMs: null,
		anew: isNew ? {atMs, why} : before.anew,
		traces: before.traces && unwatched(before.traces),
		heldSinceMs: null,
		calmSinceMs: null,
	};
}

function anewBy(before: Cutover, why: string | undefined, differences: readonly Difference[], atMs: number) {
	if (why !== undefined && before.last !== null) return {atMs, why};
	const write = differences.find(({isWrite, stillMs}) => isWrite && isWorthTelling(before, stillMs));
	return write === undefined ? before.anew : {atMs, why: write.text};
}

/** While the upstream is in use each poll sees it elsewhere: only one that had stood still for a while is told. */
function isWorthTelling({terms}: Cutover, stillMs: number): boolean {
	return stillMs >= Math.min(terms.frozenMs, standsStillMs);
}

const standsStillMs = 10_000;

type Noted = {readonly key: string; readonly text: string; readonly stepsBack: boolean};

function writeChange(before: Cutover, {name, isWrite, stillMs, text}: Difference): readonly Noted[] {
	if (!isWrite) return [];
	const key = `write ${name}`;
	if (before.firstGreenAtMs !== null) return [{key, text: `${text}, after all had been green`, stepsBack: true}];
	return isWorthTelling(before, stillMs) ? [{key, text, stepsBack: true}] : [];
}

/** The lines that are in another state than at the poll before. */
function turned(before: Cutover, lines: readonly CutoverLine[]): readonly Noted[] {
	return lines.flatMap(line => {
		const was = lineOf(before, line.id)?.state;
		if (was === line.state) return [];
		const key = `${line.id} ${line.state}`;
		return [{key, text: `${line.title}: ${stateWords[line.state]} (${line.evidence})`, stepsBack: false}];
	});
}

/** What a state is called. */
export const stateWords = {
	green: 'green',
	waiting: 'so far so good',
	red: 'not yet',
	unknown: 'not known',
} as const satisfies Record<CutoverLine['state'], string>;

function withChanges(
	{changes, leftOut}: Cutover,
	noted: readonly Noted[],
	atMs: number,
): Pick<Cutover, 'changes' | 'leftOut'> {
	let all = changes;
	for (const {key, text, stepsBack} of noted) {
		const same = all.findLast(it => it.key === key && atMs - it.atMs < sameWithinMs);
		if (same === undefined) all = [...all, {firstAtMs: atMs, atMs, count: 1, stepsBack, key, text}];
		else all = all.map(it => (it === same ? {...it, atMs, count: it.count + 1} : it));
	}
	const over = Math.max(0, all.length - mostChanges);
	return {changes: over === 0 ? all : all.slice(over), leftOut: leftOut + over};
}

function lineOf({lines}: Cutover, id: CutoverCheck): CutoverLine | undefined {
	return lines.find(line => line.id === id);
}

/** A checkpoint that has not moved since its upstream became another server is a place on the one before. */
function withStranded(id: CutoverCheck, judged: Judged, traces: Traces): Judged {
	if (id !== 'gap' || judged.state !== 'green') return judged;
	const stranded = [...traces.values()].find(trace => trace.stranded !== null && trace.upstreamGtid === null);
	if (stranded === undefined) return judged;
	return {
		state: 'unknown',
		evidence: `${stranded.name}: its upstream is another one, and its checkpoint has not moved since`,
	};
}

function startedAt(traces: Traces, atMs: number): Traces {
	return new Map(
		[...traces].map(([key, trace]) => [key, trace.stillSinceMs === null ? trace : {...trace, stillSinceMs: atMs}]),
	);
}

/** Since when all upstreams have stood still; null where that is not known of one. */
function stillSince(traces: Traces): number | null {
	const all = [...traces.values()].map(({stillSinceMs}) => stillSinceMs);
	const known = all.filter(sinceMs => sinceMs !== null);
	return known.length < all.length || known.length === 0 ? null : Math.max(...known);
}

function instantLine(
	before: Cutover,
	{id, title, state, evidence}: Judged & {readonly id: CutoverCheck; readonly title: string},
	atMs: number,
): CutoverLine {
	const last = lineOf(before, id);
	const sinceMs = last?.state === state ? (last.sinceMs ?? atMs) : atMs;
	return {id, title, state, evidence, sinceMs, needMs: null};
}

const titles = {
	frozen: 'the upstream has stopped writing',
	reached: 'the checkpoint stays there',
	unchanged: 'nothing changed in between',
} as const;

function frozenLine(
	before: Cutover,
	judged: readonly (Judged & {readonly id: CutoverCheck})[],
	traces: Traces,
	stillSinceMs: number | null,
	atMs: number,
): CutoverLine {
	const {frozenMs} = before.terms;
	const all = [...traces.values()];
	if (stillSinceMs !== null) {
		const [only] = all;
		const where =
			all.length === 1 ? `at ${only?.upstream?.file}:${only?.upstream?.offset}` : `all ${all.length} where they were`;
		return timedLine('frozen', stillSinceMs, frozenMs, atMs, where);
	}
	const [unknown] = all.filter(trace => trace.stillSinceMs === null);
	// Of a source that does not answer or does not run in Sync no upstream is followed.
	const lacking = judged.find(({id, state}) => (id === 'answers' || id === 'sync') && state !== 'green');
	const evidence =
		lacking?.evidence ??
		(unknown === undefined ? 'no upstream is known' : `${unknown.name}: its upstream's position is not known`);
	return unknownLine(lineOf(before, 'frozen'), 'frozen', titles.frozen, evidence, atMs, frozenMs);
}

function reachedLine(
	before: Cutover,
	judged: readonly (Judged & {readonly id: CutoverCheck; readonly title: string})[],
	heldSinceMs: number | null,
	stillSinceMs: number | null,
	atMs: number,
): CutoverLine {
	const {stableMs} = before.terms;
	if (heldSinceMs !== null) return timedLine('reached', heldSinceMs, stableMs, atMs, 'at every poll');
	const first = judged.find(({state}) => state === 'red') ?? judged.find(({state}) => state !== 'green');
	if (first?.state === 'red') {
		const last = lineOf(before, 'reached');
		const sinceMs = last?.state === 'red' ? last.sinceMs : atMs;
		return {id: 'reached', title: titles.reached, state: 'red', evidence: first.evidence, sinceMs, needMs: stableMs};
	}
	const evidence = first?.evidence ?? (stillSinceMs === null ? "an upstream's position is not known" : 'not known');
	return unknownLine(lineOf(before, 'reached'), 'reached', titles.reached, evidence, atMs, stableMs);
}

function timedLine(
	id: keyof typeof titles,
	sinceMs: number,
	needMs: number,
	atMs: number,
	evidence: string,
): CutoverLine {
	return {id, title: titles[id], state: atMs - sinceMs >= needMs ? 'green' : 'waiting', evidence, sinceMs, needMs};
}

function unknownLine(
	last: CutoverLine | undefined,
	id: CutoverCheck,
	title: string,
	evidence: string,
	atMs: number | null,
	needMs: number | null,
): CutoverLine {
	const sinceMs = last?.state === 'unknown' ? (last.sinceMs ?? atMs) : atMs;
	return {id, title, state: 'unknown', evidence, sinceMs, needMs};
}

function allUnknown(
	lines: readonly CutoverLine[],
	evidence: string,
	atMs: number | null,
	{frozenMs, stableMs}: CutoverTerms,
): readonly CutoverLine[] {
	const needs = {frozen: frozenMs, reached: stableMs, unchanged: stableMs} as const;
	const all = [
		...checks.map(({id, title}) => ({id, title, needMs: null})),
		...(['frozen', 'reached', 'unchanged'] as const).map(id => ({id, title: titles[id], needMs: needs[id]})),
	];
	return all.map(({id, title, needMs}) =>
		unknownLine(
			lines.find(line => line.id === id),
			id,
			title,
			evidence,
			atMs,
			needMs,
		),
	);
}
