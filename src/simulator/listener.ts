import {createServer as createHttpServer, type ServerResponse} from 'node:http';
import {createServer, type Server, type Socket} from 'node:net';
import {type GrpcReply, grpcServer} from './grpc/serve.ts';
import type {HttpAnswer, HttpRequest} from './routes.ts';

export type Listen = {readonly host: string; readonly port: number};

/** What becomes of a request: an answer, or a connection that is dropped without one (at once, or when it was due). */
export type Reply = (HttpAnswer & {readonly isCut?: boolean}) | 'drop';

export type Listener = {
	readonly url: string;
	/** Stops listening and drops all connections, as if the master had died. */
	readonly down: () => Promise<void>;
	/** Listens again, on the same port. */
	readonly up: () => Promise<void>;
};

/** What answers a call of gRPC: its path and the bytes of its message. */
export type CallReply = (path: string, message: Buffer) => GrpcReply;

/**
 * A server that asks `reply` what to answer over HTTP and `onCall` what over gRPC, on one port as dm-master does, and
 * waits with `wait` where an answer takes its time. Without `onCall` it speaks HTTP/1 only, as behind a proxy.
 */
export async function listenTo(
	{host, port}: Listen,
	reply: (request: HttpRequest) => Reply,
	wait: Wait,
	onCall?: CallReply,
): Promise<Listener> {
	let server: Server | null = null;
	let stop = new AbortController();
	const sockets = new Set<Socket>();
	const up = async (on: number) => {
		stop = new AbortController();
		const {signal} = stop;
		const http = createHttpServer(async (request, response) => {
			try {
				const chunks: Uint8Array[] = [];
				for await (const chunk of request) chunks.push(chunk);
				const body = Buffer.concat(chunks).toString('utf8');
				const answer = reply({method: request.method ?? 'GET', url: request.url ?? '/', body});
				if (answer === 'drop') return void request.socket.destroy();
				if (answer.afterMs !== undefined) await wait(answer.afterMs, signal);
				if (answer.isCut === true) return void request.socket.destroy();
				write(response, answer);
			} catch {
				// The client went away, or the master went down while it was waiting.
				request.socket.destroy();
			}
		});
		const grpc = onCall === undefined ? null : grpcServer(onCall, ms => wait(ms, signal));
		server = createServer(socket => {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
			socket.on('error', () => {});
			// The first bytes tell who is to hear them: HTTP/2 begins with PRI, which is no method of HTTP/1.
			socket.once('data', (first: Buffer) => {
				socket.pause();
				socket.unshift(first);
				const heard = grpc !== null && first.subarray(0, 3).toString('latin1') === 'PRI' ? grpc : http;
				heard.emit('connection', socket);
				if (heard === http) socket.resume();
			});
		});
		await listening(server, host, on);
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error(`cannot listen on ${host}:${on}`);
		return address;
	};
	const address = await up(port);
	const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
	return {
		url: `http://${shown}:${address.port}`,
		down: async () => {
			const closing = server;
			server = null;
			stop.abort();
			if (closing === null) return;
			await new Promise(resolve => {
				closing.close(resolve);
				for (const socket of sockets) socket.destroy();
			});
		},
		up: async () => {
			if (server === null) await up(address.port);
		},
	};
}

/** Resolves after that time; rejects when the signal says so. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

function write(response: ServerResponse, answer: HttpAnswer): void {
	const body = Buffer.from(answer.body);
	response.writeHead(answer.status, {'content-type': answer.contentType, 'content-length': body.length});
	response.end(body);
}

function listening(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
