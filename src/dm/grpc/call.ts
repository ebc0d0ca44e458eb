import http2, {type ClientHttp2Session, type IncomingHttpHeaders, type SecureClientSessionOptions} from 'node:http2';
import {cleanText} from '../../domain/text.ts';
import type {Address} from '../ask/address.ts';
import {AnswerError, ExchangeError} from '../ask/error.ts';
import type {Tls} from '../ask/tls.ts';
import {transportProblem} from '../ask/transport.ts';

/** A call of one method of one master, and how long and how much it may take. */
export type Call = {
	readonly address: Address;
	/** Such as `/pb.Master/ShowDDLLocks`. */
	readonly path: string;
	/** The bytes of the request's message. */
	readonly message: Uint8Array;
	readonly tls: Tls | null;
	/** Until the connection stands, TLS included. */
	readonly connectMs: number;
	/** From then until the end of the answer. */
	readonly answerMs: number;
	readonly maxBytes: number;
	readonly signal: AbortSignal | undefined;
};

/**
 * Calls once, over a connection of its own: gRPC is one POST over HTTP/2 whose body is a message behind its length, and
 * whose trailers say how it ended. Gives the bytes of the answer's message. Throws an ExchangeError where no whole answer
 * comes, and an AnswerError where it is none of gRPC, or says that the call failed.
 */
export function call({address, path, message, tls, connectMs, answerMs, maxBytes, signal}: Call): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		let connected = false;
		let bytes = 0;
		let settled = false;
		let headers: IncomingHttpHeaders | null = null;
		let trailers: IncomingHttpHeaders = {};
		const chunks: Buffer[] = [];
		let session: ClientHttp2Session;
		const host = address.host.includes(':') ? `[${address.host}]` : address.host;
		const secureOptions: SecureClientSessionOptions = {
			...tls,
			// An authority that was named holds whatever NODE_TLS_REJECT_UNAUTHORIZED says.
			...(tls?.ca !== undefined && {rejectUnauthorized: true}),
		};
		try {
			session = http2.connect(
				`${address.secure ? 'https' : 'http'}://${host}:${address.port}`,
				address.secure ? secureOptions : {},
			);
		} catch (error) {
			reject(new ExchangeError('tls', `TLS failed: ${error instanceof Error ? error.message : ''}`, {sent: false}));
			return;
		}
		let timer = setTimeout(() => stop('timeout', `no connection within ${connectMs / 1000} s`), connectMs);
		signal?.addEventListener('abort', cancel, {once: true});
		session.on('connect', () => {
			connected = true;
			if (settled) return;
			clearTimeout(timer);
			timer = setTimeout(() => stop('timeout', `no answer within ${answerMs / 1000} s`), answerMs);
			ask();
		});
		session.on('error', failed);
		session.on('goaway', code => {
			if (code !== 0) failed(Object.assign(new Error('GOAWAY'), {code: 'ERR_HTTP2_ERROR'}));
		});
		session.on('close', () => stop('reset', 'the connection was closed before an answer'));
		if (signal?.aborted === true) cancel();

		function ask(): void {
			const stream = session.request({
				':method': 'POST',
				':path': path,
				'content-type': 'application/grpc',
				te: 'trailers',
				'grpc-timeout': `${Math.ceil(answerMs)}m`,
			});
			stream.on('error', failed);
			stream.on('response', told => {
				headers = told;
			});
			stream.on('trailers', told => {
				trailers = told;
			});
			stream.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
				if (bytes > maxBytes) stop('too-large', `an answer of more than ${Math.floor(maxBytes / 1024)} KiB`);
				else chunks.push(chunk);
			});
			// By then the trailers have been told.
			stream.on('close', () => finish(ended));
			const prefix = Buffer.alloc(5);
			prefix.writeUInt32BE(message.length, 1);
			stream.end(Buffer.concat([prefix, message]));
		}

		function ended(): void {
			try {
				resolve(messageIn(headers, trailers, Buffer.concat(chunks)));
			} catch (error) {
				reject(error);
			}
		}
		function failed(error: Error): void {
			if (/HTTP2|NGHTTP2/.test('code' in error ? String(error.code) : '')) {
				const problem = 'received something that is not gRPC, expected gRPC: it may be a proxy that passes HTTP/1 only';
				finish(() => reject(new ExchangeError('unexpected', problem, {sent: connected})));
				return;
			}
			const certified = tls?.cert !== undefined;
			const seen = {connected, bytes, answered: headers !== null, secure: address.secure, certified};
			const {kind, problem} = transportProblem(error, seen);
			finish(() => reject(new ExchangeError(kind, problem, {sent: connected})));
		}
		function cancel(): void {
			stop('canceled', 'canceled');
		}
		function stop(kind: 'timeout' | 'canceled' | 'too-large' | 'reset', problem: string): void {
			finish(() => reject(new ExchangeError(kind, problem, {sent: connected})));
		}
		/** The first outcome counts. */
		function finish(settle: () => void): void {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
			settle();
			session.destroy();
		}
	});
}

/** The message in an answer's body. Throws an AnswerError where the answer says that it failed, or is none. */
function messageIn(headers: IncomingHttpHeaders | null, trailers: IncomingHttpHeaders, body: Buffer): Buffer {
	const httpStatus = Number(headers?.[':status'] ?? 0);
	const type = String(headers?.['content-type'] ?? '');
	if (httpStatus !== 200 || !type.startsWith('application/grpc')) {
		const received = httpStatus === 200 ? `an answer of type ${cleanText(type, {limit: 40})}` : `HTTP ${httpStatus}`;
		throw new AnswerError('unexpected', `received ${received}, expected gRPC`, httpStatus);
	}
	// Where there is no body the headers say how it ended.
	const status = trailers['grpc-status'] ?? headers?.['grpc-status'];
	if (status === undefined) throw new AnswerError('truncated', `the answer broke off after ${body.length} bytes`);
	if (String(status) !== '0') {
		const said = cleanText(decoded(String(trailers['grpc-message'] ?? headers?.['grpc-message'] ?? '')), {limit: 400});
		const kind = String(status) === unimplemented ? 'no-method' : 'grpc';
		throw new AnswerError(kind, `gRPC ${cleanText(String(status), {limit: 8})}${said === '' ? '' : `: ${said}`}`);
	}
	if (body.length < 5 || body[0] !== 0 || body.readUInt32BE(1) !== body.length - 5) {
		throw new AnswerError(
			'unexpected',
			'received something else than one plain message, expected an answer of dm-master',
		);
	}
	return body.subarray(5);
}

const unimplemented = '12';

/** A message of gRPC is percent-encoded. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
