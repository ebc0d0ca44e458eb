import type {Clock} from '../clock.ts';
import type {DmClient} from '../dm/client.ts';
import {DmError, type DmErrorKind} from '../dm/error.ts';
import type {Memory} from './memory.ts';
import type {ConfigReading, FailedReading, MembersReading, StatusReading} from './reading.ts';
import {type AskSourceConfigs, createSourceConfigs} from './source-configs.ts';

export type ReaderClient = Pick<
	DmClient,
	'readStatus' | 'readVersion' | 'readMembers' | 'readTaskConfig' | 'readSourceConfig'
>;

/** Asks a dm-master and returns what came of it as a reading; only an abort throws. */
export type Reader = {
	/** The status, and with the first one the version. */
	readonly status: (signal: AbortSignal) => Promise<StatusReading | FailedReading>;
	/** Each new task's configuration, once; and again now and then while one of its sources is silent. */
	readonly configs: (memory: Memory, signal: AbortSignal) => AsyncGenerator<ConfigReading>;
	/** Each source's configuration, now and then. */
	readonly sourceConfigs: AskSourceConfigs;
	/** The members, every 15 s; null when it is not time yet, or DM has none (1.0). */
	readonly members: (memory: Memory, signal: AbortSignal) => Promise<MembersReading | null>;
	/** The bytes of the newest answer, or of those that it was put together from; none before the first. */
	readonly newestBodies: () => readonly Buffer[];
};

const membersEveryMs = 15_000;
/** A task that went silent may have been stopped meanwhile; only its configuration tells. */
const askAgainEveryMs = 60_000;
const configsAtOnce = 8;
/** One hanging configuration must not hold up the others. */
const configPatienceMs = 4000;
/** Troubles that may be over the next time. */
const passing: ReadonlySet<DmErrorKind> = new Set(['timeout', 'reset', 'refused', 'truncated', 'unreachable']);

/** Creates a reader over a client. */
export function createReader(client: ReaderClient, clock: Clock): Reader {
	const {now} = clock;
	let version: string | null | undefined;
	let bodies: readonly Buffer[] = [];
	let membersAskedAtMs = Number.NEGATIVE_INFINITY;
	let hasConfigs = true;
	const askedAtMs = new Map<string, number>();
	const failed = new Set<string>();

	return {
		async status(signal) {
			const asked = version === undefined;
			const [status, told] = await Promise.all([
				client.readStatus({signal}).catch(failure),
				asked ? client.readVersion({signal}).catch(failure) : null,
			]);
			signal.throwIfAborted();
			if (status instanceof DmError) {
				// Another master, or another release of the same one, may answer next.
				version = undefined;
				hasConfigs = true;
				return {
					type: 'failed',
					ok: false,
					atMs: now(),
					message: status.message,
					timedOut: status.tries.some(({kind, sent}) => kind === 'timeout' && sent),
				};
			}
			bodies = [status.body];
			const {cluster, master, tookMs} = status;
			const reading: StatusReading = {type: 'status', ok: true, atMs: now(), tookMs, master, cluster};
			if (!asked || told === null) return reading;
			// A master that does not tell will not; one that could not just now is asked again.
			if (told instanceof DmError && passing.has(told.kind)) return reading;
			version = told instanceof DmError ? null : told.value;
			return {...reading, version};
		},

		async *configs(memory, signal) {
			if (memory.shape === 'sources') yield* askConfigs(memory, signal);
		},

		sourceConfigs: createSourceConfigs(client, clock),

		async members(memory, signal) {
			if (memory.shape !== 'sources' || now() - membersAskedAtMs < membersEveryMs) return null;
			membersAskedAtMs = now();
			const told = await client.readMembers({signal}).catch(failure);
			signal.throwIfAborted();
			return told instanceof DmError
				? {type: 'members', ok: true, atMs: now(), members: null, note: told.message}
				: {type: 'members', ok: true, atMs: now(), members: told.value, note: null};
		},

		newestBodies: () => bodies,
	};

	async function* askConfigs(memory: Memory, signal: AbortSignal): AsyncGenerator<ConfigReading> {
		const wanted = [...memory.tasks.values()].filter(({task}) => {
			if (task.goneAtMs !== null) askedAtMs.delete(task.name);
			if (task.goneAtMs !== null) return false;
			const last = askedAtMs.get(task.name);
			const silent = task.subtasks.some(({presence}) => presence.type !== 'here');
			const again = silent || failed.has(task.name);
			return last === undefined || (again && now() - last >= askAgainEveryMs);
		});
		for (const name of askedAtMs.keys()) if (!memory.tasks.has(name)) askedAtMs.delete(name);
		for (let start = 0; start < wanted.length && hasConfigs; start += configsAtOnce) {
			const names = wanted.slice(start, start + configsAtOnce).map(({task}) => task.name);
			// The first one tells whether the route exists at all.
			const batches = start === 0 ? [names.slice(0, 1), names.slice(1)] : [names];
			for (const batch of batches) {
				if (!hasConfigs) return;
				const readings = await Promise.all(batch.map(name => readConfig(name, signal)));
				yield* readings.filter(reading => reading !== null);
			}
		}
	}

	async function readConfig(task: string, signal: AbortSignal): Promise<ConfigReading | null> {
		askedAtMs.set(task, now());
		const first = askedAtMs.size === 1;
		const over = new AbortController();
		const stop = clock.after(configPatienceMs, () => over.abort());
		const patience = AbortSignal.any([signal, over.signal]);
		const told = await client.readTaskConfig(task, {signal: patience}).catch(failure).finally(stop);
		signal.throwIfAborted();
		failed.delete(task);
		if (!(told instanceof DmError))
			return {type: 'config', ok: true, atMs: now(), task, config: told.value, gone: false};
		// Such a master has no such route; any other trouble is this one task's.
		if (told.httpStatus === 501 || (told.httpStatus === 404 && first)) hasConfigs = false;
		failed.add(task);
		const gone = told.kind === 'result-false' && /not found|not exist/i.test(told.message);
		return gone ? {type: 'config', ok: true, atMs: now(), task, config: null, gone} : null;
	}
}

function failure(error: unknown): DmError {
	if (error instanceof DmError) return error;
	throw error;
}
