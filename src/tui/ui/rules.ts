import {cut, width} from '../../words/width.ts';

/** A horizontal rule, with a title and what stands at its end where there are such: `-- orders ----- 3m --`. */
export function rule(columns: number, title = '', end = ''): string {
	const tail = end === '' ? '' : ` ${end} --`;
	const head = title === '' ? '' : `-- ${cut(title, Math.max(1, columns - 6 - width(tail)))} `;
	return cut(head + '-'.repeat(Math.max(0, columns - width(head) - width(tail))) + tail, columns);
}

/** The rule above a list; it says which rows are shown where not all are. */
export function listRule(columns: number, top: number, height: number, all: number): string {
	return rule(columns, '', all <= height ? '' : `${top + 1}-${Math.min(all, top + height)} of ${all}`);
}

/** Exactly so many lines: the first ones, then empty ones. */
export function fill<Of>(lines: readonly Of[], rows: number): readonly (Of | string)[] {
	return Array.from({length: Math.max(0, rows)}, (_, index) => lines[index] ?? '');
}
