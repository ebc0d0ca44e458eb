import type {ServerLock} from '../../domain/act/server-lock.ts';
import type {TaskCheck, TaskFile} from '../../domain/act/start-act.ts';
import type {Validated} from '../../domain/act/validated.ts';
import type {Cluster, ListedSource, Members, TaskConfig} from '../../domain/cluster.ts';
import {readJson, readText} from '../answer/json.ts';
import {translateMembers} from '../answer/members.ts';
import {type OperateAnswer, translateOperate} from '../answer/operate.ts';
import type {SourceConfig} from '../answer/source-config.ts';
import {translateSources} from '../answer/sources.ts';
import {translateStatus} from '../answer/translate.ts';
import {translateVersion} from '../answer/version.ts';
import type {Generation} from '../grpc/methods.ts';
import type {ActRequest} from './acts.ts';
import {parseAddress} from './address.ts';
import type {Answer} from './exchange.ts';
import {createMasters, type MastersOptions, type Request, type Told} from './masters.ts';
import type {Operation} from './ops.ts';
import {api, type Only, operationRequest, showSources, statusPath, taskPath} from './path.ts';
import {SetupError} from './setup-error.ts';
import type {Tls} from './tls.ts';

/** How to reach the dm-masters of one cluster. */
export type DmClientOptions = {
	/** At least one, as `host:port`, `http://…` or `https://…`; any of them forwards to the leader. */
	readonly masters: readonly string[];
	/** Given, a master without a scheme is asked over TLS. */
	readonly tls?: Tls | null;
	readonly timeouts?: Partial<MastersOptions['timeouts']>;
	/** The longest answer that is read, in bytes. */
	readonly maxBytes?: number;
	/** A clock in ms, for `tookMs`. */
	readonly now: () => number;
	/** Awaited in the middle of the work on a status answer, which is long on a huge one: others may have their turn. */
	readonly yieldTurn?: () => Promise<void>;
	/** Told each answer in JSON or text as it came, before anything is made of it. */
	readonly onAnswer?: (asked: string, answer: Pick<Answer, 'status' | 'body'>) => void;
	/** Awaited before a master is asked for states, each time; `again` where another one keeps silent or has failed. */
	readonly admit?: (question: StatusQuestion, signal: AbortSignal, again: boolean) => Promise<void>;
};

/** Whose states are asked for. */
export type StatusQuestion =
	| {readonly type: 'all'}
	| {readonly type: 'some'; readonly names: readonly string[]}
	/** `urgent`: somebody waits for it before something is done. */
	| {readonly type: 'task'; readonly task: string; readonly urgent: boolean};

/** A status answer; `body` holds the very bytes. */
export type StatusReading = {
	readonly cluster: Cluster;
	readonly master: string;
	readonly tookMs: number;
	readonly bodyBytes: number;
	readonly body: Buffer;
};

export type Cancel = {readonly signal?: AbortSignal | undefined};

export type StatusOptions = Cancel & {
	/** Null = all of them. */
	readonly only?: Only | null;
	/** Told as soon as nothing but the answer is waited for; again when another master is asked. */
	readonly onSent?: (() => void) | undefined;
};

/** Asks the dm-masters of one cluster. Every function throws a DmError. */
export type DmClient = ReturnType<typeof createDmClient>;

/** A hanging worker holds an answer for up to 30 s. */
const defaultTimeouts = {connectMs: 3000, answerMs: 35_000, operationMs: 45_000, silenceMs: 2500} as const;
/** 64 MiB, some 60,000 subtasks. */
const defaultMaxBytes = 64 * 1024 * 1024;

/**
 * Creates a client. Masters are asked in order, the one that answered last first.
 * Throws a SetupError where a master's address cannot be read.
 */
export function createDmClient(options: DmClientOptions) {
	const {masters, tls = null, maxBytes = defaultMaxBytes, now, yieldTurn, onAnswer, admit} = options;
	const timeouts = {...defaultTimeouts, ...options.timeouts};
	const addresses = masters.map(master => parseAddress(master, tls !== null));
	if (addresses.length === 0) throw new SetupError('received no master, expected at least one');
	const all = createMasters({addresses, tls, timeouts, maxBytes, now});

	return {
		/** The status of every source and task, or of some sources only (1.0: workers, by their addresses). */
		async readStatus({signal, only = null, onSent}: StatusOptions = {}): Promise<StatusReading> {
			const question: StatusQuestion = only === null ? {type: 'all'} : {type: 'some', names: only.names};
			const {value, master, tookMs} = await askStatus(statusPath(only), question, {signal, onSent}, async answer => {
				const json = readJson(answer);
				await yieldTurn?.();
				return {cluster: translateStatus(json), body: answer.body};
			});
			return {...value, master, tookMs, bodyBytes: value.body.length};
		},

		/** The status of one task on every source that has a part of it. Kind `result-false` where DM lists no such task. */
		async readTask(
			task: string,
			{signal, urgent = false}: Cancel & {readonly urgent?: boolean} = {},
		): Promise<Told<Cluster>> {
			const path = taskPath('GET', 'status', task);
			return askStatus(path, {type: 'task', task, urgent}, {signal}, answer => translateStatus(readJson(answer)));
		},

		/** The release version, such as `v6.5.0`; null where the build does not know it. */
		readVersion({signal}: Cancel = {}): Promise<Told<string | null>> {
			return ask(get('/status'), signal, answer => translateVersion(readText(answer)));
		},

		/** Masters and workers, from 2.0 on; 1.0 has no such route (kind `http`). */
		readMembers({signal}: Cancel = {}): Promise<Told<Members>> {
			return ask(get(`${api}/members`), signal, answer => translateMembers(readJson(answer)));
		},

		/** Every source of the cluster, from 2.0 on, also without a worker; 1.0 has no such route (kind `http`). */
		readSources({signal}: Cancel = {}): Promise<Told<readonly ListedSource[]>> {
			return ask({...showSources, acts: false}, signal, answer => translateSources(readJson(answer)));
		},

		/** A task's configuration, passwords masked, from 2.0 on; 1.0 has no such route (kind `http`). */
		async readTaskConfig(task: string, {signal}: Cancel = {}): Promise<Told<TaskConfig>> {
			const path = `${taskPath('GET', 'tasks', task)}?type=1`;
			// js-yaml is needed here only, and a one-shot status need not wait for it.
			const {translateConfig} = await import('../answer/config.ts');
			return ask(get(path), signal, answer => translateConfig(readJson(answer), task));
		},

		/** A source's configuration as far as it is kept, from 2.0 on; 1.0 has no such route (kind `http`). */
		async readSourceConfig(source: string, {signal}: Cancel = {}): Promise<Told<SourceConfig>> {
			const path = `${taskPath('GET', 'tasks', source)}?type=4`;
			const {translateSourceConfig} = await import('../answer/source-config.ts');
			return ask(get(path), signal, answer => translateSourceConfig(readJson(answer), source));
		},

		/**
		 * Asks DM to act. What it answers is not the outcome; the next status tells that. It is sent once: another master
		 * is tried only where no connection stood. A DmError that is `sent` leaves the outcome unknown.
		 */
		async operate(operation: Operation, {signal}: Cancel = {}): Promise<Told<OperateAnswer>> {
			const request = operationRequest(operation);
			return ask({...request, acts: true}, signal, answer => translateOperate(readJson(answer)));
		},

		/** The DDL locks as the master holds them, over gRPC, in every version. */
		async readLocks(generation: Generation, {signal}: Cancel = {}): Promise<Told<readonly ServerLock[]>> {
			// What speaks gRPC is needed by few, and a one-shot status need not wait for it.
			const {locksRequest} = await import('./acts.ts');
			const {request, read} = locksRequest(generation);
			return ask(request, signal, read);
		},

		/** What the validators of a task tell, over gRPC, from 6.2 on. The answers are shown to nobody as they came: they hold rows. */
		async readValidated(task: string, {signal}: Cancel = {}): Promise<Told<Validated>> {
			const {validatedRequests} = await import('./acts.ts');
			const {status, errors, read} = validatedRequests(task);
			const [told, listed] = await Promise.all(
				[status, errors].map(request => all.ask({...request, signal, read: (answer: Answer) => answer})),
			);
			if (told === undefined || listed === undefined) throw new Error('two answers were awaited');
			return {...told, value: read(told.value, listed.value)};
		},

		/** Has DM check the file of a task, over gRPC; that changes nothing. */
		async checkTask(generation: Generation, file: TaskFile, {signal}: Cancel = {}): Promise<Told<TaskCheck>> {
			const {checkRequest} = await import('./acts.ts');
			const {request, read} = checkRequest(generation, file);
			return ask(request, signal, read);
		},

		/** Asks DM to act on something else than a task: as `operate`, it is sent once, and its answer is not the outcome. */
		async act(asked: ActRequest, {signal}: Cancel = {}): Promise<Told<OperateAnswer>> {
			const {actRequest} = await import('./acts.ts');
			const {request, read} = actRequest(asked);
			return ask(request, signal, read);
		},

		/** Closes the connections that are kept. */
		close(): void {
			all.close();
		},
	};

	function ask<T>(
		request: Request,
		signal: AbortSignal | undefined,
		read: (answer: Answer) => T | Promise<T>,
	): Promise<Told<T>> {
		return all.ask({...request, signal, read: heard(request, read)});
	}

	/** The same, and whoever wants to know of each answer is told. */
	function heard<T>({method, path, body}: Request, read: (answer: Answer) => T | Promise<T>): typeof read {
		if (onAnswer === undefined) return read;
		return answer => {
			// What is posted is the file of a task, with its passwords.
			onAnswer([method, path, ...(typeof body === 'string' && method !== 'POST' ? [body] : [])].join(' '), answer);
			return read(answer);
		};
	}

	/** Asks for states, which costs dm-master more than all else: each source is asked for them. */
	function askStatus<T>(
		path: string,
		question: StatusQuestion,
		{signal, onSent}: Omit<StatusOptions, 'only'>,
		read: (answer: Answer) => T | Promise<T>,
	): Promise<Told<T>> {
		const admitted =
			admit === undefined ? null : {admit: (ended: AbortSignal, again: boolean) => admit(question, ended, again)};
		return all.ask({...get(path), signal, read: heard(get(path), read), onSent, ...admitted});
	}
}

function get(path: string): Request {
	return {method: 'GET', path, body: null, acts: false};
}
