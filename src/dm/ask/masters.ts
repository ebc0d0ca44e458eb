import type {Address} from './address.ts';
import {createAgents} from './agents.ts';
import {AnswerError, DmError, ExchangeError, type Try} from './error.ts';
import {type Answer, exchange} from './exchange.ts';
import {hedge} from './hedge.ts';
import type {Tls} from './tls.ts';

export type MastersOptions = {
	/** At least one. */
	readonly addresses: readonly Address[];
	readonly tls: Tls | null;
	readonly timeouts: {
		/** For a connection to stand. */
		readonly connectMs: number;
		/** For an answer. */
		readonly answerMs: number;
		/** For that of an operation. */
		readonly operationMs: number;
		/** For a master to say something before the next is asked beside it. */
		readonly silenceMs: number;
	};
	readonly maxBytes: number;
	/** A clock in ms. */
	readonly now: () => number;
};

/** What is sent to a master. */
export type Request = {
	/** `gRPC` calls the method that the path names. */
	readonly method: 'GET' | 'PUT' | 'POST' | 'gRPC';
	readonly path: string;
	/** JSON, or the message of a call. */
	readonly body: string | Uint8Array | null;
	/** It changes the cluster: it is sent once. What only asks may be asked again. */
	readonly acts: boolean;
};

/** What is asked of whichever master answers. */
export type Asking<T> = Request & {
	readonly signal: AbortSignal | undefined;
	/** Takes the answer apart. Throws an AnswerError where it cannot be used. */
	readonly read: (answer: Answer) => T | Promise<T>;
	/** Awaited before each master is asked; `again` where one was asked before it. */
	readonly admit?: (signal: AbortSignal, again: boolean) => Promise<void>;
	/** Told as soon as nothing but an answer is waited for. */
	readonly onSent?: (() => void) | undefined;
};

/** One answer, with the master that gave it and how long it took. */
export type Told<T> = {
	readonly value: T;
	/** As `host:port`. */
	readonly master: string;
	readonly tookMs: number;
};

type Outcome<T> =
	| {readonly type: 'value'; readonly value: T; readonly index: number; readonly tookMs: number}
	| {readonly type: 'failed'; readonly failed: Try};

/**
 * The dm-masters of one cluster, any of which forwards to the leader. They are asked in order, the one that answered
 * last first. One that keeps silent does not hold up a read: the next is asked beside it, and whoever answers first
 * counts. An operation is sent to another only where no connection stood.
 */
export function createMasters({addresses, tls, timeouts, maxBytes, now}: MastersOptions) {
	const agents = createAgents();
	let preferred = 0;
	/** Those that have answered anything. */
	const answering = new Set<number>();

	return {
		/** Throws a DmError. */
		async ask<T>(asking: Asking<T>): Promise<Told<T>> {
			const {method, path, acts} = asking;
			const first = preferred;
			const order = addresses.map((_, step) => (first + step) % addresses.length);
			const ways = order.map(
				(index, step) => (over: AbortSignal, onSent: () => void) => tryMaster(index, step > 0, asking, over, onSent),
			);
			const outcomes = await hedge<Outcome<T>>(ways, {
				silenceMs: acts ? null : timeouts.silenceMs,
				isFinal: outcome => outcome.type === 'value' || !goesOn(acts, outcome.failed),
				signal: asking.signal,
				onSilent(step) {
					// Other questions need not find out for themselves.
					if (preferred === order[step]) preferred = order[step + 1] ?? preferred;
				},
			});
			const last = outcomes.at(-1);
			if (last?.type === 'value') {
				const {value, index, tookMs} = last;
				preferred = index;
				return {value, master: addresses[index]?.shown ?? '', tookMs};
			}
			const [one, ...others] = outcomes.flatMap(outcome => (outcome.type === 'failed' ? outcome.failed : []));
			throw one === undefined
				? new DmError(method, path, {kind: 'usage', problem: 'no master to ask'})
				: new DmError(method, path, [one, ...others]);
		},

		/** Closes the connections that are kept. */
		close(): void {
			agents.close();
		},
	};

	async function tryMaster<T>(
		index: number,
		again: boolean,
		{method, path, body, acts, read, admit, onSent: onEachSent}: Asking<T>,
		over: AbortSignal,
		onSent: () => void,
	): Promise<Outcome<T>> {
		const address = addresses[index];
		if (address === undefined) throw new RangeError(`no master number ${index}`);
		try {
			await admit?.(over, again);
			onSent();
			onEachSent?.();
			const startedMs = now();
			const reach = {
				address,
				tls,
				connectMs: timeouts.connectMs,
				answerMs: acts ? timeouts.operationMs : timeouts.answerMs,
				maxBytes,
				signal: over,
			};
			if (method === 'gRPC') {
				// Dear to load, and most of what is asked is asked over HTTP.
				const {call} = await import('../grpc/call.ts');
				const message = await call({...reach, path, message: Buffer.from(body ?? '')});
				const value = await read({status: 200, location: null, body: message});
				return {type: 'value', value, index, tookMs: now() - startedMs};
			}
			const question = {
				...reach,
				method,
				path,
				body,
				// A kept connection may be closed on the other side: a read is then asked again, an operation never.
				agent: acts ? (false as const) : await agents.of(address),
			};
			const answer = await exchange(question).catch((error: unknown) => {
				if (error instanceof ExchangeError && error.stale && !acts) return exchange({...question, agent: false});
				throw error;
			});
			answering.add(index);
			const value = await read(answer);
			return {type: 'value', value, index, tookMs: now() - startedMs};
		} catch (error) {
			const canceled = new ExchangeError('canceled', 'canceled', {sent: false});
			const unsent = over.aborted && error === over.reason;
			const failed = tryOf(unsent ? canceled : error, address.shown);
			const mayBeTls = failed.kind === 'reset' && !address.secure && method !== 'gRPC' && !answering.has(index);
			return {type: 'failed', failed: mayBeTls ? {...failed, problem: `${failed.problem}${asTls}`} : failed};
		}
	}
}

/** What a port with TLS does to who speaks without it. */
const asTls = ', as a port with TLS does: then https:// before its address, or --ssl-ca';

/** Whether another master may do better. */
function goesOn(acts: boolean, {kind, sent, httpStatus}: Try): boolean {
	if (acts) return !sent && kind !== 'canceled';
	const isDmsWord = kind === 'result-false' || kind === 'no-method' || httpStatus === 501;
	return !(kind === 'canceled' || kind === 'too-large' || isDmsWord);
}

function tryOf(error: unknown, master: string): Try {
	if (error instanceof ExchangeError) {
		return {master, kind: error.kind, problem: error.message, sent: error.sent, httpStatus: null};
	}
	if (error instanceof AnswerError) {
		const {kind, message, httpStatus, timesTooLarge} = error;
		return {master, kind, problem: message, sent: true, httpStatus, timesTooLarge};
	}
	throw error;
}
