import {type DmVersion, dmVersion} from '../../../domain/version.ts';
import type {Cell} from '../../../words/columns.ts';
import {wholeNumber} from '../../../words/format.ts';
import {pad, width, wrap} from '../../../words/width.ts';
import type {Model} from '../../state.ts';
import {fitted, isTable, type Line, line, type PageLine} from '../../ui/line.ts';
import {rule} from '../../ui/rules.ts';
import {foldStacks, type Sought} from './error-text.ts';

/** A part of a text page: a rule with its title, then its lines. Without lines there is no part. */
export function section<Of extends PageLine>(
	columns: number,
	title: string | readonly Cell[],
	lines: readonly Of[],
	end = '',
): readonly (Of | Line)[] {
	return lines.length === 0 ? [] : [rule(columns, title, end), ...lines];
}

/** A text, wrapped, its stacks folded, with a blank before each line. */
export function prose(text: string, columns: number, sought?: Sought): readonly string[] {
	const shown = text.includes('\n') ? foldStacks(text.split('\n'), sought).join('\n') : text;
	return wrap(shown, Math.max(1, columns - 2)).map(line => ` ${line}`);
}

/** A label and its text, which goes on below itself; where it is narrow, below the label. */
export function labelled(label: string, text: string, columns: number): readonly string[] {
	const head = pad(` ${label}`, labelColumns);
	const room = columns - labelColumns - 2;
	if (room < 16) return [` ${label}`, ...wrap(text, Math.max(1, columns - 4)).map(line => `   ${line}`)];
	return wrap(text, room).map((line, index) => `${index === 0 ? head : ' '.repeat(labelColumns)} ${line}`);
}

const labelColumns = 11;

/**
 * A label in a column of its own and its text, which goes on below itself; where it is narrow, below the label. The
 * label is quiet, but `Now:`, which says what to do.
 */
export function labelLines(label: string, text: string, columns: number, labelWidth = 8): readonly Line[] {
	const head: Cell = {text: pad(` ${label}`, labelWidth + 1), tone: label === 'Now:' ? 'strong' : 'quiet'};
	const room = columns - labelWidth - 2;
	if (room < 16) return [line([head], columns), ...prose(text, columns - 2).map(it => `  ${it}`)];
	return wrap(text, room).map((it, index) =>
		index === 0 ? line([head, it], columns) : `${' '.repeat(labelWidth + 1)}${it}`,
	);
}

/** Short facts side by side, on as many lines as they need; none is split unless it is wider than a line. */
export function factLines(facts: readonly (string | null)[], columns: number, gap = '   '): readonly string[] {
	const lines: string[] = [];
	for (const fact of facts) {
		if (fact === null || fact === '') continue;
		const last = lines.at(-1);
		const longer = last === undefined ? null : `${last}${gap}${fact}`;
		if (longer !== null && width(longer) < columns) lines[lines.length - 1] = longer;
		else lines.push(...prose(fact, columns));
	}
	return lines;
}

/** The width of a column that holds these texts, between a least and a most. */
export function widest(texts: readonly string[], least: number, most: number): number {
	return Math.min(
		most,
		texts.reduce((longest, text) => Math.max(longest, width(text)), least),
	);
}

/** Cuts what is still too wide, such as a rule's title on a very narrow terminal. */
export function within<Of extends PageLine>(lines: readonly Of[], columns: number): readonly (Of | Line)[] {
	return lines.map((it: PageLine) => (isTable(it) ? it : fitted(it, columns)) as Of | Line);
}

/** At most so many of the items; `more` says how many were left out. */
export function firstOf<Item>(items: readonly Item[], most: number): {shown: readonly Item[]; more: number} {
	return items.length <= most
		? {shown: items, more: 0}
		: {shown: items.slice(0, most - 1), more: items.length - most + 1};
}

/** A whole number with its thousands apart: `71,204,113`; `-` when DM does not tell it. */
export function figure(value: number | null): string {
	return value === null || !Number.isFinite(value) ? '-' : wholeNumber(value);
}

/** `yes`, `no`, or `?` when DM does not tell. */
export function yesNo(value: boolean | null): string {
	return value === null ? '?' : value ? 'yes' : 'no';
}

/** The DM version of the cluster, the oldest and the newest that it can be. */
export function versionOf({overview}: Model): DmVersion {
	const label = overview?.cluster.dmVersion ?? '?';
	if (overview?.cluster.shape === 'workers') return {...ofShape('workers', false), label};
	if (label.startsWith('2.x')) return {...ofShape('sources', false), label};
	if (label.startsWith('6.2+')) return {...ofShape('sources', true), label};
	return {...dmVersion(label, null), label};
}

function ofShape(shape: 'workers' | 'sources', tellsValidation: boolean): DmVersion {
	return dmVersion(null, {shape, tellsValidation});
}
