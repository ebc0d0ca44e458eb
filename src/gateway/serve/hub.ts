import {thrownText} from '../../domain/text.ts';
import {unreachable} from '../../domain/unreachable.ts';
import type {CloseCode} from '../../wire/close-codes.ts';
import {decodeClientMessage} from '../../wire/decode.ts';
import {diff} from '../../wire/delta.ts';
import {serverMessageBytes, topicsPerViewer} from '../../wire/limits.ts';
import {type Ask, type ClientMessage, encodeServerMessage, type Heartbeat, type Hello} from '../../wire/messages.ts';
import type {Topic} from '../../wire/topics.ts';
import {noTally, type Tally} from '../metrics/tally.ts';
import type {Allowance, Limited} from './allowance.ts';
import {createMailbox, type Latest, type Mailbox, type MailboxLimits, mailboxLimits} from './mailbox.ts';
import type {Peer} from './peer.ts';
import {type AskOf, createRequests, type Requests} from './requests.ts';
import type {Visitor} from './visitor.ts';

/** The meeting place of the gateway's one truth and its many viewers. It knows nothing of sockets or clocks. */
export type Hub = {
	/** Greets a new viewer. */
	join(peer: Peer): void;
	/** What a viewer said. */
	receive(peer: Peer, text: string): void;
	/** A viewer has pinged. */
	pinged(peer: Peer): void;
	/** A viewer has gone; what it still waits for is aborted. */
	leave(peer: Peer): void;
	/** A new truth: whoever reads a topic whose value has changed gets the new one. */
	publish(topicValue: TopicValueOf): void;
	/** Sends the clock and the state of the polling to everyone. */
	heartbeat(): void;
	/** How many viewers there are. */
	viewers(): number;
	/** Whether somebody reads the topic. */
	isRead(topic: Topic): boolean;
	/** Says goodbye to all. */
	close(): void;
};

/** The current value of a topic. Pure, and called only for topics that somebody reads. */
export type TopicValueOf = (topic: Topic) => unknown;

export type HubOptions = {
	/** The truth before the first publish. */
	readonly topicValue: TopicValueOf;
	/** What that viewer is told first: it need not be allowed all that another one is. */
	readonly hello: (visitor: Visitor) => Hello;
	readonly heartbeat: () => Heartbeat;
	readonly onRefresh: () => void;
	readonly onAsk: AskOf;
	/** What a viewer said was not looked at, and why, in a sentence. */
	readonly onTurnedAway?: (text: string, why: string, viewer: Visitor) => void;
	/** What a new viewer may ask; left out, all that it wants. */
	readonly allowance?: () => Allowance;
	readonly limits?: MailboxLimits;
	readonly tally?: Tally;
};

type Viewer = {
	readonly peer: Peer;
	readonly mailbox: Mailbox;
	readonly topics: Set<Topic>;
	readonly requests: Requests;
	readonly allowance: Allowance;
	/** Whether it takes what changed in the place of a whole value. */
	takesDeltas: boolean;
};

/** What is told of a topic now, and the message that tells it. */
type Newest = {readonly told: Told; readonly latest: Latest & {readonly seq: number}};

/** A value and its JSON, or the message that says why it cannot be shown. */
type Told =
	| {readonly type: 'value'; readonly value: unknown; readonly json: string}
	| {readonly type: 'problem'; readonly json: string};

export function createHub(options: HubOptions): Hub {
	const {tally = noTally} = options;
	const viewers = new Map<Peer, Viewer>();
	/** Of every topic that somebody reads. */
	const newest = new Map<Topic, Newest>();
	let lastSeq = 0;
	let topicValue = options.topicValue;

	function obey(viewer: Viewer, message: ClientMessage, text: string): void {
		switch (message.type) {
			case 'subscribe':
			case 'unsubscribe': {
				// What it reads would be another thing than it believes.
				const tooMany = viewer.allowance.take('subscriptions', message.topics.length);
				if (tooMany !== null) expel(viewer, 4429, tooMany);
				else if (message.type === 'subscribe') {
					if (message.deltas === true) viewer.takesDeltas = true;
					subscribe(viewer, message.topics);
				} else unsubscribe(viewer, message.topics);
				break;
			}
			case 'refresh': {
				const tooMany = viewer.allowance.take('refreshes');
				if (tooMany === null) options.onRefresh();
				else
					viewer.mailbox.sendLatest('refreshes', unnumbered(encodeServerMessage({type: 'problem', message: tooMany})));
				break;
			}
			case 'request': {
				const tooMany = viewer.allowance.take(limitOf[message.ask.type]);
				if (tooMany !== null) viewer.requests.refuse(message.id, tooMany);
				const why = tooMany ?? viewer.requests.ask(message.id, message.ask);
				if (why !== null) options.onTurnedAway?.(text, why, viewer.peer.visitor);
				break;
			}
			default:
				unreachable(message);
		}
	}

	function subscribe(viewer: Viewer, topics: readonly Topic[]): void {
		const wanted = new Set([...viewer.topics, ...topics]);
		if (wanted.size > topicsPerViewer) {
			expel(viewer, 4400, `received ${wanted.size} topics, expected at most ${topicsPerViewer} at a time`);
			return;
		}
		for (const topic of new Set(topics)) {
			viewer.topics.add(topic);
			const known = newest.get(topic) ?? newestOf(topic, toldOf(topic, topicValue));
			newest.set(topic, known);
			viewer.mailbox.sendLatest(topic, {...known.latest, delta: null});
		}
	}

	function unsubscribe(viewer: Viewer, topics: Iterable<Topic>): void {
		for (const topic of [...topics]) {
			viewer.topics.delete(topic);
			viewer.mailbox.forget(topic);
			if (!isRead(topic)) newest.delete(topic);
		}
	}

	function newestOf(topic: Topic, told: Told): Newest {
		lastSeq += 1;
		const text =
			told.type === 'problem'
				? told.json
				: `{"type":"topic","topic":${JSON.stringify(topic)},"seq":${lastSeq},"value":${told.json}}`;
		return {told, latest: {text, seq: lastSeq, delta: null}};
	}

	/** What follows on another one of its topic; it tells what has changed as well, where somebody takes that. */
	function following(topic: Topic, before: Newest, told: Told, readers: readonly Viewer[]): Newest {
		const now = newestOf(topic, told);
		if (told.type !== 'value' || before.told.type !== 'value' || !readers.some(it => it.takesDeltas)) return now;
		const {seq: from} = before.latest;
		const delta = diff(before.told.value, told.value);
		const text = encodeServerMessage({type: 'delta', topic, from, seq: now.latest.seq, delta});
		return text.length < now.latest.text.length ? {told, latest: {...now.latest, delta: {from, text}}} : now;
	}

	function isRead(topic: Topic): boolean {
		for (const {topics} of viewers.values()) if (topics.has(topic)) return true;
		return false;
	}

	function leave(viewer: Viewer): void {
		viewers.delete(viewer.peer);
		viewer.requests.abort();
		unsubscribe(viewer, viewer.topics);
	}

	/** Nothing is heard from it any more, whatever it still sends before the connection is down. */
	function expel(viewer: Viewer, code: CloseCode, reason: string): void {
		leave(viewer);
		tally.count('dmtop_viewers_cut_off_total', {code: String(code)});
		viewer.peer.close(code, reason);
	}

	return {
		join(peer) {
			const mailbox = createMailbox(
				peer,
				options.limits ?? mailboxLimits,
				() => expel(viewer, 1013, 'the viewer reads too slowly'),
				() => tally.count('dmtop_viewer_dropped_messages_total'),
			);
			const requests = createRequests({
				send: text => mailbox.sendInOrder(text),
				onAsk: (ask, signal) => options.onAsk(ask, signal, peer.visitor),
			});
			const allowance = options.allowance?.() ?? boundless;
			const viewer: Viewer = {peer, mailbox, topics: new Set(), requests, allowance, takesDeltas: false};
			viewers.set(peer, viewer);
			mailbox.sendInOrder(encodeServerMessage(options.hello(peer.visitor)));
			mailbox.sendLatest('heartbeat', unnumbered(encodeServerMessage(options.heartbeat())));
		},
		receive(peer, text) {
			const viewer = viewers.get(peer);
			if (viewer === undefined) return;
			const {allowance} = viewer;
			const tooMuch = allowance.take('bytes', Buffer.byteLength(text)) ?? allowance.take('messages');
			if (tooMuch !== null) {
				expel(viewer, 4429, tooMuch);
				return;
			}
			const decoded = decodeClientMessage(text);
			if (decoded.ok) {
				obey(viewer, decoded.message, text);
				return;
			}
			options.onTurnedAway?.(text, decoded.problem, peer.visitor);
			if (decoded.replyTo !== null) viewer.requests.refuse(decoded.replyTo, decoded.problem);
			else expel(viewer, decoded.closeCode, decoded.problem);
		},
		pinged(peer) {
			const viewer = viewers.get(peer);
			const tooMuch = viewer?.allowance.take('pings') ?? null;
			if (viewer !== undefined && tooMuch !== null) expel(viewer, 4429, tooMuch);
		},
		leave(peer) {
			const viewer = viewers.get(peer);
			if (viewer !== undefined) leave(viewer);
		},
		publish(next) {
			topicValue = next;
			for (const [topic, before] of newest) {
				const told = toldOf(topic, topicValue);
				if (told.json === before.told.json) continue;
				const readers = [...viewers.values()].filter(({topics}) => topics.has(topic));
				const now = following(topic, before, told, readers);
				newest.set(topic, now);
				for (const {mailbox, takesDeltas} of readers) {
					mailbox.sendLatest(topic, takesDeltas ? now.latest : {...now.latest, delta: null});
				}
			}
		},
		heartbeat() {
			if (viewers.size === 0) return;
			const message = unnumbered(encodeServerMessage(options.heartbeat()));
			for (const {mailbox} of viewers.values()) mailbox.sendLatest('heartbeat', message);
		},
		viewers: () => viewers.size,
		isRead,
		close() {
			for (const viewer of [...viewers.values()]) expel(viewer, 1001, 'the gateway is shutting down');
		},
	};
}

const boundless: Allowance = {take: () => null};

/** A value that cannot be had or sent becomes a sentence: one bad topic must not take the others down. */
function toldOf(topic: Topic, topicValue: TopicValueOf): Told {
	try {
		const value = topicValue(topic);
		const json = JSON.stringify(value);
		const bytes = Buffer.byteLength(json);
		if (bytes <= serverMessageBytes - roomForTopic) return {type: 'value', value, json};
		const most = `a viewer takes at most ${serverMessageBytes}`;
		return {type: 'problem', json: encodedProblem(topic, `it is ${bytes} bytes long, and ${most}`)};
	} catch (error) {
		return {type: 'problem', json: encodedProblem(topic, thrownText(error))};
	}
}

/** What stands around a value in its message. */
const roomForTopic = 4096;

function encodedProblem(topic: Topic, why: string): string {
	return encodeServerMessage({type: 'problem', message: `${topic} cannot be shown: ${why}`});
}

function unnumbered(text: string): Latest {
	return {text, seq: null, delta: null};
}

const limitOf = {
	raw: 'raws',
	report: 'reports',
	validation: 'raws',
	moment: 'moments',
	propose: 'operations',
	act: 'operations',
	operate: 'operations',
} as const satisfies Record<Ask['type'], Limited>;
