import {type ClientOptions, WebSocket} from 'ws';
import type {Clock} from '../clock.ts';
import {unreachable} from '../domain/unreachable.ts';
import type {CloseCode} from './close-codes.ts';
import {decodeServerMessage, type Heard, type Trail} from './decode.ts';
import {clientMessageBytes, nameCharacters, serverMessageBytes, silenceMs, topicsPerViewer} from './limits.ts';
import {closedSentence, errorSentence, refusedSentence} from './link-trouble.ts';
import {type Ask, type ClientMessage, encodeClientMessage, type Heartbeat, type Hello} from './messages.ts';
import type {Topic, TopicMessage} from './topics.ts';

/** The viewer's end of the wire. It reconnects for ever until it is closed. */
export type Link = {
	/** The topics to read from now on; only the difference is sent. Kept over a reconnect. */
	setTopics(topics: readonly Topic[]): void;
	/** Asks the gateway to ask the cluster again now; nothing happens without a connection. */
	refresh(): void;
	/** Asks once. Never rejects. */
	request(ask: Ask): Promise<LinkReply>;
	/** Tries to connect now instead of after the back-off. */
	retryNow(): void;
	close(): void;
};

/** How a request ended. */
export type LinkReply =
	| {readonly type: 'answered'; readonly value: unknown}
	/** The gateway said no, or nothing was sent: there is no connection, or the request is longer than a gateway reads. */
	| {readonly type: 'refused'; readonly message: string}
	/** It was sent and the link went before the reply: the outcome is unknown. */
	| {readonly type: 'lost'; readonly message: string};

/** What the link tells the model. */
export type LinkEvent =
	| {readonly type: 'link-open'; readonly hello: Hello}
	| TopicMessage
	| Heartbeat
	/** Comes after every failed try too; `sinceMs` is when the link was lost (or first tried), by the viewer's clock. */
	| {readonly type: 'link-lost'; readonly message: string; readonly sinceMs: number; readonly retryAtMs: number}
	/** Something could not be read or shown, in a sentence; the link stays. */
	| {readonly type: 'link-problem'; readonly message: string}
	/**
	 * What a person should know of the gateway, told by whoever made the connection; with `isToCompare` somebody has to
	 * compare it with what another one tells.
	 */
	| {readonly type: 'link-note'; readonly message: string; readonly isToCompare: boolean};

/** Where a gateway is. */
export type LinkPlace = {
	/** Such as `ws://127.0.0.1:8271`. */
	readonly url: string;
	/** What it is called in sentences; by default what the url says. */
	readonly where?: string;
	/** How a connection comes about; by default to the host and the port of the url. */
	readonly createConnection?: ClientOptions['createConnection'];
};

export type LinkOptions = LinkPlace & {
	/** Gateways of the same cluster, which are tried in turn where the one before cannot be reached or is lost. */
	readonly others?: readonly LinkPlace[];
	/** Shown to the gateway as `Authorization: Bearer …`; null = none. */
	readonly token: string | null;
	/** Never called before `createLink` has returned. */
	readonly onEvent: (event: LinkEvent) => void;
	/** A number from 0 up to 1, for the jitter. */
	readonly random: () => number;
	/** The viewer's clock. */
	readonly clock: Clock;
	readonly pace?: Partial<LinkPace>;
};

export type LinkPace = {
	/** How long to wait after the first, second, … failure in a row; the last one holds from then on. */
	readonly backoffMs: readonly number[];
	/** A connection that has lasted this long ends the row of failures. */
	readonly steadyMs: number;
	/** After so long without a word from the gateway the link counts as dead. */
	readonly silenceMs: number;
};

const usualPace: LinkPace = {backoffMs: [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000], steadyMs: 5_000, silenceMs};

/** Within a host compressing costs more than it spares. */
function crossesNetwork(url: string): boolean {
	const {protocol, hostname} = new URL(url);
	return !protocol.startsWith('ws+unix') && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** Connects to a gateway at once. Throws a TypeError or a SyntaxError when the url is no websocket's. */
export function createLink(options: LinkOptions): Link {
	const {token, onEvent, random, clock} = options;
	const {now} = clock;
	const pace = {...usualPace, ...options.pace};
	const places = [options, ...(options.others ?? [])].map(({url, where, createConnection}) => {
		const {protocol, host} = new URL(url);
		return {url, where: where ?? `${protocol}//${host}`, createConnection};
	});
	/** Which of them is tried now. */
	let at = 0;
	const waiting = new Map<number, (reply: LinkReply) => void>();
	let wanted: ReadonlySet<Topic> = new Set();
	let lastId = 0;
	let failures = 0;
	let lostSinceMs = now();
	let stopRetrying = () => {};
	let closed = false;
	let connection: Connection | null = connect();

	function connect(): Connection {
		const place = places[at % places.length] ?? options;
		const {url, createConnection, where = url} = place;
		const socket = new WebSocket(url, {
			...(token === null ? {} : {headers: {authorization: `Bearer ${token}`}}),
			...(createConnection !== undefined && {createConnection}),
			perMessageDeflate: crossesNetwork(url) && {clientNoContextTakeover: true, serverNoContextTakeover: true},
			maxPayload: serverMessageBytes,
		});
		const self: Connection = {socket, where, forgive: listen(), openedAtMs: null, told: new Set(), trail: new Map()};
		socket.on('message', (data, isBinary) => {
			if (self !== connection) return;
			self.forgive();
			self.forgive = listen();
			hear(self, isBinary ? 'bytes' : String(data));
		});
		socket.on('unexpected-response', (_, response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				body = (body + chunk).slice(0, 500);
			});
			// An answer that never ends is ended by the silence.
			const status = response.statusCode ?? 0;
			response.on('close', () => lose(self, refusedSentence(where, status, body), {isHasty: status !== 401}));
		});
		socket.on('error', error => lose(self, errorSentence(where, error, {isOpen: self.openedAtMs !== null})));
		socket.on('close', (code, reason) => {
			const isHasty = code !== 4401 && code !== 4429;
			lose(self, closedSentence(where, code, String(reason)), {isHasty});
		});
		return self;

		function listen() {
			const why = `${where}: nothing was heard from the gateway for ${pace.silenceMs / 1000} s`;
			return clock.after(pace.silenceMs, () => lose(self, why));
		}
	}

	function hear(self: Connection, text: string): void {
		const decoded = decodeServerMessage(text, self.trail);
		if (!decoded.ok) {
			const {problem, closeCode} = decoded;
			const {where} = self;
			if (closeCode === 4406) lose(self, `${where}: ${problem}`, {code: 4406, isHasty: false});
			else if (self.openedAtMs === null) lose(self, `${where}: ${problem}`, {code: closeCode});
			else onEvent({type: 'link-problem', message: problem});
			return;
		}
		const {message} = decoded;
		if (self.openedAtMs === null && message.type !== 'hello') {
			lose(self, `${self.where}: received a ${message.type}, expected a hello first`, {code: 4400});
			return;
		}
		obey(self, message);
	}

	function obey(self: Connection, message: Heard): void {
		switch (message.type) {
			case 'hello':
				self.openedAtMs = now();
				onEvent({type: 'link-open', hello: message});
				tellTopics();
				break;
			case 'topic':
				// One that was on its way while it was given up is not wanted any more.
				if (wanted.has(message.topic)) onEvent(message);
				break;
			case 'missed':
				if (wanted.has(message.topic)) say({type: 'subscribe', topics: [message.topic], deltas: true});
				break;
			case 'heartbeat':
				onEvent(message);
				break;
			case 'reply':
				settle(
					message.id,
					message.ok ? {type: 'answered', value: message.value} : {type: 'refused', message: message.message},
				);
				break;
			case 'problem':
				onEvent({type: 'link-problem', message: message.message});
				break;
			default:
				unreachable(message);
		}
	}

	/** The end of a connection, whichever of its events tells it first; the next one comes after a while. */
	function lose(
		self: Connection,
		message: string,
		{code, isHasty = true}: {readonly code?: CloseCode; readonly isHasty?: boolean} = {},
	): void {
		if (self !== connection) return;
		connection = null;
		if (self.openedAtMs !== null) {
			lostSinceMs = now();
			if (lostSinceMs - self.openedAtMs >= pace.steadyMs) failures = 0;
		}
		failures += 1;
		at += 1;
		// A round of all places counts as one failure.
		const rounds = Math.ceil(failures / places.length);
		// Another protocol, or a token that does not fit, does not change by itself: no hurry.
		const step = isHasty ? Math.min(rounds, pace.backoffMs.length) : pace.backoffMs.length;
		const waitMs = (pace.backoffMs[step - 1] ?? 0) * (0.75 + random() / 2);
		stopRetrying = clock.after(waitMs, retryNow);
		end(self, clock, code);
		loseRequests(message);
		onEvent({type: 'link-lost', message, sinceMs: lostSinceMs, retryAtMs: now() + waitMs});
	}

	function loseRequests(message: string): void {
		for (const id of [...waiting.keys()]) settle(id, {type: 'lost', message});
	}

	function settle(id: number, reply: LinkReply): void {
		waiting.get(id)?.(reply);
		waiting.delete(id);
	}

	function say(message: ClientMessage): boolean {
		if (connection === null || connection.openedAtMs === null) return false;
		connection.socket.send(encodeClientMessage(message));
		return true;
	}

	function tellTopics(): void {
		if (connection === null || connection.openedAtMs === null) return;
		const {told} = connection;
		const unwanted = [...told].filter(topic => !wanted.has(topic));
		const missing = [...wanted].filter(topic => !told.has(topic));
		if (unwanted.length > 0) say({type: 'unsubscribe', topics: unwanted});
		for (const topic of unwanted) connection.trail.delete(topic);
		if (missing.length > 0) say({type: 'subscribe', topics: missing, deltas: true});
		connection.told = wanted;
	}

	function retryNow(): void {
		if (connection !== null || closed) return;
		stopRetrying();
		connection = connect();
	}

	return {
		setTopics(topics) {
			wanted = new Set(topics.filter(topic => topic.length <= nameCharacters).slice(0, topicsPerViewer));
			tellTopics();
		},
		refresh() {
			say({type: 'refresh'});
		},
		request(ask) {
			lastId += 1;
			const id = lastId;
			const bytes = Buffer.byteLength(encodeClientMessage({type: 'request', id, ask}));
			// The gateway would hang up on it, and the outcome would seem to be unknown.
			if (bytes > clientMessageBytes) {
				const message = `the request is ${bytes} bytes long, more than the ${clientMessageBytes} that a gateway takes: nothing was sent`;
				return Promise.resolve({type: 'refused', message});
			}
			if (!say({type: 'request', id, ask})) {
				return Promise.resolve({type: 'refused', message: 'there is no link to the gateway: nothing was sent'});
			}
			return new Promise(resolve => waiting.set(id, resolve));
		},
		retryNow,
		close() {
			closed = true;
			stopRetrying();
			const last = connection;
			connection = null;
			if (last !== null) end(last, clock, 1000);
			loseRequests('the link was closed');
		},
	};
}

type Connection = {
	readonly socket: WebSocket;
	/** What the gateway's place is called. */
	readonly where: string;
	/** Stops the wait that ends a link which has fallen silent. */
	forgive: () => void;
	/** When the gateway said hello; null before. */
	openedAtMs: number | null;
	/** The topics that the gateway knows of. */
	told: ReadonlySet<Topic>;
	readonly trail: Trail;
};

/** With a code the other side hears why; it gets a moment to answer. */
function end({socket, forgive}: Connection, clock: Clock, code?: CloseCode): void {
	forgive();
	if (code === undefined) {
		socket.terminate();
		return;
	}
	const stop = clock.after(goodbyeMs, () => socket.terminate());
	socket.once('close', stop);
	socket.close(code);
}

const goodbyeMs = 500;
