import type {ProcessError} from '../cluster.ts';

/**
 * The sentence of an error that matters, on one line and without the places that DM puts before it: its cause where DM
 * names one, else its message.
 */
export function sentenceOf({message, rawCause}: Pick<ProcessError, 'message' | 'rawCause'>): string {
	if (rawCause === null) return firstLine(message === null ? '' : bare(message, null).text) || noText;
	const {text} = bare(rawCause, null);
	// A parser says where it stumbled; the statement is in the message.
	return (
		firstLine(message !== null && aboutStatement.test(text) ? `${bare(message, null).text}: ${text}` : text) || noText
	);
}

const noText = 'DM gives no text';

/**
 * A text of DM down to what went wrong, on one line: of its own form `[code=…], Message: …, RawCause: …, Workaround: …`,
 * however often that is wrapped into itself, the innermost code and its sentence.
 */
export function essence(text: string): string {
	const start = text.search(/\[code=\d/);
	const {code, text: said} = bare(start < 0 ? text : text.slice(start), null);
	return [code, firstLine(said)].filter(part => part !== null && part !== '').join(' ');
}

/** A sentence of ours with a text of DM's own form at its end, of which the essence is left. */
export function plainly(text: string): string {
	const start = text.search(/\[code=\d/);
	return start < 0 ? text : text.slice(0, start) + essence(text.slice(start));
}

/** The first line of a text that holds anything, cut where it is longer than `most`. */
export function firstLine(text: string, most = 160): string {
	const [line = ''] = text.trimStart().split('\n', 1);
	const trimmed = line.trimEnd();
	return trimmed.length > most ? `${trimmed.slice(0, most - 3)}...` : trimmed;
}

type Said = {readonly code: string | null; readonly text: string};

const aboutStatement = /^line \d+ column \d+ near /;

/** More is not DM's doing. */
const deepest = 8;

function bare(whole: string, code: string | null, depth = 0): Said {
	const text = withoutPlaces(whole);
	const [head, printedCode] = printed.exec(text) ?? [];
	if (head !== undefined && printedCode !== undefined && depth < deepest) {
		const [told = ''] = text.slice(head.length).split(', Workaround: ', 1);
		const cause = told.indexOf(causeMark);
		const [before, after] = cause < 0 ? [told, ''] : [told.slice(0, cause), told.slice(cause + causeMark.length)];
		return bare(after.trim() || before, printedCode, depth + 1);
	}
	const workerCode = /^ErrCode:(\d+) /.exec(text)?.[1];
	if (workerCode !== undefined && depth < deepest) {
		const said = quoted(text, 'RawCause') || quoted(text, 'Message');
		if (said !== '') return bare(said, workerCode, depth + 1);
	}
	return {code, text: withTable(unquoted(text))};
}

const printed = /^\[code=(\d+)(?::[^\]]*)?\](?:, Message:)?\s*/;
const causeMark = ', RawCause: ';

/** The value of a field in a worker's error as DM prints it: `Message:"…" RawCause:"…"`. */
function quoted(text: string, field: string): string {
	const start = text.indexOf(` ${field}:"`);
	const value = start < 0 ? undefined : /^(?:[^"\\]|\\.)*/s.exec(text.slice(start + field.length + 3))?.[0];
	return (value ?? '').replace(/\\(["\\])/g, '$1').trim();
}

function withoutPlaces(whole: string): string {
	let text = whole.trimStart();
	for (let taken = 0; taken < mostPlaces; taken++) {
		const place = places.find(pattern => pattern.test(text));
		if (place === undefined) return text;
		text = text.replace(place, '').trimStart();
	}
	return text;
}

const mostPlaces = 12;

/** What stands before the sentence: where in the binlog or in which file it was, and through whom it came. */
const places: readonly RegExp[] = [
	/^startLocation: \[[^\]]*\], endLocation: \[[^\]]*\](?:, origin SQL: \[.*?\])?:\s+/s,
	/^current pos \([^)]*\):\s+/,
	/^start reader for UUID [^:\s]*:\s+/,
	/^start sync from position \([^)]*\):\s+/,
	/^file [^:\s]*:\s+/,
	/^operation \d+ of task [^\n]*? not success:\s+/,
	/^some error occurs in dm-worker:\s+/,
	/^error when get master status:\s+/,
	/^grpc request error:\s+/,
	/^rpc error: code = \w+ desc = /,
	/^all SubConns are in TransientFailure, latest connection error:\s+/,
	/^connection error: desc = /,
	/^"?transport: (?:Error while dialing:? )?/,
];

/** Without the end of a quotation whose beginning went with what stood before. */
function unquoted(text: string): string {
	const [line = ''] = text.split('\n', 1);
	const isOpen = (line.match(/"/g)?.length ?? 0) % 2 === 1;
	return isOpen && line.trimEnd().endsWith('"') ? line.trimEnd().slice(0, -1) : text;
}

const name = '`(?:[^`]|``)*`';
const table = `${name}\\.${name}`;
const generating = new RegExp(`^gen \\w+ sqls failed, sourceTable: (${table}), targetTable: ${table}: (?=\\S)`);

/** What DM could not make a statement of: the sentence first, and then of which table. */
function withTable(text: string): string {
	const [head, source] = generating.exec(text) ?? [];
	if (head === undefined || source === undefined) return text;
	const said = firstLine(text.slice(head.length));
	return said.includes(source) ? said : `${said} (${source})`;
}
