import {type Cell, cellsOf, type Look} from './cells.ts';

/** Cells of a monospaced font: its advance is 0.6 of its size, in nearly every one of them. */
const [cellWidth, cellHeight, fontSize, baseline] = [9, 18, 15, 13.5] as const;
const margin = 9;

/** How a terminal with a black ground shows the tones. */
const ground = '#101010';
const ink = '#d0d0d0';
const colours: Readonly<Record<NonNullable<Look['colour']>, string>> = {
	red: '#e05050',
	green: '#00cd00',
	yellow: '#cdcd00',
	cyan: '#00cdcd',
};

/** One cell, or neighbours as one. */
type Run = Cell;

/** Lines of a terminal, with their escapes, as a picture in which every character stands in its cell. */
export async function svgOf(title: string, lines: readonly string[], columns: number): Promise<string> {
	const rows = await cellsOf(lines, columns);
	const [width, height] = [columns * cellWidth + 2 * margin, lines.length * cellHeight + 2 * margin];
	const drawn = rows.flatMap((cells, row) => [
		...joined(cells, lookAlike).flatMap(run => drawnBack(run, row)),
		...joined(cells, belong).flatMap(run => drawnText(trimmed(run), row)),
	]);
	return `${[
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
			` font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="${fontSize}" fill="${ink}">`,
		`<title>${escaped(title)}</title>`,
		'<style>.b{font-weight:bold}.d{opacity:.55}</style>',
		`<rect width="${width}" height="${height}" rx="6" fill="${ground}"/>`,
		...drawn,
		'</svg>',
	].join('\n')}\n`;
}

function drawnBack({column, columns, look}: Run, row: number): readonly string[] {
	if (!look.reversed) return [];
	const [x, y] = [margin + column * cellWidth, margin + row * cellHeight];
	const width = columns * cellWidth;
	return [
		`<rect x="${x}" y="${y}" width="${width}" height="${cellHeight}"${filled(look.colour === null ? ink : colours[look.colour])}/>`,
	];
}

function drawnText({column, columns, text, look}: Run, row: number): readonly string[] {
	if (text === '') return [];
	const [x, y] = [margin + column * cellWidth, margin + row * cellHeight + baseline];
	const styles = [look.bold ? 'b' : '', look.dim ? 'd' : ''].filter(style => style !== '').join(' ');
	const place = `x="${x}" y="${y}" textLength="${columns * cellWidth}" lengthAdjust="spacingAndGlyphs"`;
	const style = styles === '' ? '' : ` class="${styles}"`;
	return [
		`<text ${place}${filled(look.reversed ? ground : look.colour === null ? ink : colours[look.colour])}${style}>${escaped(text)}</text>`,
	];
}

function filled(colour: string): string {
	return colour === ink ? '' : ` fill="${colour}"`;
}

/** Neighbours that belong together, as one. */
function joined(cells: readonly Run[], areTogether: (last: Run, next: Run) => boolean): readonly Run[] {
	const runs: Run[] = [];
	for (const cell of cells) {
		const last = runs.at(-1);
		if (last !== undefined && areTogether(last, cell)) {
			runs[runs.length - 1] = {...last, columns: last.columns + cell.columns, text: last.text + cell.text};
		} else {
			runs.push(cell);
		}
	}
	return runs;
}

function lookAlike({look: a}: Run, {look: b}: Run): boolean {
	return a.colour === b.colour && a.bold === b.bold && a.dim === b.dim && a.reversed === b.reversed;
}

/** Two blanks part: what stands right of them keeps its place whatever the font does left of them. */
function belong(last: Run, next: Run): boolean {
	if (!lookAlike(last, next)) return false;
	if (last.text.endsWith('  ')) return next.text === ' ';
	return next.text === ' ' || kindOf(last.text.trimEnd().at(-1) ?? next.text) === kindOf(next.text);
}

/** Without the blanks at both ends, each of which is a column. */
function trimmed(run: Run): Run {
	const text = run.text.trim();
	const [left, right] = [run.text.length - run.text.trimStart().length, run.text.length - run.text.trimEnd().length];
	return {...run, text, column: run.column + left, columns: run.columns - left - right};
}

/** Characters of one kind come from one font, and so have one width. */
function kindOf(text: string): 'ascii' | 'braille' | 'rule' | 'wide' {
	if (/^[\x20-\x7e]/.test(text)) return 'ascii';
	if (/^[\u2800-\u28ff]/.test(text)) return 'braille';
	return /^[\u2500-\u257f]/.test(text) ? 'rule' : 'wide';
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
