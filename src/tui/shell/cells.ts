/** What a line shows, column by column. */
export type Cells = {
	/**
	 * One character a column, up to the first one that not every terminal counts alike; where there is none, without the
	 * blanks at the end.
	 */
	readonly text: string;
	/** The style of each of these columns as the numbers that begin it, such as `1;31`; empty where none is seen. */
	readonly styles: readonly string[];
	/** All from that character on, with its styles. */
	readonly rest: string;
};

/** The cells of a line with its escapes. */
export function cellsOfLine(line: string): Cells {
	const held = new Map<Kind, string>();
	const styles: string[] = [];
	let text = '';
	let [style, blankStyle] = ['', ''];
	for (const match of line.matchAll(pieces)) {
		const [piece, codes] = match;
		if (codes !== undefined) {
			restyle(held, codes);
			style = kinds.flatMap(kind => held.get(kind) ?? []).join(';');
			blankStyle = seenOnBlanks.some(kind => held.has(kind)) ? style : '';
			continue;
		}
		if (!isAlike.test(piece)) {
			// A mark stands on the character before it.
			const from = mark.test(piece) && text !== '' ? text.length - 1 : text.length;
			const begun = style === '' ? '' : `\u001B[${style}m`;
			const rest = `${begun}${text.slice(from)}${line.slice(match.index)}`;
			return {text: text.slice(0, from), styles: styles.slice(0, from), rest};
		}
		text += piece;
		for (const character of piece) styles.push(character === ' ' ? blankStyle : style);
	}
	let end = text.length;
	while (end > 0 && text[end - 1] === ' ' && styles[end - 1] === '') end--;
	return {text: text.slice(0, end), styles, rest: ''};
}

/** What an escape begins and ends. */
function restyle(held: Map<Kind, string>, codes: string): void {
	const numbers = codes.split(';');
	for (const [index, number] of numbers.entries()) {
		const code = Number(number);
		// A colour by its number, or by its parts, takes all that follows.
		if (code === 38 || code === 48) {
			held.set(code === 38 ? 'colour' : 'background', numbers.slice(index).join(';'));
			return;
		}
		const begun = kindOf(code);
		if (begun !== null) held.set(begun, number);
		else if (code === 0) held.clear();
		else for (const kind of kinds) if (ends[kind] === code) held.delete(kind);
	}
}

/** The kinds of style, in the order in which their numbers are written. */
const kinds = ['inverse', 'bold', 'dim', 'italic', 'underline', 'colour', 'background'] as const;

type Kind = (typeof kinds)[number];

const seenOnBlanks = ['inverse', 'underline', 'background'] as const satisfies readonly Kind[];

const ends: Readonly<Record<Kind, number>> = {
	inverse: 27,
	bold: 22,
	dim: 22,
	italic: 23,
	underline: 24,
	colour: 39,
	background: 49,
};

const begins: Readonly<Record<number, Kind>> = {1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse'};

function kindOf(code: number): Kind | null {
	if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) return 'colour';
	if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) return 'background';
	return begins[code] ?? null;
}

/** A style, a run of what is one column wide on every terminal, or a run of anything else. */
const pieces =
	/\u001B\[([\d;]*)m|[\x20-\x7E\u00A6\u203A\u2713\u2800-\u28FF]+|[^\u001B\x20-\x7E\u00A6\u203A\u2713\u2800-\u28FF]+|\u001B/g;
const isAlike = /^[\x20-\x7E\u00A6\u203A\u2713\u2800-\u28FF]/;
const mark = /^[\p{M}\u200D]/u;
