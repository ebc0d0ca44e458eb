import {symbols} from '../../words/symbols.ts';
import {painter} from '../../words/theme.ts';
import {cut} from '../../words/width.ts';
import {nothingShownText} from '../find/look-text.ts';
import {matchesIn, matchText} from '../find/search.ts';
import {layoutOf} from '../layout.ts';
import type {ListBody, ListPage, TextPage} from '../pages/page.ts';
import {pageOf} from '../pages/pages.ts';
import {leftColumns} from '../size.ts';
import type {Layout, ListView, Model, TextView} from '../state.ts';
import {topView} from '../views.ts';
import {dialogSheet} from './dialog/dialog.ts';
import {sheetAnswer} from './dialog/dialog-answer.ts';
import {filterLine} from './filter-line.ts';
import {footerLine} from './footer.ts';
import {banner, titleBar} from './header.ts';
import {behind, cellsWidth, isSelected, type Line, line, paintLine, textOf} from './line.ts';
import {paletteSheet} from './palette-sheet.ts';
import {asciiRegions, type Block, type Parts, type Region} from './regions.ts';
import {fill, quiet, rule} from './rules.ts';
import {smallRegions} from './small-screen.ts';
import {textWindow} from './text-window.ts';

/** The whole screen from top to bottom: exactly as many lines as the terminal has rows, none wider than it. */
export function screenRegions(model: Model): readonly Region[] {
	const view = topView(model);
	const layout = layoutOf(model, view);
	const {rows} = model.size;
	const footer = layout.footer === 0 ? [] : [footerLine(model)];
	const parts: Parts = layout.small ? smallRegions(model, view, layout) : pageParts(model, layout);
	const above = cutOff(itemsOf(parts), rows - footer.length);
	const items = [...above, ...itemsOf([['footer', footer]])];
	return regionsOf(covered(noticed(items, model, layout), model, layout));
}

/** The same as text, its tones painted. */
export function screenLines(model: Model): readonly string[] {
	const paint = painter(model.colours);
	const regions = screenRegions(model);
	return (model.ascii ? asciiRegions(regions) : regions).flatMap(({blocks}) =>
		blocks.flatMap(block => (block.type === 'table' ? block.lines : [paintLine(block.line, paint)])),
	);
}

function pageParts(model: Model, layout: Layout): Parts {
	const view = topView(model);
	const page = pageOf(view);
	if (page.kind === 'text') return textParts(model, page, view as TextView, layout);
	return listParts(model, page, view as ListView, layout);
}

function listParts(model: Model, page: ListPage, view: ListView, layout: Layout): Parts {
	const before = page.before(model, view);
	if (before !== null) {
		return [
			['title', [titleBar(model)]],
			['head', [banner(model) ?? '']],
			['body', before],
		];
	}
	return layout.split ? splitParts(model, page, view, layout) : wholeParts(model, page, view, layout);
}

function wholeParts(model: Model, page: ListPage, view: ListView, layout: Layout): Parts {
	const body = page.body(model, view);
	const [first = '', ...others] = body.summary;
	const pane = layout.pane === 0 ? [] : fill(body.pane(layout.pane), layout.pane);
	return [
		['title', [titleBar(model)]],
		['head', [banner(model) ?? filterLine(model, view) ?? first, ...others, headsLine(body)]],
		['body', rowLines(model, page, view, body, layout)],
		['pane', pane],
		['events', layout.events === 0 ? [] : fill(body.events?.(layout.events) ?? [], layout.events)],
	];
}

/** The list and the events on the left, what is told of the selected row on the right, from the heads to the foot. */
function splitParts(model: Model, page: ListPage, view: ListView, layout: Layout): Parts {
	const {columns} = model.size;
	const left = leftColumns(model.size);
	const right = columns - left - divider.length;
	const narrow = {...model, size: {...model.size, columns: left}};
	const body = page.body(narrow, view);
	const [first = '', ...others] = page.body(model, view).summary;
	const side = fill(body.side?.(1 + layout.body + layout.events, right) ?? [], 1 + layout.body + layout.events);
	const beside = (lines: readonly Line[], from: number) =>
		lines.map((it, index) => besideLine(it, side[from + index] ?? '', left, right));
	const events = fill(body.events?.(layout.events) ?? [], layout.events);
	return [
		['title', [titleBar(model)]],
		['head', [banner(model) ?? filterLine(model, view) ?? first, ...others, ...beside([headsLine(body)], 0)]],
		['body', beside(rowLines(narrow, page, view, body, layout), 1)],
		['events', beside(events, 1 + layout.body)],
	];
}

const divider = ` ${symbols.divider} `;

function besideLine(it: Line, side: Line, left: number, right: number): Line {
	const cells = line(typeof it === 'string' ? [it] : it, left);
	const blanks = ' '.repeat(Math.max(0, left - cellsWidth(cells)));
	return [...cells, blanks, quiet(divider), ...line(typeof side === 'string' ? [side] : side, right)];
}

function headsLine({titles}: ListBody): Line {
	return [quiet(titles)];
}

/** The rows of the window, with what stands below them; or why there is none. */
function rowLines(model: Model, page: ListPage, view: ListView, body: ListBody, layout: Layout): readonly Line[] {
	const {top} = view.cursor;
	const nothing = nothingShownText(model, view, page.listing(model, view)) ?? body.empty;
	const height = Math.max(1, layout.body - (page.noteRows?.(model) ?? 0));
	const rows = body.count === 0 ? [cut(nothing, model.size.columns)] : body.rows(top, top + height);
	return fill([...rows, ...body.notes], layout.body);
}

function textParts(model: Model, page: TextPage, view: TextView, layout: Layout): Parts {
	const {columns} = model.size;
	const lines = page.lines(model, view);
	const text = textOf(lines);
	const matches = matchesIn(model, view, text);
	const shown = Math.max(0, Math.min(text.length - view.top, layout.body));
	const range = text.length <= layout.body ? '' : `lines ${view.top + 1}-${view.top + shown} of ${text.length}`;
	const where = [matchText(matches), range].filter(part => part !== '').join('  ');
	const under = rule(columns, '', where);
	const said = banner(model);
	const head = page.head?.(model, view, layout, said, where) ?? [];
	return [
		['title', [titleBar(model)]],
		[
			'head',
			head.length === 0 ? (layout.header < 2 ? [] : [said ?? under]) : [...head, ...(page.isUnruled ? [] : [under])],
		],
		['body', textWindow(lines, {top: view.top, height: layout.body, columns, matches})],
	];
}

type Item = {readonly region: Region['type']; readonly block: Block};

function itemsOf(parts: Parts): readonly Item[] {
	return parts.flatMap(([region, lines]) => lines.map(line => ({region, block: blockOf(line)})));
}

function blockOf(line: Line | Block): Block {
	return typeof line === 'object' && 'type' in line ? line : {type: 'line', line};
}

function heightOf({block}: Item): number {
	return block.type === 'table' ? block.lines.length : 1;
}

/** Exactly so many rows: the first ones, then empty ones. */
function cutOff(items: readonly Item[], rows: number): readonly Item[] {
	const kept = between(items, 0, rows);
	const height = kept.reduce((sum, item) => sum + heightOf(item), 0);
	const region = kept.at(-1)?.region ?? 'body';
	const empty = Array.from({length: Math.max(0, rows - height)}, (): Item => ({region, block: blockOf('')}));
	return [...kept, ...empty];
}

/** The items on the rows from one to another; a table that does not lie between them wholly is its lines. */
function between(items: readonly Item[], from: number, to: number): readonly Item[] {
	const kept: Item[] = [];
	let row = 0;
	for (const item of items) {
		const end = row + heightOf(item);
		if (row >= from && end <= to) kept.push(item);
		else if (item.block.type === 'table') {
			const lines = item.block.lines.slice(Math.max(0, from - row), Math.max(0, to - row));
			kept.push(...lines.map(line => ({region: item.region, block: blockOf(line)})));
		}
		row = end;
	}
	return kept;
}

/** Where there is no footer, a notice takes the last line. */
function noticed(items: readonly Item[], model: Model, layout: Layout): readonly Item[] {
	const isTold = model.notice !== null || model.finding.prompt !== null || model.dialog !== null;
	if (!isTold || layout.footer > 0) return items;
	return [...between(items, 0, model.size.rows - 1), {region: 'footer', block: blockOf(footerLine(model))}];
}

/** The screen under what is open over it: the palette, or a dialog. */
function covered(items: readonly Item[], model: Model, layout: Layout): readonly Item[] {
	const {rows} = model.size;
	const {dialog} = model;
	const answer = dialog === null ? '' : sheetAnswer(model, dialog);
	let shown = items;
	for (const sheet of [paletteSheet(model), dialogSheet(model, answer)]) {
		if (sheet === null) continue;
		const lines = itemsOf([['sheet', sheet.lines]]);
		const foot = rows - layout.footer;
		const end = sheet.row + lines.length;
		const above = withTarget(between(shown, 0, sheet.row), shown).map(quieted);
		// What stood beneath the rows gives way to the sheet; events go on below it.
		const events = shown.filter(({region}) => region === 'events').map(quieted);
		const isRoom = foot - above.length - lines.length >= Math.min(leastEvents, events.length);
		const below = layout.small ? between(shown, end, rows).map(quieted) : [];
		const middle = cutOff([...above, ...lines, ...(layout.small || !isRoom ? [] : events)], foot);
		shown = layout.small
			? between([...above, ...lines, ...below], 0, rows)
			: [...middle, ...between(shown, foot, rows)];
	}
	return shown;
}

/** A rule and an event: a rule alone tells nothing. */
const leastEvents = 2;

/** The rows above a sheet; the one that it is about is never hidden by it. */
function withTarget(above: readonly Item[], all: readonly Item[]): readonly Item[] {
	const target = all.find(isTarget);
	if (target === undefined || above.some(isTarget) || above.length < 2) return above;
	return [...above.slice(0, -1), target];
}

function isTarget({region, block}: Item): boolean {
	return region === 'body' && block.type === 'line' && isSelected(block.line);
}

/** What lies behind a sheet; the title bar and what answers it stay as they are. */
function quieted({region, block}: Item): Item {
	if (region === 'title' || region === 'footer' || block.type === 'table') return {region, block};
	return {region, block: blockOf(behind(block.line))};
}

function regionsOf(items: readonly Item[]): readonly Region[] {
	const regions: {readonly type: Region['type']; readonly row: number; readonly blocks: Block[]}[] = [];
	let row = 0;
	for (const item of items) {
		const last = regions.at(-1);
		if (last?.type === item.region) last.blocks.push(item.block);
		else regions.push({type: item.region, row, blocks: [item.block]});
		row += heightOf(item);
	}
	return regions;
}
