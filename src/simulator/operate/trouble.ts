/** A way in which a simulated cluster fails, until it is told otherwise. */
export type Trouble = OperationTrouble | HangingUpstream;

/** The upstream of a source (`*` = of every source) accepts connections and says nothing. */
export type HangingUpstream = {readonly type: 'hangs'; readonly source: string};

/**
 * A way in which the master fails at operations on a task, each time it is asked for one. `task` is the name of a
 * task, or `*` for every task.
 */
export type OperationTrouble =
	/** One source's part is refused and stays as it is; the others are done. */
	| {readonly type: 'refuses'; readonly task: string; readonly source: string}
	/** The answer comes late; the operation takes effect at once. */
	| {readonly type: 'slow'; readonly task: string; readonly ms: number}
	/** The answer comes at once; the operation takes effect late. */
	| {readonly type: 'late'; readonly task: string; readonly ms: number}
	/** The connection is cut before the operation took effect: it never will. */
	| {readonly type: 'cut-before'; readonly task: string}
	/** The connection is cut after the operation took effect. */
	| {readonly type: 'cut-after'; readonly task: string}
	/** It is refused as an invalid op (38041). */
	| {readonly type: 'invalid-op'; readonly task: string}
	/** It is refused because another client is at it (46024), as DM does from 6.0 on. */
	| {readonly type: 'in-use'; readonly task: string}
	/** What is resumed fails again at once, as if a table were missing downstream. */
	| {readonly type: 'relapses'; readonly task: string};

/** The trouble that a text such as `slow:billing:20s` or `refuses:orders:orders-02` means. Throws a TroubleError. */
export function readTrouble(text: string): Trouble {
	const [type = '', ...rest] = text.split(':');
	if (!isKind(type)) throw new TroubleError(text, `one of ${Object.keys(kinds).join(', ')} before the first colon`);
	if (type === 'hangs') {
		// A source's ID may hold colons too.
		const source = rest.join(':');
		if (source === '') throw new TroubleError(text, 'hangs:SOURCE (* as SOURCE is every source)');
		return {type, source};
	}
	const takes = kinds[type];
	// A task's name may hold colons.
	const value = takes === null ? '' : ((rest.length > 1 ? rest.pop() : undefined) ?? '');
	const task = rest.join(':');
	const wanted = `${type}:TASK${takes === null ? '' : `:${takes}`} (* as TASK is every task)`;
	if (task === '' || (takes !== null && value === '')) throw new TroubleError(text, wanted);
	switch (type) {
		case 'refuses':
			return {type, task, source: value};
		case 'slow':
		case 'late': {
			const [, number = '', unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(value) ?? [];
			const unitMs = unitsMs[unit];
			if (unitMs === undefined) throw new TroubleError(text, `${wanted}, such as ${type}:billing:20s`);
			return {type, task, ms: Number(number) * unitMs};
		}
		default:
			return {type, task};
	}
}

/** A text that means no trouble. The message names what was received and what was expected. */
export class TroubleError extends Error {
	override readonly name = 'TroubleError';

	constructor(received: string, expected: string) {
		super(`received "${received}", expected ${expected}`);
	}
}

/** What each kind takes after the task. */
const kinds = {
	refuses: 'SOURCE',
	slow: 'DURATION',
	late: 'DURATION',
	'cut-before': null,
	'cut-after': null,
	'invalid-op': null,
	'in-use': null,
	relapses: null,
	hangs: 'SOURCE',
} as const satisfies Record<Trouble['type'], string | null>;

const unitsMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000};

function isKind(text: string): text is Trouble['type'] {
	return Object.hasOwn(kinds, text);
}
