import type {Cell} from '../../words/columns.ts';
import {symbols} from '../../words/symbols.ts';
import {cellsWidth, type Line, line} from './line.ts';

/** A horizontal rule, with a title where there is one, and what stands at its end: `─ orders ──── since 14:02 ─`. */
export function rule(columns: number, title: string | readonly Cell[] = '', end = ''): Line {
	const cells = typeof title === 'string' ? (title === '' ? [] : [strong(title)]) : title;
	if (cells.length === 0 && end === '') return [quiet(symbols.rule.repeat(columns))];
	// What stands at the end gives way to what the rule is about.
	const tail = end === '' || cellsWidth(cells) + end.length + 8 > columns ? '' : ` ${end} `;
	const head = cells.length === 0 ? [] : line([' ', ...cells, ' '], Math.max(1, columns - 2 - tail.length));
	const between = Math.max(0, columns - 2 - cellsWidth(head) - tail.length);
	const last = symbols.rule.repeat(columns < 2 ? 0 : 1);
	return line([quiet(symbols.rule), ...head, quiet(symbols.rule.repeat(between) + tail + last)], columns);
}

/** The rule above a list; it says which rows are shown where not all are. */
export function listRule(columns: number, top: number, height: number, all: number): Line {
	if (all <= height) return rule(columns);
	return rule(columns, '', `${top + 1}-${Math.min(all, top + height)} of ${all}`);
}

/** A text that is not looked at first. */
export function quiet(text: string): Cell {
	return {text, tone: 'quiet'};
}

/** A text that is looked at first: a name, a key. */
export function strong(text: string): Cell {
	return {text, tone: 'strong'};
}

/** A rule as text, where its line is only a text. */
export function ruleText(columns: number, title = '', end = ''): string {
	const cells = rule(columns, title, end);
	return typeof cells === 'string' ? cells : cells.map(cell => (typeof cell === 'string' ? cell : cell.text)).join('');
}

/** Exactly so many lines: the first ones, then empty ones. */
export function fill<Of>(lines: readonly Of[], rows: number): readonly (Of | string)[] {
	return Array.from({length: Math.max(0, rows)}, (_, index) => lines[index] ?? '');
}
