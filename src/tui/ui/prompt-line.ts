import type {Cell} from '../../words/columns.ts';
import {width} from '../../words/width.ts';
import {lookOf} from '../find/finding.ts';
import {countText} from '../find/look-text.ts';
import {tooSlowText} from '../find/matcher.ts';
import {matchesIn, matchText} from '../find/search.ts';
import {keyOf} from '../keys/key-of.ts';
import {listingOf, textLines} from '../shown.ts';
import type {Model, View} from '../state.ts';
import {topView} from '../views.ts';
import {cellsWidth, type Line, line} from './line.ts';

/** The line into which is typed, in the footer's place; null while no prompt is open. */
export function promptLine(model: Model): Line | null {
	const {prompt} = model.finding;
	if (prompt === null) return null;
	const {columns} = model.size;
	const view = topView(model);
	if (prompt.type === 'sort') return line(sortPieces(model, view), columns);
	if (prompt.type === 'palette') return typedLine(':', prompt.text, [], model);
	if (prompt.problem !== null)
		return typedLine(`${prompt.type}:`, prompt.text, [{text: prompt.problem, tone: 'careful'}], model);
	return typedLine(`${prompt.type}:`, prompt.text, [foundCell(model, view, prompt.type)], model);
}

function foundCell(model: Model, view: View, type: 'filter' | 'search'): Cell {
	const matches = type === 'search' ? matchesIn(model, view, textLines(model, view)) : null;
	const isTooSlow = type === 'search' ? matches?.isTooSlow : listingOf(model, view)?.isFilterTooSlow;
	if (isTooSlow) return {text: tooSlowText, tone: 'careful'};
	return type === 'search' ? matchText(matches) : countText(listingOf(model, view));
}

function typedLine(label: string, text: string, right: readonly Cell[], model: Model): Line {
	const {columns} = model.size;
	const tail = right.filter(cell => (typeof cell === 'string' ? cell : cell.text) !== '');
	const tailWidth = cellsWidth(tail) + 3 * tail.length;
	// The end of what is typed is what one looks at; what was found gives way to it.
	const room = Math.max(4, columns - width(label) - 3 - (tailWidth > columns / 2 ? 0 : tailWidth));
	const shown = endOf(text, room);
	const pieces: Cell[] = [' ', {text: label, tone: 'strong'}, ` ${shown}_`];
	return line([...pieces, ...tail.flatMap(cell => ['   ', cell])], columns);
}

function endOf(text: string, columns: number): string {
	let characters = [...text];
	while (width(characters.join('')) > columns) characters = characters.slice(1);
	return characters.join('');
}

function sortPieces(model: Model, view: View): readonly Cell[] {
	const {sort, reversed} = lookOf(model, view);
	const keys = (listingOf(model, view)?.sorts ?? []).map(key => (key === sort ? `[${key}]` : ` ${key} `));
	const {columns} = model.size;
	const own = `   ${keyOf(model, 'sort')} next  ${keyOf(model, 'reverse')} reverse`;
	const keyHelp = columns < 70 ? '' : `${columns < 100 ? ' ' : own}  Enter keep  Esc back`;
	return [' ', {text: 'sort:', tone: 'strong'}, keys.join(''), reversed ? ' reversed' : '', keyHelp];
}
