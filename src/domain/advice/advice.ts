import type {ProcessError} from '../cluster.ts';
import {dmctlLine} from '../operation/words.ts';
import {ddl} from './ddl.ts';
import {sourceConfig} from './dmctl-lines.ts';
import type {About, Advice, Entry, Facts, Key, Line, Step} from './entry.ts';
import {step} from './entry.ts';
import {errors} from './errors.ts';
import {factsOf} from './facts.ts';
import {loads} from './loads.ts';
import {locks} from './locks.ts';
import {refusals} from './refusals.ts';
import {relays} from './relays.ts';
import {stages} from './stages.ts';
import {validators} from './validators.ts';
import {workers} from './workers.ts';

/** Everything that is known, the special before the general: of several that fit, the first counts. */
const table: readonly Entry[] = [
	...locks,
	...loads,
	...ddl,
	...relays,
	...errors,
	...validators,
	...workers,
	...refusals,
	...stages,
];

/** These are what they are, whatever error stands beside them. */
const whateverFails: ReadonlySet<string> = new Set([
	'no-answer',
	'not-bound',
	'absent',
	'upstream-silent',
	'validator-stopped',
	'rows-differ',
	'paused',
]);

/**
 * What to do about a row, a lock or a verdict: by what fails it, else by what it is. Where the table knows nothing of an
 * error, what DM itself says; where that is nothing too, a sentence that says so. Null where nothing is asked.
 */
export function adviceFor(about: About): Advice | null {
	const it = factsOf(about);
	const {kind, error = null} = about;
	const byKind = kind == null ? undefined : table.find(entry => isOfKind(entry, it));
	if (byKind !== undefined && (error === null || whateverFails.has(byKind.id))) return told(byKind, it);
	if (error === null) return null;
	const byError = table.find(entry => fits(entry, it));
	if (byError !== undefined) return withChecker(told(byError, it), it);
	return ofDm(error) ?? (byKind === undefined ? unknown(String(error.code ?? 'this error')) : told(byKind, it));
}

/**
 * What is known about a code, the id of an entry, or a piece of an error's text, also of a whole message that was pasted;
 * the best match first, none where nothing is known.
 */
export function adviceForText(codeOrText: string): readonly Listed[] {
	const text = codeOrText.trim();
	const nobody = factsOf({});
	if (/^\d{3,5}$/.test(text)) return withCode(Number(text)).map(entry => listed(entry, nobody));
	const named = table.filter(({id}) => id === text.toLowerCase());
	if (named.length > 0) return named.map(entry => listed(entry, nobody));
	const codes = codesIn(text);
	const pasted = codes.map(code => ({code, message: text, rawCause: null}));
	const found = (pasted.length > 0 ? pasted : [{code: null, message: text, rawCause: null}]).flatMap(error => {
		const it = factsOf({error: {...error, class: null, scope: null, level: null, workaround: null}});
		const entry = table.find(candidate => fits(candidate, it));
		return entry === undefined ? [] : [listed(entry, it)];
	});
	const known = found.filter(({id}, at) => found.findIndex(other => other.id === id) === at);
	if (known.length > 0) return known;
	return codes.length > 0 ? [] : aboutWords(text).map(entry => listed(entry, nobody));
}

/** An entry of the table with what it is found by. */
export type Listed = Advice & {
	/** DM's codes. */
	readonly codes: readonly number[];
	/** Numbers of MySQL's and TiDB's errors. */
	readonly sql: readonly number[];
};

/** Every entry of the table, with capitals for names. */
export function allAdvice(): readonly Listed[] {
	return table.map(entry => listed(entry, factsOf({})));
}

/** The one line of what to do now, as after `Now:`; its keys are those of the full screen. */
export function nowText({text, key, next}: Step, title: (key: Key) => string = key => key): string {
	return `${text}${key === null ? '' : ` (${title(key)})`}${next === null ? '' : `, then ${title(next)}`}`;
}

/** A line as it is pasted into a shell or a client; `master` is the address that dmctl is to ask. */
export function lineText({type, text}: Line, master: string | null): string {
	return type === 'dmctl' ? dmctlLine(master, text) : text;
}

function listed(entry: Entry, it: Facts): Listed {
	return {...told(entry, it), codes: entry.codes ?? [], sql: entry.sql ?? []};
}

function told(entry: Entry, it: Facts): Advice {
	const {id, means, page, versions = null} = entry;
	const {now, steps = [], note = null} = entry.say(it);
	return {id, means: typeof means === 'string' ? means : means(it), now, steps, note, page, versions};
}

/** Where nobody retries, that can be changed for the next time. */
function withChecker(advice: Advice, it: Facts): Advice {
	if (!it.checkerOff) return advice;
	const last = step(`for the next time, switch the task checker of ${it.source} on (check-enable)`, sourceConfig(it));
	return {...advice, steps: [...advice.steps, last]};
}

function isOfKind({kinds, units, when}: Entry, it: Facts): boolean {
	if (it.kind === null || kinds?.includes(it.kind) !== true) return false;
	return (units === undefined || (it.unit !== null && units.includes(it.unit))) && (when === undefined || when(it));
}

/** Whether an error is one of the entry: its code, and its number or text where the entry has any. */
function fits({codes, messages, sql, texts, units, when}: Entry, it: Facts): boolean {
	if (codes === undefined && sql === undefined && texts === undefined) return false;
	const isSpoken = says(it, sql, texts);
	const isNamed = messages === undefined ? isSpoken === true : says(it, [], messages) === true;
	const hasCode = codes === undefined || (it.code === null ? isNamed : codes.includes(it.code));
	if (!hasCode || isSpoken === false) return false;
	return (units === undefined || (it.unit !== null && units.includes(it.unit))) && (when === undefined || when(it));
}

/** Whether an error's text has one of the numbers or pieces; null where the entry has none. */
function says(
	{lowerCase, sqlNumbers}: Facts,
	sql: readonly number[] = [],
	texts: readonly string[] = [],
): boolean | null {
	if (sql.length === 0 && texts.length === 0) return null;
	return texts.some(piece => lowerCase.includes(piece)) || sqlNumbers.some(number => sql.includes(number));
}

/** DM's own word on an error that the table does not hold. */
function ofDm({code, workaround}: ProcessError): Advice | null {
	if (workaround === null || workaround.trim() === '') return null;
	return {
		id: 'workaround-of-dm',
		means: `The table knows nothing of ${code ?? 'this error'}; DM itself says what to do.`,
		now: step(workaround.trim()),
		steps: [],
		note: null,
		page: null,
		versions: null,
	};
}

function unknown(code: string): Advice {
	const now = step(`no advice is known for ${code}`);
	return {id: 'unknown', means: `Nothing is known of ${code}.`, now, steps: [], note: null, page: null, versions: null};
}

function withCode(code: number): readonly Entry[] {
	return table.filter(({codes, sql}) => codes?.includes(code) || sql?.includes(code));
}

/** The codes in a pasted text, the innermost first: it is the reason of the others. */
function codesIn(text: string): readonly number[] {
	const found = [...text.matchAll(/\bcode=(\d{5})\b|"?ErrCode"?\s*:\s*(\d{5})\b/g)];
	return [...new Set(found.map(([, printed, field]) => Number(printed ?? field)).toReversed())];
}

/** Entries that speak of all the words, in what they are found by or in what they mean. */
function aboutWords(text: string): readonly Entry[] {
	const small = text.toLowerCase();
	const words = small.split(/[^\p{L}\p{N}']+/u).filter(word => word.length > 1);
	if (words.length === 0) return [];
	const pieces = table.filter(({texts = []}) => texts.some(piece => piece.includes(small)));
	if (pieces.length > 0) return pieces;
	return table.filter(entry => {
		const it = told(entry, factsOf({}));
		const spoken = [entry.id, ...(entry.texts ?? []), it.means].join(' ').toLowerCase();
		return words.every(word => spoken.includes(word));
	});
}
