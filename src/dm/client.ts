import type {Cluster, ListedSource, Members, TaskConfig} from '../domain/cluster.ts';
import {parseAddress} from './address.ts';
import {createAgents} from './agents.ts';
import {AnswerError, DmError, ExchangeError, type Try} from './error.ts';
import {type Answer, exchange} from './exchange.ts';
import {readJson, readText} from './json.ts';
import {translateMembers} from './members.ts';
import {type OperateAnswer, translateOperate} from './operate.ts';
import type {taskOps} from './ops.ts';
import {api, operationRequest, showSources, taskPath} from './path.ts';
import {SetupError} from './setup-error.ts';
import {translateSources} from './sources.ts';
import type {Tls} from './tls.ts';
import {translateStatus} from './translate.ts';
import {translateVersion} from './version.ts';

/** How to reach the dm-masters of one cluster. */
export type DmClientOptions = {
	/** At least one, as `host:port`, `http://…` or `https://…`; any of them forwards to the leader. */
	readonly masters: readonly string[];
	/** Given, a master without a scheme is asked over TLS. */
	readonly tls?: Tls | null;
	readonly timeouts?: Partial<typeof defaultTimeouts>;
	/** The longest answer that is read, in bytes. */
	readonly maxBytes?: number;
	/** A clock in ms, for `tookMs`. */
	readonly now: () => number;
	/** Awaited in the middle of the work on a status answer, which is long on a huge one: others may have their turn. */
	readonly breath?: () => Promise<void>;
};

/** One answer, with the master that gave it and how long it took. */
export type Told<T> = {
	readonly value: T;
	/** As `host:port`. */
	readonly master: string;
	readonly tookMs: number;
};

/** A status answer; `body` holds the very bytes. */
export type StatusReading = {
	readonly cluster: Cluster;
	readonly master: string;
	readonly tookMs: number;
	readonly bodyBytes: number;
	readonly body: Buffer;
};

/** An operation on a task: on the whole of it, or on the listed sources (1.0: workers). */
export type Operation = {
	readonly task: string;
	readonly op: keyof typeof taskOps;
	readonly shape: 'workers' | 'sources';
	/** Source IDs, or from a `workers` cluster the workers' addresses; empty = the whole task. */
	readonly targets: readonly string[];
};

export type Cancel = {readonly signal?: AbortSignal | undefined};

/** Asks the dm-masters of one cluster. Every function throws a DmError. */
export type DmClient = ReturnType<typeof createDmClient>;

/** For a connection to stand; for an answer, which a hanging worker holds for up to 30 s; for that of an operation. */
export const defaultTimeouts = {connectMs: 3000, answerMs: 35_000, operationMs: 45_000};
/** 64 MiB, some 60,000 subtasks. */
export const defaultMaxBytes = 64 * 1024 * 1024;

/**
 * Creates a client. Masters are asked in order, the one that answered last first.
 * Throws a SetupError where a master's address cannot be read.
 */
export function createDmClient(options: DmClientOptions) {
	const {masters, tls = null, maxBytes = defaultMaxBytes, now, breath} = options;
	const timeouts = {...defaultTimeouts, ...options.timeouts};
	const addresses = masters.map(master => parseAddress(master, tls !== null));
	if (addresses.length === 0) throw new SetupError('received no master, expected at least one');
	const agents = createAgents();
	let preferred = 0;

	return {
		/** The status of every source and task. */
		async readStatus({signal}: Cancel = {}): Promise<StatusReading> {
			const {value, master, tookMs} = await ask(get(`${api}/status/`), signal, async answer => {
				const json = readJson(answer);
				await breath?.();
				return {cluster: translateStatus(json), body: answer.body};
			});
			return {...value, master, tookMs, bodyBytes: value.body.length};
		},

		/** The status of one task on every source that has a part of it. Kind `result-false` where DM lists no such task. */
		async readTask(task: string, {signal}: Cancel = {}): Promise<Told<Cluster>> {
			return ask(get(taskPath('GET', 'status', task)), signal, answer => translateStatus(readJson(answer)));
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
			const {translateConfig} = await import('./config.ts');
			return ask(get(path), signal, answer => translateConfig(readJson(answer), task));
		},

		/**
		 * Asks DM to act. What it answers is not the outcome; the next status tells that. It is sent once: another master
		 * is tried only where no connection stood. A DmError that is `sent` leaves the outcome unknown.
		 */
		async operate(operation: Operation, {signal}: Cancel = {}): Promise<Told<OperateAnswer>> {
			const request = operationRequest(operation);
			return ask({...request, acts: true}, signal, answer => translateOperate(readJson(answer)));
		},

		/** Closes the connections that are kept. */
		close(): void {
			agents.close();
		},
	};

	async function ask<T>(
		request: Request,
		signal: AbortSignal | undefined,
		read: (answer: Answer) => T | Promise<T>,
	): Promise<Told<T>> {
		const {method, path} = request;
		const tries: Try[] = [];
		const first = preferred;
		for (const step of addresses.keys()) {
			const index = (first + step) % addresses.length;
			const startedMs = now();
			const outcome = await tryMaster(index, request, signal, read);
			if (outcome.type === 'value') {
				preferred = index;
				return {value: outcome.value, master: outcome.master, tookMs: now() - startedMs};
			}
			tries.push(outcome.failed);
			if (!goesOn(request, outcome.failed)) {
				// A master that took a question and never answered may hang; the next question begins with another.
				if (outcome.failed.kind === 'timeout') preferred = (index + 1) % addresses.length;
				break;
			}
		}
		const [one, ...others] = tries;
		throw one === undefined
			? new DmError(method, path, {kind: 'usage', problem: 'no master to ask'})
			: new DmError(method, path, [one, ...others]);
	}

	async function tryMaster<T>(
		index: number,
		{acts, ...request}: Request,
		signal: AbortSignal | undefined,
		read: (answer: Answer) => T | Promise<T>,
	): Promise<{type: 'value'; value: T; master: string} | {type: 'failed'; failed: Try}> {
		const address = addresses[index];
		if (address === undefined) throw new RangeError(`no master number ${index}`);
		const question = {
			...request,
			address,
			// A kept connection may be closed on the other side: a read is then asked again, an operation never.
			agent: acts ? (false as const) : await agents.of(address),
			tls,
			connectMs: timeouts.connectMs,
			answerMs: acts ? timeouts.operationMs : timeouts.answerMs,
			maxBytes,
			signal,
		};
		try {
			const answer = await exchange(question).catch((error: unknown) => {
				if (error instanceof ExchangeError && error.stale && !acts) {
					return exchange({...question, agent: false});
				}
				throw error;
			});
			return {type: 'value', value: await read(answer), master: address.shown};
		} catch (error) {
			return {type: 'failed', failed: tryOf(error, address.shown)};
		}
	}
}

/** What is sent to a master. */
type Request = {
	readonly method: 'GET' | 'PUT';
	readonly path: string;
	/** JSON. */
	readonly body: string | null;
	/** It changes the cluster: it is sent once. What only asks may be asked again. */
	readonly acts: boolean;
};

function get(path: string): Request {
	return {method: 'GET', path, body: null, acts: false};
}

/** Whether the next master may do better. */
function goesOn({acts}: Request, {kind, sent, httpStatus}: Try): boolean {
	if (acts) return !sent && kind !== 'canceled';
	const isDmsWord = kind === 'result-false' || httpStatus === 501;
	return !(kind === 'canceled' || kind === 'too-large' || isDmsWord || (kind === 'timeout' && sent));
}

function tryOf(error: unknown, master: string): Try {
	if (error instanceof ExchangeError) {
		return {master, kind: error.kind, problem: error.message, sent: error.sent, httpStatus: null};
	}
	if (error instanceof AnswerError) {
		return {
			master,
			kind: error.kind,
			problem: error.message,
			sent: true,
			httpStatus: error.httpStatus,
			timesTooLarge: error.timesTooLarge,
		};
	}
	throw error;
}
