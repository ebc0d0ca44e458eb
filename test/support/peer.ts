import type {Peer} from '../../src/gateway/serve/peer.ts';
import {trustedVisitor} from '../../src/gateway/serve/visitor.ts';

/** A viewer's end of the wire that remembers what was sent; a slow one keeps it in its buffer until it is drained. */
export function createTestPeer({slow = false}: {readonly slow?: boolean} = {}) {
	const sent: string[] = [];
	let waiting: (() => void)[] = [];
	let bufferedBytes = 0;
	const peer = {
		visitor: trustedVisitor('test'),
		sent,
		closed: null as {readonly code: number; readonly reason: string} | null,
		send(text: string, done: () => void) {
			sent.push(text);
			if (!slow) return done();
			bufferedBytes += text.length;
			waiting.push(done);
		},
		close(code: number, reason: string) {
			peer.closed ??= {code, reason};
		},
		bufferedBytes: () => bufferedBytes,
		/** All that was sent has left; the sender has not been told yet. */
		forgetBuffer() {
			bufferedBytes = 0;
		},
		drain() {
			bufferedBytes = 0;
			const left = waiting;
			waiting = [];
			for (const done of left) done();
		},
		/** What was sent since the last call, parsed. */
		take(): unknown[] {
			return sent.splice(0).map(text => JSON.parse(text));
		},
	};
	return peer satisfies Peer;
}
