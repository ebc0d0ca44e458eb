import {createServer, type IncomingMessage, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {type WebSocket, WebSocketServer} from 'ws';
import {type Clock, every} from '../../clock.ts';
import type {CloseCode} from '../../wire/close-codes.ts';
import {clientMessageBytes} from '../../wire/limits.ts';
import {isLoopback, refusal} from './admission.ts';
import type {Hub} from './hub.ts';
import {ListenError} from './listen-error.ts';
import type {Peer} from './peer.ts';

export type GatewayServerOptions = {
	/** A loopback name or address. */
	readonly host: string;
	/** 0 = a free one. */
	readonly port: number;
	/** What viewers must show as `Authorization: Bearer …`; null = every program on this machine is let in. */
	readonly token: string | null;
	readonly hub: Pick<Hub, 'join' | 'receive' | 'leave' | 'viewers'>;
	readonly clock: Clock;
	/** How often each viewer is pinged; one that has not answered by the next time is cut off. */
	readonly pingEveryMs?: number;
	readonly viewersAtMost?: number;
};

export type GatewayServer = {
	/** Such as `ws://127.0.0.1:8271`. */
	readonly url: string;
	readonly port: number;
	/** Stops listening and cuts off who is still there; close the hub first, so that they hear why. */
	close(): Promise<void>;
};

/** Serves a hub over websockets. Throws a ListenError when the host is not loopback or the port cannot be had. */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
	const {host, token, hub, clock, pingEveryMs = 10_000, viewersAtMost = 64} = options;
	if (!isLoopback(host)) throw new ListenError(host, options.port, {code: 'not-loopback'});
	const server = createServer((_, response) => {
		response.writeHead(426, {'content-type': 'text/plain', upgrade: 'websocket', connection: 'close'});
		response.end('this is a gateway of dmtop: expected a websocket, such as `dmtop connect` opens\n');
	});
	server.headersTimeout = 5_000;
	server.maxConnections = viewersAtMost * 4;
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: clientMessageBytes,
		perMessageDeflate: false,
	});

	server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
		stream.on('error', () => stream.destroy());
		const no = refusal(request.headers, token);
		if (no !== null) refuse(stream, no.status, no.message);
		else if (hub.viewers() >= viewersAtMost) refuse(stream, 503, `there are ${viewersAtMost} viewers already`);
		else sockets.handleUpgrade(request, stream, head, socket => welcome(socket, request));
	});

	function welcome(socket: WebSocket, {socket: {remoteAddress, remotePort}}: IncomingMessage): void {
		const peer = peerOf(socket, `${remoteAddress ?? '?'}:${remotePort ?? '?'}`);
		let answered = true;
		const stopPinging = every(clock, pingEveryMs, () => {
			if (!answered) {
				socket.terminate();
				return;
			}
			answered = false;
			socket.ping();
		});
		socket.on('pong', () => {
			answered = true;
		});
		socket.on('message', (data, isBinary) => {
			if (!isBinary) {
				hub.receive(peer, String(data));
				return;
			}
			hub.leave(peer);
			peer.close(4400, 'received bytes, expected text');
		});
		// What is wrong with a connection is followed by its close.
		socket.on('error', () => {});
		socket.on('close', () => {
			stopPinging();
			hub.leave(peer);
		});
		hub.join(peer);
	}

	const port = await listen(server, options);
	return {
		url: `ws://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`,
		port,
		async close() {
			const closed = new Promise(resolve => server.close(resolve));
			const stay = clock.after(goodbyeMs, () => {
				for (const socket of sockets.clients) socket.terminate();
				server.closeAllConnections();
			});
			server.closeIdleConnections();
			for (const socket of sockets.clients) socket.close(1001);
			await closed;
			stay();
		},
	};
}

/** How long a viewer may take to say goodbye. */
const goodbyeMs = 500;

function peerOf(socket: WebSocket, name: string): Peer {
	return {
		name,
		send(text, sent) {
			// The callback comes with an error when the connection is gone: then there is nothing left to wait for.
			socket.send(text, error => {
				if (!error) sent();
			});
		},
		close(code: CloseCode, reason: string) {
			socket.close(code, fitting(reason));
		},
		bufferedBytes: () => socket.bufferedAmount,
	};
}

/** The reason in a close frame has at most 123 bytes. */
function fitting(reason: string): string {
	const bytes = Buffer.from(reason);
	return bytes.length <= 123
		? reason
		: `${bytes
				.subarray(0, 119)
				.toString()
				.replace(/\ufffd+$/, '')}…`;
}

function refuse(stream: Duplex, status: number, message: string): void {
	const body = `${message}\n`;
	stream.once('finish', () => stream.destroy());
	stream.end(
		`HTTP/1.1 ${status} ${phrases[status] ?? ''}\r\ncontent-type: text/plain; charset=utf-8\r\n` +
			`content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
	);
}

const phrases: Readonly<Record<number, string>> = {401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable'};

function listen(server: Server, {host, port}: GatewayServerOptions): Promise<number> {
	return new Promise((resolve, reject) => {
		// Stays: a later error must not end the program.
		server.on('error', cause => reject(new ListenError(host, port, cause)));
		server.listen({host: host.replace(/^\[(.*)\]$/, '$1'), port}, () => {
			// A server that listens on a host and a port has an address with a port.
			resolve((server.address() as AddressInfo).port);
		});
	});
}
