import {asciiOnly} from '../../words/width.ts';
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

/** The same for a terminal that shows ASCII only; what it cannot show is as wide as it was. */
export function asciiRegions(regions: readonly Region[]): readonly Region[] {
	return regions.map(region => ({...region, blocks: region.blocks.map(asciiBlock)}));
}

function asciiBlock(block: Block): Block {
	// A table that is drawn as one is ASCII already.
	if (block.type === 'table') return block;
	const {line} = block;
	if (typeof line === 'string') return {type: 'line', line: asciiOnly(line)};
	return {
		type: 'line',
		line: line.map(cell => (typeof cell === 'string' ? asciiOnly(cell) : {...cell, text: asciiOnly(cell.text)})),
	};
}
