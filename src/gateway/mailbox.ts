import type {Peer} from './peer.ts';

/** What lies ready for one viewer: of each topic only the newest letter, so that a slow reader costs no memory. */
export type Mailbox = {
	/** Sends a letter now, or keeps it in place of an older one with the same key until the reader has caught up. */
	letter(key: string, text: string): void;
	/** Sends what must not be skipped; closes the connection when far too much is waiting. */
	express(text: string): void;
	/** Throws away what is kept under a key. */
	forget(key: string): void;
};

export type MailboxLimits = {
	/** Above this letters are kept back. */
	readonly slowBytes: number;
	/** Above this the reader is given up. */
	readonly hopelessBytes: number;
};

export const mailboxLimits: MailboxLimits = {slowBytes: 1024 * 1024, hopelessBytes: 64 * 1024 * 1024};

export function createMailbox(peer: Peer, limits: MailboxLimits = mailboxLimits): Mailbox {
	// A newer letter takes the place of the older one in the queue, so that no topic overtakes the others.
	const kept = new Map<string, string>();
	const isSlow = () => peer.bufferedBytes() > limits.slowBytes;

	function flush(): void {
		for (const [key, text] of kept) {
			if (isSlow()) return;
			kept.delete(key);
			peer.send(text, flush);
		}
	}

	return {
		letter(key, text) {
			// What is kept goes first: an old letter after a newer one of the same key would turn time back.
			if (kept.size > 0 || isSlow()) kept.set(key, text);
			else peer.send(text, flush);
		},
		express(text) {
			if (peer.bufferedBytes() > limits.hopelessBytes) peer.close(1013, 'the viewer reads too slowly');
			else peer.send(text, flush);
		},
		forget(key) {
			kept.delete(key);
		},
	};
}
