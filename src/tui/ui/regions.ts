import {asciiText} from '../../words/symbols.ts';
import type {Line} from './line.ts';
import type {Table} from './table.ts';

/** A part of the screen over its whole width. `row` is its first one. */
export type Region = {
	readonly type: 'title' | 'head' | 'body' | 'pane' | 'events' | 'footer' | 'sheet';
	readonly row: number;
	readonly blocks: readonly Block[];
};

/** A line, or a table that is wholly on the screen; `lines` is its text. */
export type Block =
	| {readonly type: 'line'; readonly line: Line}
	| {readonly type: 'table'; readonly table: Table; readonly lines: readonly string[]};

/** The parts of a screen from top to bottom, each with its name and its lines. */
export type Parts = readonly (readonly [Region['type'], readonly (Line | Block)[]])[];

/** The same for a terminal that shows ASCII only, character for character. */
export function asciiRegions(regions: readonly Region[]): readonly Region[] {
	return regions.map(region => {
		const heavy = region.type === 'sheet' ? '=' : '#';
		return {...region, blocks: region.blocks.map(block => asciiBlock(block, heavy))};
	});
}

function asciiBlock(block: Block, heavy: '=' | '#'): Block {
	const ascii = (text: string) => asciiText(text, heavy);
	if (block.type === 'table') {
		const {heading, rows} = block.table;
		const table = {heading: heading?.map(ascii) ?? null, rows: rows.map(cells => cells.map(ascii))};
		return {type: 'table', table, lines: block.lines.map(ascii)};
	}
	const {line} = block;
	if (typeof line === 'string') return {type: 'line', line: asciiText(line, heavy)};
	return {
		type: 'line',
		line: line.map(cell =>
			typeof cell === 'string' ? asciiText(cell, heavy) : {...cell, text: asciiText(cell.text, heavy)},
		),
	};
}
