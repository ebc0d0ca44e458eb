import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {type WebSocket, WebSocketServer} from 'ws';
import {type Clock, every} from '../../clock.ts';
import type {CloseCode} from '../../wire/close-codes.ts';
import {clientMessageBytes} from '../../wire/limits.ts';
import {noTally, type Tally} from '../metrics/tally.ts';
import {admission, type Refusal} from './admission.ts';
import {type Door, type DoorTls, openDoor} from './door/door.ts';
import {checkDoor, createDoorServer, renewDoor} from './door/door-server.ts';
import type {Hub} from './hub.ts';
import {createKnocks} from './knocks.ts';
import {answerPage, type Pages} from './pages.ts';
import type {Peer} from './peer.ts';
import type {Key, Keys} from './tokens/keys.ts';
import type {Visitor} from './visitor.ts';
import {createWaitingRoom} from './waiting-room.ts';

export type GatewayServerOptions = {
	readonly door: Door;
	/** One of them must be shown as `Authorization: Bearer …`; null = who can open the door may come in: a unix socket only. */
	readonly keys: Keys | null;
	readonly hub: Pick<Hub, 'join' | 'receive' | 'pinged' | 'leave' | 'viewers'>;
	readonly clock: Clock;
	/** How often each viewer is pinged; one that has not answered by the next time is cut off. */
	readonly pingEveryMs?: number;
	readonly viewersAtMost?: number;
	/** What is told to others than viewers, by its path; left out, nothing is. */
	readonly pages?: Pages;
	readonly tally?: Tally;
	/** Hears of who showed no token that this gateway knows, and why it was not let in, in a sentence. */
	readonly onNotLetIn?: (visitor: Visitor, why: string) => void;
};

export type GatewayServer = {
	/** Such as `ws://127.0.0.1:8271` or `unix:/run/user/1000/dmtop/gateway.sock`. */
	readonly url: string;
	/** Takes no new viewers; those who are there stay. */
	shut(): void;
	/** Shows another certificate from now on; who is there stays. Throws where it cannot be used. */
	renew(tls: DoorTls): void;
	/** Stops listening and cuts off who is still there; close the hub first, so that they hear why. */
	close(): Promise<void>;
};

/**
 * Only a viewer over a network asks for it. Each message is compressed for itself, so that nothing is kept for a viewer
 * between two; small ones are not worth it, and so few at once bound what that takes.
 */
const perMessageDeflate = {
	threshold: 4096,
	serverNoContextTakeover: true,
	clientNoContextTakeover: true,
	concurrencyLimit: 4,
	zlibDeflateOptions: {level: 1, memLevel: 8},
};

/** Serves a hub over websockets. Throws a ListenError where it may not or cannot listen. */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
	const {door, keys, hub, clock, pingEveryMs = 10_000, viewersAtMost = 64, pages = {}, tally = noTally} = options;
	checkDoor(door, keys);
	const admit = ({headers}: IncomingMessage) => admission(headers, keys);
	const mayRead = (request: IncomingMessage) => {
		const admitted = admit(request);
		return admitted.type === 'in' ? null : admitted;
	};
	/** Those who are there, each with the key that let it in. */
	const guests = new Map<Peer, Key>();
	let visitors = 0;
	/** Once it is shut: resolves when nobody is connected any more. */
	let closed: Promise<unknown> | null = null;
	const encode = createEncoder();
	const knocks = createKnocks(clock.now);
	const room = createWaitingRoom(clock);
	/** How each connection leaves the waiting room. */
	const leaving = new Map<unknown, () => void>();
	const server = createDoorServer(door, (request, response) => {
		response.on('error', () => {});
		const answer = () => void answerPage(request, response, pages, mayRead).then(countRefusal);
		const admitted = request.headers.authorization === undefined ? null : admit(request);
		if (admitted?.type === 'refused') answerLater(request, admitted, answer);
		else answer();
	});
	server.on('connection', (socket: Socket) => {
		const id = idOf(socket);
		const leave = room.enter(addressOf(socket), () => socket.destroy());
		leaving.set(id, leave);
		socket.on('error', () => {});
		socket.once('close', () => {
			leave();
			leaving.delete(id);
		});
	});
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: clientMessageBytes,
		perMessageDeflate,
	});

	server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
		stream.on('error', () => stream.destroy());
		const admitted = admit(request);
		if (admitted.type === 'refused') {
			answerLater(request, admitted, () => turnAway(stream, admitted));
			return;
		}
		const full = whyFull(admitted.key);
		if (full === null) {
			sockets.handleUpgrade(request, stream, head, socket => welcome(socket, request, admitted.key));
		} else turnAway(stream, full);
	});
	const stopHearing = keys?.onChange(showOut);

	/** Those whose token opens the door no more, or allows something else now. */
	function showOut(): void {
		const valid = new Set((keys?.all() ?? []).map(textOf));
		for (const [peer, key] of guests) {
			if (valid.has(textOf(key))) continue;
			hub.leave(peer);
			tally.count('dmtop_viewers_cut_off_total', {code: '4401'});
			peer.close(4401, `the token ${key.name ?? ''} was revoked or changed`);
		}
	}

	/** The more often an address has shown no token that is known, the later it hears so. */
	function answerLater(request: IncomingMessage, {status, message}: Refusal, answer: () => void): void {
		if (status !== 401) {
			answer();
			return;
		}
		const visitor = visitorOf(request, null);
		options.onNotLetIn?.(visitor, message);
		const waitMs = knocks.wrong(visitor.address);
		if (waitMs === 0) answer();
		else clock.after(waitMs, answer);
	}

	function turnAway(stream: Duplex, {status, message}: Refusal): void {
		countRefusal(status);
		refuse(stream, status, message);
	}

	function whyFull(key: Key | null): Refusal | null {
		if (closed !== null) return {status: 503, message: 'the gateway is shutting down'};
		if (hub.viewers() >= viewersAtMost) {
			return {status: 503, message: `there are ${viewersAtMost} viewers already`};
		}
		// One token that went astray, or one script that does not end, leaves room for the others.
		const most = Math.ceil(viewersAtMost / 2);
		const same = key?.name == null ? 0 : [...guests.values()].filter(({name}) => name === key.name).length;
		return same < most ? null : {status: 503, message: `there are ${most} viewers with the token ${key?.name} already`};
	}

	function addressOf({remoteAddress}: Socket): string {
		return door.type === 'unix' ? 'unix' : (remoteAddress ?? '?');
	}

	/** What a connection is known by before and after TLS. */
	function idOf(socket: Socket): unknown {
		return door.type === 'unix' ? socket : `${socket.remoteAddress} ${socket.remotePort}`;
	}

	/** Only of what is refused to somebody who might have been let in: any other status would be a series of its own. */
	function countRefusal(status: number): void {
		if (status in phrases) tally.count('dmtop_viewer_refusals_total', {status: String(status)});
	}

	function visitorOf({socket}: IncomingMessage, key: Key | null): Visitor {
		visitors += 1;
		const address = addressOf(socket);
		return {
			from: `${address}:${door.type === 'unix' ? visitors : socket.remotePort}`,
			address,
			token: key?.name ?? null,
			role: key?.role ?? 'admin',
		};
	}

	function welcome(socket: WebSocket, request: IncomingMessage, key: Key | null): void {
		leaving.get(idOf(request.socket))?.();
		const peer = peerOf(socket, visitorOf(request, key), {tally, encode});
		if (key !== null) guests.set(peer, key);
		tally.count('dmtop_viewers_joined_total');
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
				const text = String(data);
				tally.count('dmtop_viewer_received_bytes_total', {}, Buffer.byteLength(text));
				hub.receive(peer, text);
				return;
			}
			hub.leave(peer);
			peer.close(4400, 'received bytes, expected text');
		});
		socket.on('ping', () => hub.pinged(peer));
		// What is wrong with a connection is followed by its close.
		socket.on('error', () => {});
		socket.on('close', () => {
			stopPinging();
			guests.delete(peer);
			hub.leave(peer);
		});
		hub.join(peer);
	}

	const {url, release} = await openDoor(server, door);

	function shut(): Promise<unknown> {
		if (closed !== null) return closed;
		closed = new Promise(resolve => server.close(resolve));
		release();
		return closed;
	}

	return {
		url,
		shut: () => void shut(),
		renew: tls => renewDoor(server, tls),
		async close() {
			const gone = shut();
			stopHearing?.();
			const stay = clock.after(goodbyeMs, () => {
				for (const socket of sockets.clients) socket.terminate();
				server.closeAllConnections();
				// Those who have not even agreed upon TLS are none of HTTP's.
				room.empty();
			});
			server.closeIdleConnections();
			for (const socket of sockets.clients) socket.close(1001);
			await gone;
			stay();
		},
	};
}

/** How long a viewer may take to say goodbye. */
const goodbyeMs = 500;

function textOf({name, role, hash}: Key): string {
	return [name, role, hash].join(' ');
}

function peerOf(
	socket: WebSocket,
	visitor: Visitor,
	{tally, encode}: {readonly tally: Tally; readonly encode: (text: string) => Buffer},
): Peer {
	return {
		visitor,
		send(text, sent) {
			const bytes = encode(text);
			tally.count('dmtop_viewer_messages_total');
			tally.count('dmtop_viewer_sent_bytes_total', {}, bytes.length);
			// The callback comes with an error when the connection is gone: then there is nothing left to wait for.
			socket.send(bytes, {binary: false}, error => {
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

/** Encodes texts. One text goes to many viewers in a row: it is encoded once, and they share its bytes. */
function createEncoder(): (text: string) => Buffer {
	let last = {text: '', bytes: Buffer.alloc(0)};
	return text => {
		if (text !== last.text) last = {text, bytes: Buffer.from(text)};
		return last.bytes;
	};
}
