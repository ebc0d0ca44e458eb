/**
 * Text from outside, made fit for a terminal, a log and the clipboard.
 *
 * Escape sequences go as a whole; of an unterminated one only its introducer goes, so that it cannot hide the rest.
 * Control characters, bidi controls, invisible characters, tags, lone surrogates and every combining mark after the
 * fourth on one letter go too. Each run of what has gone leaves one `?`: ASCII, and one column wide everywhere.
 * A tab becomes a blank; a line break stays with `newlines` and else becomes a blank. What is longer than `limit`
 * (UTF-16 units, `textLimit` unless told) is cut and says by how much.
 */
export function cleanText(text: string, options: {newlines?: boolean; limit?: number} = {}): string {
	const limit = options.limit ?? textLimit;
	if (text.length <= limit && !(options.newlines ? suspiciousLines : suspicious).test(text)) return text;
	const cut = text.length > limit ? limit - (isHighSurrogate(text.charCodeAt(limit - 1)) ? 1 : 0) : text.length;
	const cleaned = text
		.slice(0, cut)
		.replace(lineBreak, options.newlines ? '\n' : ' ')
		.replaceAll('\t', ' ')
		.replace(unwanted, removed);
	return cut < text.length ? `${cleaned}… (${text.length - cut} more characters)` : cleaned;
}

/** The longest text that is kept, in UTF-16 units; DM's longest texts are errors with a stack, a few KB. */
export const textLimit = 64 * 1024;

/** Stands for a run of removed characters. */
const removed = '?';

/** Nearly all of DM's texts are printable ASCII, Latin or ideographs, which this tells faster than anything else. */
const suspicious = /[^\x20-\x7e\xa1-\xac\xae-\u02ff\u4e00-\u9fff]/;
const suspiciousLines = /[^\n\x20-\x7e\xa1-\xac\xae-\u02ff\u4e00-\u9fff]/;

const lineBreak = /\r\n?|[\n\u2028\u2029]/g;

// The contents of a control string hold no C0, C1 or ESC, so each pattern stops at the next introducer: linear time.
const controlSequence = '(?:\\x1b\\[|\\x9b)(?:[0-?]*[ -/]*[@-~])?';
const controlString =
	'(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])(?:[^\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f]*(?:\\x07|\\x1b\\\\|\\x9c))?';
const otherEscape = '\\x1b[ -/]*[0-~]';
const invisible = '(?!\\n)[\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\ufff9-\\ufffc]';
const tooManyMarks = '(?<=\\p{M}{4})\\p{M}+';
const unwanted = new RegExp(
	`(?:${[controlSequence, controlString, otherEscape, invisible, tooManyMarks].join('|')})+`,
	'gu',
);

function isHighSurrogate(unit: number): boolean {
	return unit >= 0xd800 && unit <= 0xdbff;
}

/** One clean sentence of anything thrown. */
export function thrownText(error: unknown): string {
	return cleanText(error instanceof Error ? error.message : String(error));
}
