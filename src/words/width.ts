import stringWidth from 'string-width';

/**
 * How many columns a text takes on the terminal: a CJK character counts two, a control character one (see `plain`).
 * What is beyond any terminal is only counted, not measured.
 */
export function width(text: string): number {
	if (isNarrow(text)) return text.length;
	const beyond = Math.max(0, text.length - mostMeasured);
	return stringWidth(plain(beyond > 0 ? text.slice(0, mostMeasured) : text)) + beyond;
}

/**
 * The text in at most `columns` columns. What had to be cut ends in `..` where there is room for it; a wide character
 * is never split, so the result may be a column short. Control characters become blanks.
 */
export function cut(text: string, columns: number): string {
	if (columns <= 0) return '';
	if (isNarrow(text)) return text.length <= columns ? text : cutMark(text.slice(0, bodyColumns(columns)), columns);
	const most = (columns + 1) * mostUnitsPerColumn;
	const clean = plain(text.length > most ? text.slice(0, most) : text);
	if (text.length <= most && stringWidth(clean) <= columns) return clean;
	return cutMark(head(clean, bodyColumns(columns)), columns);
}

/** The end of the text in at most `columns` columns: what had to be cut begins with `..` where there is room for it. */
export function cutStart(text: string, columns: number): string {
	if (columns <= 0) return '';
	// What is so long that it is not measured is told by its beginning.
	if (text.length > mostMeasured) return cut(text, columns);
	const clean = plain(text);
	if (width(clean) <= columns) return clean;
	const body = tail(clean, bodyColumns(columns));
	return columns < leastForMark ? body : mark + body;
}

/** The text in exactly `columns` columns: cut, then filled with blanks on the right, or on the left for figures. */
export function pad(
	text: string,
	columns: number,
	align: 'left' | 'right' = 'left',
	keeps: 'start' | 'end' = 'start',
): string {
	const fitting = keeps === 'start' ? cut(text, columns) : cutStart(text, columns);
	const blanks = ' '.repeat(Math.max(0, columns - width(fitting)));
	return align === 'left' ? fitting + blanks : blanks + fitting;
}

/** Left and right on one line of exactly `columns` columns; the left one is cut first. */
export function spread(left: string, right: string, columns: number): string {
	const rightWidth = width(right);
	if (rightWidth >= columns) return cut(right, columns);
	return pad(left, columns - rightWidth) + right;
}

/**
 * The text broken into lines of at most `columns` columns, at blanks where there are some. Its own line breaks stay,
 * and lines after a break of ours begin with `indent`.
 */
export function wrap(text: string, columns: number, indent = ''): readonly string[] {
	const room = Math.max(1, columns);
	const next = width(indent) < room ? indent : '';
	return text.split('\n').flatMap(line => wrapLine(plain(line), room, next));
}

/** The text with every control character, also a line break, as a blank. */
export function plain(text: string): string {
	return text.replace(control, ' ');
}

const ascii = /^[\x20-\x7e]*$/;
const narrow = /^[\x20-\x7e\u2500\u2501\u203a\u00a6\u2713\u2800-\u28ff]*$/;
const control = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g;

/** What most lines are made of: ASCII, rules and braille. Nothing of it is wide, or joins what stands beside it. */
function isNarrow(text: string): boolean {
	return narrow.test(text);
}

/** Whether every character of the text is printable ASCII, so that it has as many columns as characters. */
export function isAscii(text: string): boolean {
	return ascii.test(text);
}

/** A character with the marks that a cleaned text may have on it. */
const mostUnitsPerColumn = 12;

/** Far wider than a terminal. */
const mostMeasured = 8192;

const mark = '..';
const leastForMark = 6;

function bodyColumns(columns: number): number {
	return columns < leastForMark ? columns : columns - mark.length;
}

function cutMark(body: string, columns: number): string {
	return columns < leastForMark ? body : body + mark;
}

let segmenter: Intl.Segmenter | undefined;

/** As many whole graphemes from the start as fit. */
function head(text: string, columns: number): string {
	// Made on first use: it costs milliseconds, and most clusters have ASCII names only.
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	let taken = 0;
	let end = 0;
	for (const {segment, index} of segmenter.segment(text)) {
		taken += stringWidth(segment);
		if (taken > columns) break;
		end = index + segment.length;
	}
	return text.slice(0, end);
}

/** As many whole graphemes from the end as fit. */
function tail(text: string, columns: number): string {
	if (isAscii(text)) return text.slice(text.length - columns);
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	let left = width(text);
	for (const {segment, index} of segmenter.segment(text)) {
		if (left <= columns) return text.slice(index);
		left -= stringWidth(segment);
	}
	return '';
}

function wrapLine(line: string, columns: number, indent: string): readonly string[] {
	const lines: string[] = [];
	const isPlain = isAscii(line);
	let start = 0;
	let prefix = '';
	for (;;) {
		const room = columns - prefix.length;
		// Only what can fit is looked at: a text of DM may be 64 KB long, and is wrapped for every frame.
		const near = line.slice(start, start + (isPlain ? room + 1 : room * mostUnitsPerColumn + mostUnitsPerColumn));
		if (start + near.length >= line.length && width(near) <= room) break;
		// At least one character goes on each line, however narrow it is: else this would never end.
		const fitting = isPlain ? near.slice(0, room) : head(near, room) || (near.match(/^./su)?.[0] ?? near);
		const blank = near[fitting.length] === ' ' ? fitting.length : fitting.lastIndexOf(' ');
		const end = blank > fitting.length / 3 ? blank : fitting.length;
		lines.push(prefix + near.slice(0, end).trimEnd());
		start += end;
		while (start < line.length && blanks.test(line[start] ?? '')) start++;
		prefix = indent;
	}
	const rest = line.slice(start);
	return rest === '' && lines.length > 0 ? lines : [...lines, prefix + rest];
}

const blanks = /\s/;
