import type {Cell} from '../../words/columns.ts';
import {symbols} from '../../words/symbols.ts';
import type {Tone} from '../../words/theme.ts';
import {width} from '../../words/width.ts';
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

/** A heavy rule in a tone, as what lies over a screen has: `━ PAUSE orders  on  sh-main ━━━`. */
export function heavyRule(columns: number, tone: Tone, title: readonly Cell[] = [], end = ''): Line {
	const heavy = (count: number): Cell => ({text: symbols.heavyRule.repeat(Math.max(0, count)), tone});
	if (title.length === 0 && end === '') return [heavy(columns)];
	const head: readonly Cell[] = title.length === 0 ? [] : [' ', ...title, ' '];
	const tail: readonly Cell[] = end === '' || cellsWidth(head) + width(end) + 4 > columns ? [] : [` ${end} `];
	const between = columns - 2 - cellsWidth(head) - cellsWidth(tail);
	return line([heavy(1), ...head, heavy(between), ...tail, heavy(1)], columns);
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
