import type {
	Cluster,
	ListedSource,
	Position,
	ProcessError,
	Relay,
	SourceAnswer,
	Subtask,
} from '../../domain/cluster.ts';
import type {Checker} from '../../domain/failure/checker.ts';
import {type PositionHistory, withPosition} from '../../domain/lag/position-history.ts';
import {isBehind, servesAnother} from '../../domain/relay/relay.ts';
import type {RelaySpace} from '../../domain/relay/relay-space.ts';
import {held} from './held.ts';

/** A source as the gateway knows it: its newest answer, or the last one while it is silent. */
export type KnownSource = {
	readonly source: string;
	readonly worker: string | null;
	/** In the newest answer, with DM's `result` true. */
	readonly answered: boolean;
	/** Missing from the newest answer altogether. */
	readonly absent: boolean;
	readonly unbound: boolean;
	readonly message: string | null;
	readonly errors: readonly ProcessError[];
	/** It answers, and has no subtask. */
	readonly listsNothing: boolean;
	/** Since when it has not answered, or has been absent; null while it answers. */
	readonly silentSinceMs: number | null;
	readonly lastSeenAtMs: number | null;
	/** Null when it is off, while the source is silent, or while its worker tells that of another source. */
	readonly relay: Relay | null;
	/** When the relay's stage began; null when it was so at the first reading. */
	readonly relaySinceMs: number | null;
	readonly relayBehindSinceMs: number | null;
	/** It answers, and neither its relay nor any Sync is told where the upstream is. */
	readonly upstreamUnknown: boolean;
	/** Since when nothing names it any more; null while something does. It has left the cluster. */
	readonly leftSinceMs: number | null;
	/** When worker, answering or relay stage last changed before our eyes. */
	readonly changedAtMs: number | null;
	readonly positions: PositionHistory;
	/** From its configuration; null until that is known. */
	readonly checker: Checker | null;
	/** The disk that holds its relay, by the metrics of its worker; null where they do not tell it, or told it long ago. */
	readonly relaySpace: RelaySpace | null;
};

export type KnownSources = ReadonlyMap<string, KnownSource>;

/** The newest list of all sources; what the first one names may have been there for long. */
export type Listed = {
	readonly atMs: number;
	readonly first: boolean;
	readonly sources: readonly ListedSource[];
};

/** What is known of a cluster's sources beside its status. */
export type Expected = {
	/** All sources as the cluster lists them; null where it has not been asked, or has no such list (1.0). */
	readonly listed: Listed | null;
	/** Whether a worker or a task is said to belong to the source. */
	readonly isNamed: (source: string) => boolean;
};

/** For how long is kept what is no longer there: a stopped task, a source that left. */
export const keepGoneMs = 10 * 60_000;

/** The sources after one more answer; `first` = the first reading, or the first after a while, whose new states have no beginning. */
export function rememberSources(
	known: KnownSources,
	cluster: Cluster,
	first: boolean,
	atMs: number,
	expected: Expected,
): KnownSources {
	const next = new Map<string, KnownSource>();
	const named = namesOf(cluster, known);
	// A source may stand twice, at its old worker and at its new one: the one that answers is it.
	const answering = [...cluster.sources].sort((a, b) => Number(b.answered) - Number(a.answered));
	for (const entry of answering) {
		const name = named.get(entry) ?? null;
		if (name === null || next.has(name)) continue;
		next.set(name, advance(known.get(name), name, entry, first, atMs));
	}
	const listed = new Map(expected.listed?.sources.map(entry => [entry.source, entry]));
	for (const [name, source] of known) {
		if (next.has(name)) continue;
		const isLeft = hasLeft(source, cluster.shape, listed.has(name), expected);
		const leftSinceMs = isLeft ? (source.leftSinceMs ?? atMs) : null;
		if (leftSinceMs !== null && atMs - leftSinceMs >= keepGoneMs) continue;
		next.set(name, vanished(source, listed.get(name), leftSinceMs, atMs));
	}
	for (const [name, entry] of listed) if (!next.has(name)) next.set(name, unheard(entry, atMs));
	return next;
}

/**
 * Whether a source that the answer lacks has left the cluster. From 2.0 on the answer alone proves nothing; 1.0's answer
 * holds every worker, also one that is dead.
 */
function hasLeft(
	{source, lastSeenAtMs}: KnownSource,
	shape: Cluster['shape'],
	isListed: boolean,
	{listed, isNamed}: Expected,
): boolean {
	if (shape === 'workers') return true;
	const isAsked = listed !== null && listed.atMs > (lastSeenAtMs ?? Number.NEGATIVE_INFINITY);
	return isAsked && !isListed && !isNamed(source);
}

/**
 * The source of each entry. DM 1.0 names only the worker of a source that does not answer: it is the one last seen
 * there, unless that one has been named elsewhere. Null where nobody knows.
 */
export function namesOf(cluster: Cluster, known: KnownSources): ReadonlyMap<SourceAnswer, string | null> {
	const claimed = new Set(cluster.sources.map(({source}) => source));
	const byWorker = new Map([...known.values()].map(({worker, source}) => [worker, source]));
	return new Map(
		cluster.sources.map(entry => {
			const last = entry.worker === null ? undefined : byWorker.get(entry.worker);
			return [entry, entry.source ?? (last === undefined || claimed.has(last) ? null : last)];
		}),
	);
}

function advance(
	known: KnownSource | undefined,
	name: string,
	entry: SourceAnswer,
	first: boolean,
	atMs: number,
): KnownSource {
	const strange = servesAnother(entry.errors);
	const relay = entry.answered && !strange ? entry.relay : null;
	const worker = entry.unbound ? null : (entry.worker ?? known?.worker ?? null);
	const sameRelay = known !== undefined && known.relay?.stage === relay?.stage;
	const changed =
		known !== undefined && (known.answered !== entry.answered || known.absent || !sameRelay || known.worker !== worker);
	const behind = relay !== null && isBehind(relay);
	const upstream = entry.answered ? upstreamOf(relay, entry) : null;
	return {
		source: name,
		worker,
		answered: entry.answered,
		absent: false,
		unbound: entry.unbound,
		message: entry.message,
		errors: entry.errors,
		listsNothing: entry.answered && entry.subtasks.length === 0,
		silentSinceMs: entry.answered ? null : (known?.silentSinceMs ?? atMs),
		lastSeenAtMs: entry.answered ? atMs : (known?.lastSeenAtMs ?? null),
		relay,
		relaySinceMs: strange ? null : sameRelay ? known.relaySinceMs : first ? null : atMs,
		relayBehindSinceMs: behind ? (known?.relayBehindSinceMs ?? atMs) : null,
		upstreamUnknown: entry.answered && upstream === null && (relay !== null || entry.subtasks.some(isSync)),
		leftSinceMs: null,
		changedAtMs: changed ? atMs : (known?.changedAtMs ?? null),
		positions: withPosition(known?.positions ?? [], upstream, atMs),
		checker: known?.checker ?? null,
		relaySpace: relay !== null && known?.worker === worker ? held(known.relaySpace, atMs, spaceHoldsMs) : null,
	};
}

/** Workers are asked each five minutes. */
const spaceHoldsMs = 11 * 60_000;

function vanished(
	known: KnownSource,
	listed: ListedSource | undefined,
	leftSinceMs: number | null,
	atMs: number,
): KnownSource {
	const unbound = listed?.worker === null;
	const message = listed?.message ?? null;
	const same = known.unbound === unbound && known.message === message && known.leftSinceMs === leftSinceMs;
	if (known.absent && same) return known;
	return {
		...known,
		answered: false,
		absent: true,
		unbound,
		relay: null,
		relayBehindSinceMs: null,
		relaySpace: null,
		upstreamUnknown: false,
		errors: [],
		listsNothing: false,
		message,
		silentSinceMs: known.silentSinceMs ?? atMs,
		leftSinceMs,
		changedAtMs: known.absent ? known.changedAtMs : atMs,
	};
}

/** A source that the cluster lists, and of which no answer has told. */
function unheard({source, worker, message}: ListedSource, atMs: number): KnownSource {
	return {
		source,
		worker,
		answered: false,
		absent: true,
		unbound: worker === null,
		message,
		errors: [],
		listsNothing: false,
		silentSinceMs: atMs,
		lastSeenAtMs: null,
		relay: null,
		relaySinceMs: null,
		relayBehindSinceMs: null,
		upstreamUnknown: false,
		leftSinceMs: null,
		changedAtMs: null,
		positions: [],
		checker: null,
		relaySpace: null,
	};
}

/** The relay and each Sync subtask ask the same upstream; any of them tells. */
function upstreamOf(relay: Relay | null, {subtasks}: SourceAnswer): Position | null {
	if (relay?.upstream) return relay.upstream;
	for (const {work} of subtasks) if (work.type === 'Sync' && work.upstream !== null) return work.upstream;
	return null;
}

function isSync({work}: Subtask): boolean {
	return work.type === 'Sync';
}
