import {plainly} from '../../domain/failure/sentence.ts';
import {isProduction} from '../../domain/operation/label.ts';
import {type Cell, trimmed} from '../../words/columns.ts';
import {hourAndMinute} from '../../words/format.ts';
import {statusText} from '../../words/headline.ts';
import {cut, cutStart, width} from '../../words/width.ts';
import {lookText, nothingShownText} from '../find/look-text.ts';
import {matchesIn, matchText} from '../find/search.ts';
import {freshness, wallTime} from '../freshness.ts';
import {listHeight} from '../layout.ts';
import {labelOf} from '../operate/cluster-label.ts';
import {writingText} from '../operate/writing.ts';
import {clusterName, retryText} from '../pages/cluster-words.ts';
import {counts} from '../pages/counts.ts';
import type {ListBody, Page, ShortName} from '../pages/page.ts';
import {pageOf} from '../pages/pages.ts';
import {shownFreshness} from '../pages/pieces/freshness-cell.ts';
import {presentNow} from '../past/present.ts';
import {listingOf, textLines} from '../shown.ts';
import type {Layout, ListView, Model, TextView, View} from '../state.ts';
import {topView} from '../views.ts';
import {labelCells} from './cluster-label-cells.ts';
import {cellsWidth, type Line, line, spreadLine, textOf} from './line.ts';
import type {Block, Parts} from './regions.ts';
import {fill, rule} from './rules.ts';
import {textWindow} from './text-window.ts';

/** Any view where there is room for one thing only: a short header, then rows of letter, name, status and since. */
export function smallRegions(model: Model, view: View, layout: Layout): Parts {
	const page = pageOf(view);
	const body =
		page.kind === 'list' && page.before(model, view as ListView) === null ? page.body(model, view as ListView) : null;
	const header = layout.header === 1 ? [onlyLine(model)] : [nameLine(model), secondLine(model, view, body)];
	const pane = layout.pane === 0 ? [] : paneLines(model, view, body, layout.pane);
	return [
		['title', header],
		['body', fill(bodyLines(model, view, page, body, layout), layout.body)],
		['pane', fill(pane, layout.pane)],
	];
}

function bodyLines(
	model: Model,
	view: View,
	page: Page,
	body: ListBody | null,
	layout: Layout,
): readonly (Line | Block)[] {
	const {columns} = model.size;
	if (page.kind === 'text') {
		const lines = textOf(page.lines(model, view as TextView));
		const {top} = view as TextView;
		return textWindow(lines, {top, height: layout.body, columns, matches: matchesIn(model, view, lines)});
	}
	if (body === null) return page.before(model, view as ListView) ?? [];
	const {small} = body;
	const nothing = nothingShownText(model, view, page.listing(model, view as ListView));
	if (nothing !== null) return [cut(small.isBare ? nothing.trimStart() : nothing, columns)];
	if (body.count === 0) return small.empty;
	const {top} = (view as ListView).cursor;
	return small.rows(top, top + listHeight(model, view));
}

function nameLine(model: Model): Line {
	const look = foundText(model, 16);
	const writing = model.writes === null ? '' : `  ${writingText(model)}`;
	const right = [
		look === '' ? '' : `  ${look}`,
		'  ',
		shownFreshness(model),
		`${writing}  ${hourAndMinute(wallTime(model, presentNow(model)))}`,
	];
	const {title} = nameOf(model, topView(model));
	return spreadLine(
		[` ${title === '' ? clusterName(model) : title}`, ...labelCells(labelOf(model))],
		right,
		model.size.columns,
	);
}

function secondLine(model: Model, view: View, body: ListBody | null): Line {
	const {columns} = model.size;
	const fresh = freshness(model);
	if (fresh.type === 'lost') {
		const retry = retryText(fresh.retryAtMs, model.nowMs);
		return line([{text: ` NOT LIVE, ${retry}  ${plainly(fresh.message)}`, tone: 'bad'}], columns);
	}
	const page = pageOf(view);
	if (page.kind === 'list' && page.isOfCluster) return body?.small.second ?? '';
	if (body !== null && body.small.second !== null) return body.small.second;
	const name = 'task' in view ? view.task : null;
	const row = name === null ? undefined : model.tasks.get(name)?.task?.row;
	if (row !== undefined) return cut(` ${statusText(row, 0)}  ${row.good}/${row.expected}`, columns);
	return trimmed(line([' ', ...counts(model.overview?.tasks ?? [], 0)], columns));
}

/** How many rows a list shows of how many, or which match of a text is meant. */
function foundText(model: Model, columns: number): string {
	const view = topView(model);
	const listing = listingOf(model, view);
	return listing !== null
		? lookText(model, view, listing, columns)
		: matchText(matchesIn(model, view, textLines(model, view)));
}

/** All that a header of one line can tell: how fresh it is, what page it is, and as many of the counts as fit. */
function onlyLine(model: Model): Line {
	const fresh = freshness(model);
	const isLive =
		model.past === null && fresh.type === 'live' && fresh.ageSeconds === null && model.finding.frozen === null;
	const head = isLive ? '' : ' ';
	const cell = head === '' ? '' : shownFreshness(model);
	const found = foundText(model, 6);
	const {columns} = model.size;
	const label = isProduction(labelOf(model)) ? [...labelCells(labelOf(model)).slice(1), ' '] : [];
	const before = [found === '' ? '' : `${found} `, ...label, cell, head];
	const view = topView(model);
	const numbers = counts(model.overview?.tasks ?? [], 0);
	const left = columns - cellsWidth(before);
	// The worst count stays beside the name of the page.
	const name =
		nameOf(model, view).words.length === 0
			? ''
			: `${shortName(model, view, left - cellsWidth(numbers.slice(0, 2)) - 1)} `;
	return trimmed(line([...before, name, ...wholePieces(numbers, left - width(name))], columns));
}

/** The name of a page in so many columns: its last word, and as much of what is before it as fits. */
function shortName(model: Model, view: View, columns: number): string {
	const {words, keeps} = nameOf(model, view);
	const last = words.at(-1) ?? '';
	const first = words[0] ?? '';
	if (keeps === 'end') return cutStart(last, columns);
	if (words.length <= 1) return cut(last, columns);
	return `${cut(first, Math.max(1, columns - width(last) - 1))} ${last}`;
}

function nameOf(model: Model, view: View): ShortName {
	const page = pageOf(view);
	const crumbs = page.crumbs(view, model);
	return page.shortName?.(view) ?? {title: crumbs.join(' '), words: crumbs, keeps: 'start'};
}

/** Half a number would be another one: as many pieces as fit whole. */
function wholePieces(pieces: readonly Cell[], columns: number): readonly Cell[] {
	const end = pieces.findIndex((_, index) => cellsWidth(pieces.slice(0, index + 1)) > columns);
	return end === -1 ? pieces : pieces.slice(0, end);
}

function paneLines(model: Model, view: View, body: ListBody | null, rows: number): readonly Line[] {
	if (body === null || ('cursor' in view && view.cursor.id === null)) return [];
	// Where there are two lines, both tell something.
	if (rows < 3) return body.small.pane(rows);
	const lines = body.small.pane(rows - 1);
	return lines.length === 0 ? [] : [rule(model.size.columns), ...lines];
}
