import {thrownText} from '../../domain/text.ts';
import {serverMessageBytes} from '../../wire/limits.ts';
import {type Ask, encodeServerMessage} from '../../wire/messages.ts';
import type {Visitor} from './visitor.ts';

/** What came of an ask: a value, or one that is JSON already; `message` is a sentence. */
export type Answer =
	| {readonly ok: true; readonly value: unknown}
	| {readonly ok: true; readonly json: string}
	| {readonly ok: false; readonly message: string};

/** Answers an ask of a viewer; the signal aborts when that viewer has gone. */
export type AskOf = (ask: Ask, signal: AbortSignal, viewer: Visitor) => Promise<Answer>;

/** The requests of one viewer that are under way: each gets exactly one reply. */
export type Requests = {
	/** Why it is refused at once, in a sentence; null where it is looked at. */
	ask(id: number, ask: Ask): string | null;
	refuse(id: number, message: string): void;
	/** Nobody waits for the replies any more. */
	abort(): void;
};

export type RequestsOptions = {
	/** Sends the text of a reply. */
	readonly send: (text: string) => void;
	readonly onAsk: (ask: Ask, signal: AbortSignal) => Promise<Answer>;
};

export function createRequests({send, onAsk}: RequestsOptions): Requests {
	const gone = new AbortController();
	let underWay = 0;

	function refuse(id: number, message: string): void {
		if (!gone.signal.aborted) send(encodeServerMessage({type: 'reply', id, ok: false, message}));
	}

	async function answer(id: number, ask: Ask): Promise<void> {
		underWay += 1;
		try {
			const answered = await onAsk(ask, gone.signal);
			if (gone.signal.aborted) return;
			if (!answered.ok) {
				refuse(id, answered.message);
				return;
			}
			const text =
				'json' in answered
					? `{"type":"reply","id":${id},"ok":true,"value":${answered.json}}`
					: encodeServerMessage({type: 'reply', id, ok: true, value: answered.value});
			const bytes = Buffer.byteLength(text);
			if (bytes <= serverMessageBytes) send(text);
			else refuse(id, `the answer is ${bytes} bytes long, more than the ${serverMessageBytes} that a viewer takes`);
		} catch (error) {
			refuse(id, thrownText(error));
		} finally {
			underWay -= 1;
		}
	}

	return {
		refuse,
		ask(id, ask) {
			const why = underWay < requestsAtOnce ? null : `${requestsAtOnce} requests are under way, try again later`;
			if (why === null) void answer(id, ask);
			else refuse(id, why);
			return why;
		},
		abort() {
			gone.abort();
		},
	};
}

const requestsAtOnce = 16;
