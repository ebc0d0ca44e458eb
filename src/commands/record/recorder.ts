import {maskAnswer} from '../../dm/answer/mask.ts';
import type {DmClientOptions} from '../../dm/ask/client.ts';

/** Writes what a dm-master answers down, a line of JSON each, as `dmtop simulate --replay` plays it. */
export type Recorder = {
	readonly onAnswer: NonNullable<DmClientOptions['onAnswer']>;
	/** The question for the status is over: it was answered, in one or several parts, or has failed with that sentence. */
	readonly asked: (failure: string | null) => void;
	/** What people should know; a replay passes over it. */
	readonly tell: (told: Readonly<Record<string, unknown>>) => void;
	/** How many statuses, also failed ones, are written. */
	readonly statuses: () => number;
	/** How many bytes are written. */
	readonly bytes: () => number;
	/** Whether something was left out because it would have been too much. */
	readonly isFull: () => boolean;
};

export type RecorderOptions = {
	/** Takes a line, with its end. */
	readonly write: (line: string) => void;
	readonly now: () => number;
	/** More bytes than that are never written. */
	readonly limitBytes: number;
	/** Replaces names in what is written; null = they stay. */
	readonly anonymous: ((value: unknown) => unknown) | null;
};

/** No secret is ever written, with or without names. */
export function createRecorder({write, now, limitBytes, anonymous}: RecorderOptions): Recorder {
	const startedMs = now();
	const newest = new Map<string, string>();
	let parts: {readonly status: number; readonly body: unknown}[] = [];
	let statuses = 0;
	let bytes = 0;
	let isFull = false;

	return {
		onAnswer(asked, {status, body}) {
			const isWhole = /^GET \/apis\/v1alpha1\/status\/(\?|$)/.test(asked);
			// What one task is asked for is in the status too.
			if (!isWhole && asked.startsWith('GET /apis/v1alpha1/status/')) return;
			const text = body.toString('utf8').replace(/^\ufeff/, '');
			const answered = {status, body: maskAnswer(parsed(text))};
			if (isWhole) parts.push(answered);
			else lineOf(asked, answered);
		},
		asked(failure) {
			const [first, ...more] = parts.filter(({body}) => entriesOf(body) !== null);
			parts = [];
			if (failure !== null || first === undefined) lineOf(wholeStatus, {error: failure ?? 'no answer'});
			else lineOf(wholeStatus, {status: first.status, body: joined(first.body, more)});
			statuses++;
		},
		tell: told => lineOf(null, {told: maskAnswer(told)}),
		statuses: () => statuses,
		bytes: () => bytes,
		isFull: () => isFull,
	};

	/** The same answer to the same question holds on, and is not written again. */
	function lineOf(question: string | null, value: Readonly<Record<string, unknown>>): void {
		const text = printable(JSON.stringify(anonymous === null ? value : anonymous(value)));
		if (question !== null && newest.get(question) === text) return;
		const asked = question === null || question === wholeStatus ? '' : `"asked":${JSON.stringify(named(question))},`;
		const line = `{"atMs":${Math.max(0, Math.round(now() - startedMs))},${asked}${text.slice(1)}\n`;
		const more = Buffer.byteLength(line);
		if (bytes + more > limitBytes) {
			isFull = true;
			return;
		}
		if (question !== null) newest.set(question, text);
		bytes += more;
		write(line);
	}

	/** A task or source may stand in the path. */
	function named(asked: string): string {
		if (anonymous === null) return asked;
		return asked.replace(/(\/tasks\/)([^?\s]+)/, (_, room: string, name: string) => {
			return room + encodeURIComponent(String(anonymous(decodeURIComponent(name))));
		});
	}
}

/** What a line without a question answers. */
const wholeStatus = 'status';

/** A line of JSON that is safe on a terminal, too: what steers one is spelt out. */
function printable(json: string): string {
	return json.replace(/[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, sign => {
		return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The list that an answer for the status has, by the name that its version has for it; null where it has none. */
function entriesOf(body: unknown): readonly ['sources' | 'workers', readonly unknown[]] | null {
	const {sources, workers} = (body ?? {}) as {readonly sources?: unknown; readonly workers?: unknown};
	if (Array.isArray(sources)) return ['sources', sources];
	return Array.isArray(workers) ? ['workers', workers] : null;
}

/** One answer of several parts. */
function joined(first: unknown, more: readonly {readonly body: unknown}[]): unknown {
	const held = entriesOf(first);
	if (held === null || more.length === 0) return first;
	const [key, entries] = held;
	return {...(first as object), [key]: [...entries, ...more.flatMap(({body}) => entriesOf(body)?.[1] ?? [])]};
}
