import type {Cell} from '../../words/columns.ts';
import {lookOf, marksOf} from '../find/finding.ts';
import {sortText} from '../find/look-text.ts';
import {tooSlowText} from '../find/matcher.ts';
import {countCells} from '../pages/counts.ts';
import {listingOf} from '../shown.ts';
import type {Model, View} from '../state.ts';
import {cellsWidth, type Line, line, spreadLine} from './line.ts';
import {quiet, strong} from './rules.ts';

/**
 * The second line of a list that a filter hides rows of: what it asks for, how many rows are shown, and what those are
 * that are not: ` / orders   2 of 14 shown   hidden: X1 ?1 .5`. Null where nothing filters.
 */
export function filterLine(model: Model, view: View): Line | null {
	const listing = listingOf(model, view);
	const {filter, problemsOnly} = lookOf(model, view);
	if (listing === null || (filter === null && !problemsOnly)) return null;
	const {columns} = model.size;
	const problems = problemsOnly ? '! problems only ' : '';
	const asked = filter === null ? '' : `/ ${filter.text} `;
	const head: readonly Cell[] = [' ', {text: ` ${problems}${asked}`, tone: 'selected-strong'}];
	const counted: readonly Cell[] = [strong(`${listing.ids.length} of ${listing.all}`), ' shown'];
	if (listing.isFilterTooSlow) {
		const cells = problemsOnly ? [...head, '  ', ...counted, '  '] : [...head, '  '];
		const said = cellsWidth(cells) + tooSlowText.length > columns ? (tooSlowText.split(':')[0] ?? '') : tooSlowText;
		return line([...cells, {text: said, tone: 'careful'}], columns);
	}
	const unknown = listing.unknown === 0 ? '' : `${listing.unknown} unknown`;
	const parts: readonly (readonly Cell[])[] = [
		listing.hidden.size === 0 ? [] : [quiet('hidden: '), ...countCells(listing.hidden, 0)],
		unknown === '' ? [] : [quiet(`(${unknown})`)],
		[sortText(model, view)],
		[markedText(model, view)],
	];
	const ends: readonly Cell[] = [strong('Esc'), quiet(' ends it')];
	// What was asked gives way to what came of it.
	const room = columns - 3 - cellsWidth(counted);
	const asking = cellsWidth(head) <= room ? head : line(head, Math.max(6, room));
	const cells: Cell[] = [...asking, '  ', ...counted];
	for (const part of parts) {
		const beside = cellsWidth(part) === 0 ? [] : ['   ', ...part];
		if (cellsWidth(cells) + cellsWidth(beside) <= columns) cells.push(...beside);
	}
	return cellsWidth([...cells, ...ends]) + 3 > columns ? line(cells, columns) : spreadLine(cells, ends, columns);
}

function markedText(model: Model, view: View): string {
	const {size} = marksOf(model, view);
	return size === 0 ? '' : `${size} marked`;
}
