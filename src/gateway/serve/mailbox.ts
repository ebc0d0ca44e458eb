import type {Peer} from './peer.ts';

/** What lies ready for one viewer: of each topic only the newest letter, so that a slow reader costs no memory. */
export type Mailbox = {
	/** Sends a letter now, or keeps it in place of an older one with the same key until the reader has caught up. */
	letter(key: string, text: string): void;
	/** Sends what must not be skipped, or keeps it until the reader has caught up; gives the reader up when too much is kept. */
	express(text: string): void;
	/** Throws away what is kept under a key. */
	forget(key: string): void;
};

export type MailboxLimits = {
	/** Above this, letters and replies are kept back. */
	readonly slowBytes: number;
	/** Where replies of more than this are kept back, the reader is given up. */
	readonly hopelessBytes: number;
};

export const mailboxLimits: MailboxLimits = {slowBytes: 1024 * 1024, hopelessBytes: 4 * 1024 * 1024};

/** Creates an empty one; `onHopeless` is told, once, that the reader is given up. */
export function createMailbox(peer: Peer, limits: MailboxLimits, onHopeless: () => void): Mailbox {
	// A newer letter takes the place of the older one in the queue, so that no topic overtakes the others.
	const letters = new Map<string, string>();
	const replies: string[] = [];
	let replyBytes = 0;
	let hopeless = false;
	const isSlow = () => peer.bufferedBytes() > limits.slowBytes;

	function flush(): void {
		for (let reply = replies[0]; reply !== undefined; reply = replies[0]) {
			if (isSlow()) return;
			replies.shift();
			replyBytes -= Buffer.byteLength(reply);
			peer.send(reply, flush);
		}
		for (const [key, text] of letters) {
			if (isSlow()) return;
			letters.delete(key);
			peer.send(text, flush);
		}
	}

	return {
		letter(key, text) {
			if (hopeless) return;
			// What is kept goes first: an old letter after a newer one of the same key would turn time back.
			if (letters.size + replies.length > 0 || isSlow()) letters.set(key, text);
			else peer.send(text, flush);
		},
		express(text) {
			if (hopeless) return;
			if (replies.length === 0 && !isSlow()) {
				peer.send(text, flush);
			} else if (replyBytes > limits.hopelessBytes) {
				hopeless = true;
				letters.clear();
				replies.length = 0;
				onHopeless();
			} else {
				replies.push(text);
				replyBytes += Buffer.byteLength(text);
			}
		},
		forget(key) {
			letters.delete(key);
		},
	};
}
