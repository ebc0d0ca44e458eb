import type {Peer} from './peer.ts';

/** What lies ready for one viewer: of each topic only the newest message, so that a slow reader costs no memory. */
export type Mailbox = {
	/** Sends a message now, or keeps it in place of an older one with the same key until the reader has caught up. */
	sendLatest(key: string, latest: Latest): void;
	/** Sends what must not be skipped, or keeps it until the reader has caught up; gives the reader up when too much is kept. */
	sendInOrder(text: string): void;
	/** Throws away what is kept under a key. */
	forget(key: string): void;
};

/** The newest of something, whole, and what changed since the one before it. */
export type Latest = {
	readonly text: string;
	/** Which one it is; null = nobody needs to know. */
	readonly seq: number | null;
	/** Sent in its place to a reader that was sent the one of `from`; null = always send the whole. */
	readonly delta: {readonly from: number; readonly text: string} | null;
};

export type MailboxLimits = {
	/** Above this, messages and replies are kept back. */
	readonly slowBytes: number;
	/** Where replies of more than this are kept back, the reader is given up. */
	readonly tooSlowBytes: number;
};

export const mailboxLimits: MailboxLimits = {slowBytes: 1024 * 1024, tooSlowBytes: 4 * 1024 * 1024};

/** Creates an empty one; `onTooSlow` is told, once, that the reader is given up; `onDropped` of each message that is never sent. */
export function createMailbox(
	peer: Peer,
	limits: MailboxLimits,
	onTooSlow: () => void,
	onDropped: () => void = () => {},
): Mailbox {
	// A newer message takes the place of the older one in the queue, so that no topic overtakes the others.
	const kept = new Map<string, Latest>();
	/** Which one of each key was sent last. */
	const sent = new Map<string, number>();
	const replies: string[] = [];
	let replyBytes = 0;
	let isTooSlow = false;
	const isSlow = () => peer.bufferedBytes() > limits.slowBytes;

	function flush(): void {
		for (let reply = replies[0]; reply !== undefined; reply = replies[0]) {
			if (isSlow()) return;
			replies.shift();
			replyBytes -= Buffer.byteLength(reply);
			peer.send(reply, flush);
		}
		for (const [key, latest] of kept) {
			if (isSlow()) return;
			kept.delete(key);
			send(key, latest);
		}
	}

	function send(key: string, {text, seq, delta}: Latest): void {
		const isNext = delta !== null && sent.get(key) === delta.from;
		if (seq !== null) sent.set(key, seq);
		peer.send(isNext ? delta.text : text, flush);
	}

	return {
		sendLatest(key, latest) {
			if (isTooSlow) return;
			// What is kept goes first: an old message after a newer one of the same key would turn time back.
			if (kept.size + replies.length === 0 && !isSlow()) {
				send(key, latest);
				return;
			}
			if (kept.has(key)) onDropped();
			kept.set(key, latest);
		},
		sendInOrder(text) {
			if (isTooSlow) return;
			if (replies.length === 0 && !isSlow()) {
				peer.send(text, flush);
			} else if (replyBytes > limits.tooSlowBytes) {
				isTooSlow = true;
				kept.clear();
				replies.length = 0;
				onTooSlow();
			} else {
				replies.push(text);
				replyBytes += Buffer.byteLength(text);
			}
		},
		forget(key) {
			kept.delete(key);
			sent.delete(key);
		},
	};
}
