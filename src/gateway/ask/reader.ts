import type {Clock} from '../../clock.ts';
import type {Cancel, DmClient} from '../../dm/ask/client.ts';
import {DmError, type DmErrorKind} from '../../dm/ask/error.ts';
import type {Told} from '../../dm/ask/masters.ts';
import type {ListedSource, Members} from '../../domain/cluster.ts';
import type {ByName, Task} from '../../domain/task.ts';
import type {Memory} from '../memory/memory.ts';
import type {
	ByNameReading,
	ConfigReading,
	FailedReading,
	MembersReading,
	SourcesReading,
	StatusReading,
	UnreadConfigReading,
} from '../memory/reading.ts';
import {type AskSourceConfigs, createSourceConfigs} from './source-configs.ts';
import {createSurvey, type SurveyClient} from './survey.ts';
import {createTurns} from './turns.ts';

export type ReaderClient = SurveyClient &
	Pick<DmClient, 'readTask' | 'readVersion' | 'readTaskConfig' | 'readSourceConfig'>;

/** Asks a dm-master and returns what came of it as a reading; only an abort throws. */
export type Reader = {
	/** The status, and with the first one the version. */
	readonly status: (signal: AbortSignal) => Promise<StatusReading | FailedReading>;
	/**
	 * The members and the sources of the cluster, together, every 15 s, and until there is an answer each time; none in 1.0,
	 * which lists neither.
	 */
	readonly membersAndSources: (
		memory: Memory,
		signal: AbortSignal,
	) => Promise<readonly (MembersReading | SourcesReading)[]>;
	/** Each task that no answer lists now: whether DM knows it all the same. */
	readonly byName: (memory: Memory, signal: AbortSignal) => AsyncGenerator<ConfigReading | ByNameReading>;
	/** Each new task's configuration; again when it may be another, and now and then while one of its sources is silent. */
	readonly configs: (memory: Memory, signal: AbortSignal) => AsyncGenerator<ConfigReading | UnreadConfigReading>;
	/** Each source's configuration, now and then. */
	readonly sourceConfigs: AskSourceConfigs;
	/** The bytes of the newest answer, or of those that it was put together from; none before the first. */
	readonly newestBodies: () => readonly Buffer[];
	/** Ends what goes on beside the questions. */
	readonly close: () => void;
};

const membersEveryMs = 15_000;
/** A task that went silent may have been stopped meanwhile; only DM itself tells. */
const askAgainEveryMs = 60_000;
/** A task that its sources do not list is asked for at every poll at first: it is most likely being stopped. */
const unlistedAtFirstMs = 60_000;
const unlistedEveryMs = 15_000;
/** How many questions beside the status are open at a time, of whatever kind. */
const atOnce = 8;
/** One question that hangs must not hold up the others. */
const patienceMs = 4000;
/** Troubles that may be over the next time. */
const passing: ReadonlySet<DmErrorKind> = new Set(['timeout', 'reset', 'refused', 'truncated', 'unreachable']);

/** Creates a reader over a client. `workers` are those that somebody names, for a 1.0 cluster that names none. */
export function createReader(client: ReaderClient, clock: Clock, workers: readonly string[] = []): Reader {
	const {now} = clock;
	const life = new AbortController();
	const turns = createTurns(atOnce);
	const survey = createSurvey(client, clock, life.signal, workers);
	let version: string | null | undefined;
	let bodies: readonly Buffer[] = [];
	let membersAskedAtMs = Number.NEGATIVE_INFINITY;
	let leader: string | null = null;
	let hasConfigs = true;
	let hasSources = true;
	const askedAtMs = new Map<string, number>();
	const namedAtMs = new Map<string, number>();
	const failed = new Set<string>();

	return {
		async status(signal) {
			const asked = version === undefined;
			const [status, told] = await Promise.all([
				whileAsked(signal, survey.ask).catch(failure),
				asked ? client.readVersion({signal}).catch(failure) : null,
			]);
			signal.throwIfAborted();
			if (status instanceof DmError) {
				// Another master, or another release of the same one, may answer next.
				version = undefined;
				hasConfigs = true;
				hasSources = true;
				return {
					type: 'failed',
					ok: false,
					atMs: now(),
					message: status.message,
					timedOut: status.tries.some(({kind, sent}) => kind === 'timeout' && sent),
				};
			}
			({bodies} = status);
			const {cluster, master, tookMs, parts, apart, given} = status;
			const asking = {parts, apart, given};
			const reading: StatusReading = {type: 'status', ok: true, atMs: now(), tookMs, master, cluster, asking};
			if (!asked || told === null) return reading;
			// A master that does not tell will not; one that could not just now is asked again.
			if (told instanceof DmError && passing.has(told.kind)) return reading;
			version = told instanceof DmError ? null : told.value;
			return {...reading, version};
		},

		async membersAndSources(memory, signal) {
			const isSoon = memory.lastGood !== null && now() - membersAskedAtMs < membersEveryMs;
			if (memory.shape === 'workers' || isSoon) return [];
			membersAskedAtMs = now();
			const [members, sources] = await Promise.all([
				patiently(signal, cancel => client.readMembers(cancel)),
				hasSources ? patiently(signal, cancel => client.readSources(cancel)) : null,
			]);
			return [membersReading(members), ...sourcesReading(sources)];
		},

		async *byName(memory, signal) {
			for (const name of namedAtMs.keys()) if (!memory.tasks.has(name)) namedAtMs.delete(name);
			const tells = memory.shape === 'sources';
			const due = [...memory.tasks.values()].filter(({task}) => isDue(task, tells)).map(({task}) => task.name);
			// Those that were asked for longest ago come first, and the others have their turn at the next poll.
			due.sort((a, b) => (namedAtMs.get(a) ?? 0) - (namedAtMs.get(b) ?? 0));
			const told = await Promise.all(due.slice(0, atOnce).map(name => askByName(name, tells, signal)));
			yield* told.flat();
		},

		async *configs(memory, signal) {
			if (memory.shape === 'sources') yield* askConfigs(memory, signal);
		},

		sourceConfigs: createSourceConfigs(client, clock, turns),

		newestBodies: () => bodies,
		close: () => life.abort(),
	};

	function membersReading(told: Told<Members> | DmError): MembersReading {
		const read = {type: 'members', ok: true, atMs: clock.now()} as const;
		if (told instanceof DmError) return {...read, members: null, note: told.message};
		// Another leader may be of another release.
		const now = told.value.leader;
		if (leader !== null && now !== null && now !== leader) version = undefined;
		leader = now ?? leader;
		return {...read, members: told.value, note: null};
	}

	function sourcesReading(told: Told<readonly ListedSource[]> | DmError | null): readonly SourcesReading[] {
		if (told instanceof DmError && (told.httpStatus === 501 || told.httpStatus === 404)) hasSources = false;
		if (told === null || told instanceof DmError) return [];
		return [{type: 'sources', ok: true, atMs: now(), sources: told.value}];
	}

	/** Whether it is time to ask for a task that no answer lists. A new one has its configuration asked for first, from 2.0 on. */
	function isDue({name, goneAtMs, unlisted, subtasks}: Task, tellsConfigs: boolean): boolean {
		if (goneAtMs !== null || subtasks.some(({presence}) => presence.type === 'here')) return false;
		const last = namedAtMs.get(name);
		if (unlisted === null) return isOlder(last ?? askedAtMs.get(name) ?? (tellsConfigs ? now() : 0), askAgainEveryMs);
		return last === undefined || now() - unlisted.sinceMs < unlistedAtFirstMs || isOlder(last, unlistedEveryMs);
	}

	function isOlder(atMs: number, everyMs: number): boolean {
		return now() - atMs >= everyMs;
	}

	/** The configuration first: it costs no worker anything, and most tasks that are not listed have one. */
	async function askByName(
		task: string,
		tellsConfigs: boolean,
		signal: AbortSignal,
	): Promise<readonly (ConfigReading | ByNameReading)[]> {
		namedAtMs.set(task, now());
		const config = tellsConfigs && hasConfigs ? await readConfig(task, signal) : null;
		const told = (answer: ByName): ByNameReading => ({type: 'by-name', ok: true, atMs: now(), task, answer});
		if (config !== null && !(config instanceof DmError)) return [config, told('configured')];
		const status = await turns(() => patiently(signal, cancel => client.readTask(task, cancel)));
		if (!(status instanceof DmError)) return [told(status.value.sources.length > 0 ? 'listed' : 'no-answer')];
		const unsure = hasConfigs && config !== null && !isNotThere(config);
		return [told(isNotThere(status) && !unsure ? 'unknown' : 'no-answer')];
	}

	/** Who asks for nothing any more wants nothing that goes on beside it either. */
	async function whileAsked<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
		signal.throwIfAborted();
		const end = () => life.abort(signal.reason);
		signal.addEventListener('abort', end, {once: true});
		return work().finally(() => signal.removeEventListener('abort', end));
	}

	async function* askConfigs(memory: Memory, signal: AbortSignal): AsyncGenerator<ConfigReading | UnreadConfigReading> {
		for (const name of askedAtMs.keys()) if (!memory.tasks.has(name)) askedAtMs.delete(name);
		const wanted = [...memory.tasks.values()].filter(({task, outdated}) => {
			if (task.goneAtMs !== null) askedAtMs.delete(task.name);
			if (task.goneAtMs !== null) return false;
			const last = askedAtMs.get(task.name);
			if (last === undefined || (outdated && !failed.has(task.name))) return true;
			const silent = task.subtasks.some(({presence}) => presence.type !== 'here');
			return (silent || outdated || failed.has(task.name)) && isOlder(last, askAgainEveryMs);
		});
		for (let start = 0; start < wanted.length && hasConfigs; start += atOnce) {
			const names = wanted.slice(start, start + atOnce).map(({task}) => task.name);
			const told = await Promise.all(names.map(name => readConfig(name, signal)));
			yield* told.flatMap((reading, index): readonly (ConfigReading | UnreadConfigReading)[] => {
				if (!(reading instanceof DmError)) return [reading];
				const task = names[index];
				if (task === undefined || !hasConfigs) return [];
				return [{type: 'unread-config', ok: true, atMs: now(), task, why: reading.message}];
			});
		}
	}

	async function patiently<T>(signal: AbortSignal, ask: (cancel: Cancel) => Promise<T>): Promise<T | DmError> {
		const over = new AbortController();
		const stop = clock.after(patienceMs, () => over.abort());
		const told = await ask({signal: AbortSignal.any([signal, over.signal])})
			.catch(failure)
			.finally(stop);
		signal.throwIfAborted();
		return told;
	}

	async function readConfig(task: string, signal: AbortSignal): Promise<ConfigReading | DmError> {
		const isFirst = [...askedAtMs.keys()].every(name => failed.has(name));
		askedAtMs.set(task, now());
		const told = await turns(() => patiently(signal, cancel => client.readTaskConfig(task, cancel)));
		failed.delete(task);
		if (!(told instanceof DmError)) return {type: 'config', ok: true, atMs: now(), task, config: told.value};
		// Such a master has no such route; any other trouble is this one task's.
		if (told.httpStatus === 501 || (told.httpStatus === 404 && isFirst)) hasConfigs = false;
		failed.add(task);
		return told;
	}
}

/** DM itself says that it knows no such task. */
function isNotThere({kind, message}: DmError): boolean {
	return kind === 'result-false' && /\bhas no (?:source|workers?)\b|not exist|not found/i.test(message);
}

function failure(error: unknown): DmError {
	if (error instanceof DmError) return error;
	throw error;
}
