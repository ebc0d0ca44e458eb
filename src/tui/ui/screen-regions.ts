import {painter} from '../../words/theme.ts';
import {cut} from '../../words/width.ts';
import {nothingShownText} from '../find/look-text.ts';
import {matchesIn, matchText} from '../find/search.ts';
import {layoutOf, listHeight} from '../layout.ts';
import type {ListPage, TextPage} from '../pages/page.ts';
import {pageOf} from '../pages/pages.ts';
import type {Layout, ListView, Model, TextView} from '../state.ts';
import {topView} from '../views.ts';
import {dialogSheet} from './dialog/dialog.ts';
import {footerLine, footerLines} from './footer.ts';
import {banner, titleBar} from './header.ts';
import {behind, type Line, paintLine, textOf} from './line.ts';
import {paletteSheet} from './palette-sheet.ts';
import type {Block, Parts, Region} from './regions.ts';
import {fill, listRule, rule} from './rules.ts';
import {smallRegions} from './small-screen.ts';
import {textWindow} from './text-window.ts';

/** The whole screen from top to bottom: exactly as many lines as the terminal has rows, none wider than it. */
export function screenRegions(model: Model): readonly Region[] {
	const view = topView(model);
	const layout = layoutOf(model, view);
	const {rows} = model.size;
	const footer = layout.small ? (layout.footer === 0 ? [] : [footerLine(model)]) : footerLines(model, layout.footer);
	const parts: Parts = layout.small ? smallRegions(model, view, layout) : pageParts(model, layout);
	const above = cutOff(itemsOf(parts), rows - footer.length);
	const items = [...above, ...itemsOf([['footer', footer]])];
	return regionsOf(covered(noticed(items, model, layout), model));
}

/** The same as text, its tones painted. */
export function screenLines(model: Model): readonly string[] {
	const paint = painter(model.colours);
	return screenRegions(model).flatMap(({blocks}) =>
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
	const {columns} = model.size;
	const before = page.before(model, view);
	if (before !== null) {
		return [
			['title', [titleBar(model)]],
			['head', [banner(model) ?? rule(columns)]],
			['body', ['', ...before]],
		];
	}
	const body = page.body(model, view);
	const {top} = view.cursor;
	const height = listHeight(model, view);
	const [first = '', ...others] = body.summary;
	const nothing = nothingShownText(model, view, page.listing(model, view)) ?? body.empty;
	const rows = body.count === 0 ? [cut(nothing, columns)] : body.rows(top, top + height);
	return [
		['title', [titleBar(model)]],
		['head', [banner(model) ?? first, ...others, body.titles, listRule(columns, top, height, body.count)]],
		['body', fill([...rows, ...body.notes], layout.body)],
		['pane', layout.pane === 0 ? [] : fill(body.pane(layout.pane), layout.pane)],
		['events', layout.events === 0 ? [] : fill(body.events?.(layout.events) ?? [], layout.events)],
	];
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
		['head', head.length === 0 ? [said ?? under] : [...head, ...(page.isUnruled ? [] : [under])]],
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
function covered(items: readonly Item[], model: Model): readonly Item[] {
	const {rows} = model.size;
	let shown = items;
	for (const sheet of [paletteSheet(model), dialogSheet(model)]) {
		if (sheet === null) continue;
		const lines = itemsOf([['sheet', sheet.lines]]);
		const below = between(shown, sheet.row + lines.length, rows);
		const around = (items: readonly Item[]) => items.map(quieted);
		shown = between([...around(between(shown, 0, sheet.row)), ...lines, ...around(below)], 0, rows);
	}
	return shown;
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
