import http from 'node:http';
import type {Address} from './address.ts';
import {ExchangeError} from './error.ts';
import type {Tls} from './tls.ts';
import {transportProblem} from './transport.ts';
import {unpack} from './unpack.ts';

/** What is asked of one address, and how long and how much it may take. */
export type Question = {
	readonly address: Address;
	readonly method: 'GET' | 'PUT' | 'POST';
	readonly path: string;
	/** JSON. */
	readonly body: string | Uint8Array | null;
	/** False opens a connection for this question alone. */
	readonly agent: http.Agent | false;
	readonly tls: Tls | null;
	/** Until the connection stands, TLS included. */
	readonly connectMs: number;
	/** From then until the last byte of the answer. */
	readonly answerMs: number;
	readonly maxBytes: number;
	readonly signal: AbortSignal | undefined;
};

/** An answer as it came. */
export type Answer = {
	readonly status: number;
	/** The target of a redirect; null where there is none. */
	readonly location: string | null;
	readonly body: Buffer;
};

/** Asks once. Throws an ExchangeError where no whole answer comes, and an AnswerError where it cannot be unpacked. */
export async function exchange(question: Question): Promise<Answer> {
	// Dear to load, and most masters are asked without TLS.
	const {request} = question.address.secure ? (await import('node:https')).default : http;
	const {encoding, ...answer} = await send(question, request);
	return {...answer, body: await unpack(answer.body, encoding, question.maxBytes)};
}

/** An answer with its bytes as they came over the wire. */
type Sent = Answer & {readonly encoding: string};

function send(question: Question, open: typeof http.request): Promise<Sent> {
	const {address, method, path, body, agent, tls, connectMs, answerMs, maxBytes, signal} = question;
	return new Promise((resolve, reject) => {
		let connected = false;
		let bytes = 0;
		let answered = false;
		let settled = false;
		const request = open({
			host: address.host,
			port: address.port,
			method,
			path,
			agent,
			...(address.secure ? tls : null),
			// An authority that was named holds whatever NODE_TLS_REJECT_UNAUTHORIZED says.
			...(address.secure && tls?.ca !== undefined && {rejectUnauthorized: true}),
			headers: {
				accept: 'application/json',
				'accept-encoding': 'identity',
				...(body === null ? null : {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)}),
			},
		});
		let timer = setTimeout(() => stop('timeout', `no connection within ${seconds(connectMs)}`), connectMs);

		signal?.addEventListener('abort', cancel, {once: true});
		if (signal?.aborted) cancel();
		request.on('error', error => {
			const stale = !answered && request.reusedSocket;
			const certified = tls?.cert !== undefined;
			const seen = {connected, bytes, answered, secure: address.secure, certified};
			const {kind, problem} = transportProblem(error, seen);
			finish(() => reject(new ExchangeError(kind, problem, {sent: connected, stale: stale && kind === 'reset'})));
		});
		request.on('socket', socket => {
			if (request.reusedSocket) stand();
			else socket.once(address.secure ? 'secureConnect' : 'connect', stand);
		});
		request.on('response', response => {
			answered = true;
			const chunks: Buffer[] = [];
			if (Number(response.headers['content-length'] ?? 0) > maxBytes) tooLarge();
			response.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
				if (bytes > maxBytes) tooLarge();
				else chunks.push(chunk);
			});
			// What broke it off is told by `close`, which always follows.
			response.on('error', () => {});
			response.on('end', () => {
				const {statusCode = 0, headers} = response;
				const [location = null, encoding = ''] = [headers.location, headers['content-encoding']];
				finish(() => resolve({status: statusCode, location, encoding, body: Buffer.concat(chunks)}));
			});
			response.on('close', () => {
				if (!response.complete)
					fail(new ExchangeError('truncated', `the answer broke off after ${bytes} bytes`, {sent: true}));
			});
		});
		// A 101 that nobody asked for: Node hands over the bare connection instead of an answer.
		request.on('upgrade', (_, socket) => {
			socket.destroy();
			fail(
				new ExchangeError('unexpected', 'received HTTP 101 (another protocol from here on), expected an answer', {
					sent: true,
				}),
			);
		});
		request.end(body ?? undefined);

		function stand(): void {
			connected = true;
			if (settled) return;
			clearTimeout(timer);
			timer = setTimeout(() => stop('timeout', `no answer within ${seconds(answerMs)}`), answerMs);
		}
		function cancel(): void {
			stop('canceled', 'canceled');
		}
		function tooLarge(): void {
			stop('too-large', `an answer of more than ${Math.floor(maxBytes / 1024)} KiB`);
		}
		function stop(kind: 'timeout' | 'canceled' | 'too-large', problem: string): void {
			fail(new ExchangeError(kind, problem, {sent: connected}));
		}
		function fail(error: ExchangeError): void {
			finish(() => reject(error));
			// Without the error: a socket that has just been given back to the agent has nobody who listens for it.
			request.destroy();
		}
		/** The first outcome counts; settling a promise again does nothing. */
		function finish(settle: () => void): void {
			settled = true;
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
			settle();
		}
	});
}

function seconds(ms: number): string {
	return `${ms / 1000} s`;
}
