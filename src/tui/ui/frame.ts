import type {Colours} from '../../words/theme.ts';
import type {Model} from '../state.ts';
import type {Line} from './line.ts';
import {asciiRegions, type Block, type Region} from './regions.ts';
import {screenRegions} from './screen-regions.ts';

/** One frame of the screen: its regions fill exactly the rows of the terminal. */
export type Frame = {readonly rows: number; readonly colours: Colours; readonly regions: readonly Region[]};

/**
 * The frames of a program. It remembers the last one, so that equal regions and equal lines are the same objects, and a
 * frame of equal regions is the same frame: then React has nothing to do and the terminal gets no byte.
 */
export function createFrames(): (model: Model) => Frame {
	let shown: Model | null = null;
	let last: Frame = {rows: 0, colours: false, regions: []};
	return model => {
		if (model !== shown) {
			shown = model;
			last = keptFrame(last, frameOf(model));
		}
		return last;
	};
}

function frameOf(model: Model): Frame {
	const regions = screenRegions(model);
	const {size, colours, ascii} = model;
	return {rows: size.rows, colours, regions: ascii ? asciiRegions(regions) : regions};
}

function keptFrame(last: Frame, next: Frame): Frame {
	const regions = next.regions.map((region, index) => keptRegion(last.regions[index], region));
	const isSame =
		next.rows === last.rows &&
		next.colours === last.colours &&
		regions.length === last.regions.length &&
		regions.every((region, index) => region === last.regions[index]);
	return isSame ? last : {...next, regions};
}

function keptRegion(before: Region | undefined, region: Region): Region {
	if (before === undefined || before.type !== region.type || before.row !== region.row) return region;
	const blocks = region.blocks.map((block, index) => {
		const known = before.blocks[index];
		return known !== undefined && isSame(known, block) ? known : block;
	});
	const same = blocks.length === before.blocks.length && blocks.every((block, index) => block === before.blocks[index]);
	return same ? before : {...region, blocks};
}

function isSame(before: Block, block: Block): boolean {
	if (before.type === 'line') return block.type === 'line' && isSameLine(before.line, block.line);
	if (block.type === 'line' || before.lines.length !== block.lines.length) return false;
	return before.lines.every((line, index) => line === block.lines[index]);
}

function isSameLine(before: Line, line: Line): boolean {
	if (typeof before === 'string' || typeof line === 'string') return before === line;
	return (
		before.length === line.length &&
		before.every((cell, index) => {
			const other = line[index];
			if (typeof cell === 'string' || typeof other === 'string' || other === undefined) return cell === other;
			return cell.text === other.text && cell.tone === other.tone;
		})
	);
}
