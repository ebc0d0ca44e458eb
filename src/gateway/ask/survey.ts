import {setMaxListeners} from 'node:events';
import type {Clock} from '../../clock.ts';
import type {DmClient, StatusReading} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {Cluster} from '../../domain/cluster.ts';
import {tokensPerSecond} from './budget.ts';
import {asked, type Division, divided, merged, split, withShortQueries} from './division.ts';
import {createNames} from './names.ts';
import {clusterOf, firstError, gathered, isNamed, noAnswerError, type Piece, problemOf, silent} from './pieces.ts';
import {ask, limited, type Question} from './question.ts';
import {createSuspects} from './suspects.ts';

export type SurveyClient = Pick<DmClient, 'readStatus' | 'readSources' | 'readMembers'>;

/** The status of a cluster, however it was asked for. */
export type Surveyed = {
	readonly cluster: Cluster;
	/** The one that answered. */
	readonly master: string;
	readonly tookMs: number;
	/** The bytes of each answer. */
	readonly bodies: readonly Buffer[];
	/** Into how many parts it is divided because one answer would be too large; null = it is not. */
	readonly parts: number | null;
	/** Which sources are asked apart from the others, so that those need not wait for them. */
	readonly apart: readonly string[];
	/** How many workers are asked, since somebody named them and a 1.0 cluster names none; null = all that there are. */
	readonly given: number | null;
};

export type Survey = {
	/** The status of everything. Throws a DmError where nobody answers. */
	readonly ask: () => Promise<Surveyed>;
};

/** An answer that takes longer is late, unless it always takes a fifth of that. */
const lateMs = 3000;
/** And longer than that no answer is waited for before the others are asked apart. */
const latestMs = 20_000;
/** A part need not be waited for as long. */
const partLateMs = 1000;
/** How much of its usual time an answer may take to be in time. */
const usualTimes = 5;
/** Where everything is late, nothing is asked apart for a while: it would help nobody. */
const calmMs = 60_000;
/**
 * How long it may be searched for who holds up an answer, so that the answers are still worth something; the budget makes
 * it longer with each source.
 */
const shortestBisectionMs = 15_000;
/** How soon it is tried whether a larger part fits again; each time in vain makes it twice as long, up to an hour. */
const retryMs = 60_000;
const longestRetryMs = 3_600_000;

/**
 * Asks a cluster in one question while that works. Where the answer is too large, it is asked in parts, and the division
 * is remembered. Where it takes too long, halves are asked beside it, and halves of the late half, until those who hold
 * it up are found; they are asked apart until they answer in time again. `signal` ends all that goes on beside the polls.
 */
export function createSurvey(
	client: SurveyClient,
	clock: Clock,
	signal: AbortSignal,
	workers: readonly string[] = [],
): Survey {
	// Each question listens to it, and there may be many at a time.
	setMaxListeners(0, signal);
	const {now} = clock;
	const names = createNames(client, clock, workers);
	const suspects = createSuspects(clock, name => question([name]));
	/** Sources that alone are too large, and until when they are not asked again. */
	const oversized = new Map<string, {readonly why: string; readonly untilMs: number}>();
	let division: Division | null = null;
	let retryAtMs = 0;
	let retryAfterMs = retryMs;
	let usualMs: number | null = null;
	let calmUntilMs = Number.NEGATIVE_INFINITY;
	/** How many late questions are being looked into, and the end of that. */
	let bisections = 0;
	let bisecting: Promise<unknown> = Promise.resolve();
	let master = '';

	return {
		async ask() {
			const startedMs = now();
			// Before it is known who held up the last answer, this one would be held up as well.
			while (bisections > 0) await bisecting;
			const whole = division === null && suspects.names().length === 0;
			const told = whole ? await resolve(null, patienceMs()) : await askApart();
			const pieces = [...told, ...suspects.collect()];
			signal.throwIfAborted();
			const shape = names.shape() ?? 'sources';
			const cluster = clusterOf(pieces, {names: names.known(), owners: names.owners(), shape});
			const readings = pieces.flatMap(piece => (piece.type === 'answer' ? piece.reading : []));
			const [first] = readings;
			if (cluster === null || first === undefined) {
				suspects.forget();
				throw firstError(pieces) ?? noAnswerError(master);
			}
			master = first.master;
			names.learn(
				cluster,
				pieces.some(piece => piece.type === 'answer' && piece.names === null),
			);
			return {
				cluster,
				master,
				tookMs: readings.length === 1 ? first.tookMs : now() - startedMs,
				bodies: readings.map(({body}) => body),
				parts: division?.length ?? null,
				apart: suspects.names(),
				given: names.given(),
			};
		},
	};

	function question(group: readonly string[] | null, ended = signal): Question {
		const only = group === null ? null : {shape: names.shape() ?? 'sources', names: group};
		return ask((over, onSent) => client.readStatus({only, signal: over, onSent}), clock, ended);
	}

	async function askApart(): Promise<readonly Piece[]> {
		const all = await names.list(signal);
		const set = new Set([...suspects.names(), ...stillOversized()]);
		const others = all.filter(name => !set.has(name));
		if (others.length === 0) suspects.forget();
		if (others.length === 0 && oversized.size === 0) return resolve(null, patienceMs());
		const larger = division !== null && now() >= retryAtMs ? merged(division) : null;
		const isLast = division !== null && now() >= retryAtMs && larger === null && set.size === 0;
		if (larger !== null || isLast) {
			// Whether it fits will be seen; what does not is divided again.
			division = larger;
			retryAfterMs = Math.min(retryAfterMs * 2, longestRetryMs);
			retryAtMs = now() + retryAfterMs;
		}
		const groups = isLast ? [null] : withShortQueries(division === null ? [others] : asked(division, others));
		const tried = division;
		const pieces = await gathered(groups.map(group => resolve(group, patienceMs())));
		if ((larger !== null || isLast) && division === tried) {
			retryAfterMs = retryMs;
			retryAtMs = now() + retryMs;
		}
		const large = [...oversized].map(([name, {why}]) => silent([name], why));
		return [...pieces, ...large];
	}

	function stillOversized(): readonly string[] {
		for (const [name, {untilMs}] of oversized) if (now() >= untilMs) oversized.delete(name);
		return [...oversized.keys()];
	}

	/** All that these sources say, null being all; `bisection` ends the search for who holds up an answer, where it is a part of that. */
	async function resolve(
		group: readonly string[] | null,
		patience: number,
		bisection: AbortSignal | null = null,
	): Promise<readonly Piece[]> {
		const [only = null, second] = group ?? [];
		// What is found to hang goes on being asked when the search is over.
		const it = question(group, second === undefined ? signal : (bisection ?? signal));
		const first = await Promise.race([it.outcome, it.late(patience)]);
		if (first !== 'late') return settle(group, first, patience, bisection);
		if (only !== null && second === undefined) {
			suspects.add(only, it);
			return [];
		}
		const isCalm = bisection === null && now() < calmUntilMs;
		const all = isCalm ? [] : (group ?? (await names.list(signal)));
		return all.length === 0
			? settle(group, await it.outcome, patience, bisection)
			: overtake(group, all, it, bisection);
	}

	async function settle(
		group: readonly string[] | null,
		outcome: StatusReading | DmError,
		patience: number,
		bisection: AbortSignal | null,
	): Promise<readonly Piece[]> {
		signal.throwIfAborted();
		if (!(outcome instanceof DmError)) {
			if (bisection === null) usualMs = usualMs === null ? outcome.tookMs : usualMs * 0.8 + outcome.tookMs * 0.2;
			return [{type: 'answer', names: group, reading: outcome}];
		}
		if (outcome.kind === 'too-large') return divide(group, outcome, patience, bisection);
		if (group === null) throw outcome;
		const gone = outcome.kind === 'result-false' ? group.filter(name => isNamed(name, outcome.message)) : [];
		if (gone.length === 0) return [silent(group, problemOf(outcome), outcome)];
		names.drop(gone);
		const rest = group.filter(name => !gone.includes(name));
		return rest.length === 0 ? [] : resolve(rest, patience, bisection);
	}

	async function divide(
		group: readonly string[] | null,
		error: DmError,
		patience: number,
		bisection: AbortSignal | null,
	): Promise<readonly Piece[]> {
		const all = group ?? (await names.list(signal));
		if (all.length === 0) throw names.isNameless() ? withHint(error) : error;
		if (group?.length === 1) {
			oversized.set(group[0] ?? '', {why: problemOf(error), untilMs: now() + retryMs});
			return [silent(group, problemOf(error), error)];
		}
		const times = error.tries.at(-1)?.timesTooLarge ?? 1;
		const parts = withShortQueries(split(all, Math.max(2, Math.ceil(times))));
		division = divided(division, all, parts);
		retryAtMs = now() + retryAfterMs;
		return gathered(parts.map(part => resolve(part, patience, bisection)));
	}

	/** Asks the halves of what is late. Whoever is first counts; to find who holds it up goes on beside the polls. */
	async function overtake(
		group: readonly string[] | null,
		all: readonly string[],
		late: Question,
		outer: AbortSignal | null,
	): Promise<readonly Piece[]> {
		const bisectionMs = Math.max(shortestBisectionMs, (2 * all.length * 1000) / tokensPerSecond);
		const {limit: bisection, end} =
			outer === null ? limited(clock, bisectionMs, signal) : {limit: outer, end: () => {}};
		bisections += 1;
		let inTime = false;
		const before = suspects.names();
		const halves = withShortQueries(split(all, 2)).map(async half => {
			const pieces = await resolve(half, patienceMs(partLateMs), bisection);
			if (pieces.some(({type}) => type === 'answer')) inTime = true;
			return pieces;
		});
		const parts = gathered(halves).finally(() => {
			bisections -= 1;
			end();
		});
		bisecting = Promise.all([bisecting, parts.catch(() => {})]);
		const answer = late.outcome.then<StatusReading | readonly Piece[]>(outcome =>
			outcome instanceof DmError ? parts : outcome,
		);
		const first = await Promise.race([answer, parts]);
		if ('cluster' in first) {
			if (!inTime && outer === null) usualMs = Math.max(usualMs ?? 0, first.tookMs);
			return [{type: 'answer', names: group, reading: first}];
		}
		if (inTime) late.giveUp();
		if (inTime || outer !== null) return first;
		// Everybody is late: there is nobody who could be asked apart from the others.
		suspects.forget(suspects.names().filter(name => !before.includes(name)));
		calmUntilMs = now() + calmMs;
		return settle(group, await late.outcome, patienceMs(), outer);
	}

	function patienceMs(least = lateMs): number {
		return Math.min(latestMs, Math.max(least, (usualMs ?? 0) * usualTimes));
	}
}

/** DM 1.0 lists its workers nowhere else: without their names nobody can ask in parts. */
function withHint(error: DmError): DmError {
	const [first, ...others] = error.tries.map(one => ({...one, problem: `${one.problem}; ${nameThem}`}));
	if (first === undefined) return error;
	const {method, path} = error.request;
	return new DmError(method, path, [first, ...others]);
}

const nameThem =
	'DM 1.0 names its workers in no other answer: to ask them in parts, name each of them with --worker HOST:PORT';
