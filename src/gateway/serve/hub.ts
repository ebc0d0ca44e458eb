import {thrownText} from '../../domain/text.ts';
import {unreachable} from '../../domain/unreachable.ts';
import type {CloseCode} from '../../wire/close-codes.ts';
import {decodeClientMessage} from '../../wire/decode.ts';
import {serverMessageBytes, topicsPerViewer} from '../../wire/limits.ts';
import {type ClientMessage, encodeServerMessage, type Heartbeat, type Hello} from '../../wire/messages.ts';
import type {Topic} from '../../wire/topics.ts';
import {noTally, type Tally} from '../metrics/tally.ts';
import type {Allowance} from './allowance.ts';
import {createMailbox, type Mailbox, type MailboxLimits, mailboxLimits} from './mailbox.ts';
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
};

export function createHub(options: HubOptions): Hub {
	const {tally = noTally} = options;
	const viewers = new Map<Peer, Viewer>();
	/** The newest message, as text, of every topic that somebody reads. */
	const encoded = new Map<Topic, string>();
	let topicValue = options.topicValue;

	function obey(viewer: Viewer, message: ClientMessage, text: string): void {
		switch (message.type) {
			case 'subscribe':
			case 'unsubscribe': {
				// What it reads would be another thing than it believes.
				const tooMany = viewer.allowance.take('subscriptions', message.topics.length);
				if (tooMany !== null) expel(viewer, 4429, tooMany);
				else if (message.type === 'subscribe') subscribe(viewer, message.topics);
				else unsubscribe(viewer, message.topics);
				break;
			}
			case 'refresh': {
				const tooMany = viewer.allowance.take('refreshes');
				if (tooMany === null) options.onRefresh();
				else viewer.mailbox.sendLatest('refreshes', encodeServerMessage({type: 'problem', message: tooMany}));
				break;
			}
			case 'request': {
				const tooMany = viewer.allowance.take(message.ask.type === 'raw' ? 'raws' : 'operations');
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
			const message = encoded.get(topic) ?? encodedTopic(topic, topicValue);
			encoded.set(topic, message);
			viewer.mailbox.sendLatest(topic, message);
		}
	}

	function unsubscribe(viewer: Viewer, topics: Iterable<Topic>): void {
		for (const topic of [...topics]) {
			viewer.topics.delete(topic);
			viewer.mailbox.forget(topic);
			if (!isRead(topic)) encoded.delete(topic);
		}
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
			const viewer: Viewer = {peer, mailbox, topics: new Set(), requests, allowance};
			viewers.set(peer, viewer);
			mailbox.sendInOrder(encodeServerMessage(options.hello(peer.visitor)));
			mailbox.sendLatest('heartbeat', encodeServerMessage(options.heartbeat()));
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
			for (const [topic, before] of encoded) {
				const message = encodedTopic(topic, topicValue);
				if (message === before) continue;
				encoded.set(topic, message);
				for (const {topics, mailbox} of viewers.values()) if (topics.has(topic)) mailbox.sendLatest(topic, message);
			}
		},
		heartbeat() {
			if (viewers.size === 0) return;
			const message = encodeServerMessage(options.heartbeat());
			for (const {mailbox} of viewers.values()) mailbox.sendLatest('heartbeat', message);
		},
		viewers: () => viewers.size,
		close() {
			for (const viewer of [...viewers.values()]) expel(viewer, 1001, 'the gateway is shutting down');
		},
	};
}

const boundless: Allowance = {take: () => null};

/** A value that cannot be had or sent becomes a sentence: one bad topic must not take the others down. */
function encodedTopic(topic: Topic, topicValue: TopicValueOf): string {
	try {
		// Not a TopicMessage to the compiler: the value comes from a function over all topics.
		const message = JSON.stringify({type: 'topic', topic, value: topicValue(topic)});
		const bytes = Buffer.byteLength(message);
		if (bytes <= serverMessageBytes) return message;
		return encodedProblem(topic, `it is ${bytes} bytes long, and a viewer takes at most ${serverMessageBytes}`);
	} catch (error) {
		return encodedProblem(topic, thrownText(error));
	}
}

function encodedProblem(topic: Topic, why: string): string {
	return encodeServerMessage({type: 'problem', message: `${topic} cannot be shown: ${why}`});
}
