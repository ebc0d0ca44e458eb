import {width} from '../../words/width.ts';
import {type Matches, markedLine} from '../find/search.ts';
import {fitted, isTable, lineText, type PageLine} from './line.ts';
import type {Block} from './regions.ts';
import {tableText} from './table.ts';

type Window = {
	readonly top: number;
	readonly height: number;
	readonly columns: number;
	readonly matches: Matches | null;
};

/** What of a text's lines is on the screen. A table that is only partly there, or too dear, is its lines. */
export function textWindow(lines: readonly PageLine[], {top, height, columns, matches}: Window): readonly Block[] {
	const blocks: Block[] = [];
	let cells = 0;
	let at = 0;
	for (const item of lines) {
		// An answer of DM's may have tens of thousands of lines above the window.
		if (!isTable(item) && at < top) {
			at++;
			continue;
		}
		const table = isTable(item) ? item : null;
		const text = isTable(item) ? tableText(item) : [lineText(item)];
		const isWhole = at >= top && at + text.length <= top + height;
		if (table !== null && isWhole) {
			const size = table.rows.reduce((sum, row) => sum + row.length, 0);
			const current = matches?.current ?? -1;
			const isMarked = current >= at && current < at + text.length;
			// A table counts characters, not columns.
			if (cells + size <= mostCells && !isMarked && text.every(it => it.length === width(it) && it.length <= columns)) {
				cells += size;
				blocks.push({type: 'table', table, lines: text});
				at += text.length;
				continue;
			}
		}
		for (const [index, it] of text.entries()) {
			const line = at + index;
			if (line >= top && line < top + height) {
				const isCurrent = matches?.current === line;
				const shown = isTable(item) || isCurrent || typeof item === 'string' ? markedLine(it, line, matches) : item;
				blocks.push({type: 'line', line: fitted(shown, columns)});
			}
		}
		at += text.length;
		if (at >= top + height) break;
	}
	return blocks;
}

/** Each cell of a table is a text of its own: a frame with more of them takes several times as long as one of lines. */
const mostCells = 64;
