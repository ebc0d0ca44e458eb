import {unreachable} from '../../../domain/unreachable.ts';
import {cut} from '../../../words/width.ts';
import {nothingShownText} from '../../find/look-text.ts';
import {hasData} from '../../freshness.ts';
import {listHeight} from '../../layout.ts';
import type {Layout, ListView, Model} from '../../state.ts';
import {banner, titleBar} from '../header.ts';
import {fill, listRule, rule} from '../pieces/pieces.ts';
import {readingLines, waitingLines} from '../waiting.ts';
import {eventsPage} from './event-list.ts';
import type {ListPage, Pane} from './list-page.ts';
import {locksPage} from './lock-list.ts';
import {sourcesPage} from './source-list.ts';
import {workersPage} from './worker-list.ts';

/** The lists that are drawn from a `ListPage`. */
export type PlainList = Exclude<ListView, {type: 'tasks' | 'task'}>;

/** A list of sources, locks, workers or events; null until its rows have come. */
export function plainPage(model: Model, view: PlainList): ListPage | null {
	if (!hasData(model)) return null;
	switch (view.type) {
		case 'sources':
			return model.sources === null ? null : sourcesPage(model, view);
		case 'locks':
			return model.locks === null ? null : locksPage(model, view);
		case 'workers':
			return model.sources === null ? null : workersPage(model, view);
		case 'events':
			return model.events === null ? null : eventsPage(model, view);
		default:
			return unreachable(view);
	}
}

/** What stands in a list's place before its rows have come. */
export function beforePage(model: Model, view: PlainList): readonly string[] {
	return hasData(model) ? readingLines(model, `the ${view.type}`) : waitingLines(model, null);
}

/** The whole of such a list but for the footer. */
export function plainLines(model: Model, view: PlainList, layout: Layout): readonly string[] {
	const {columns} = model.size;
	const page = plainPage(model, view);
	if (page === null) {
		return [titleBar(model), banner(model) ?? rule(columns), '', ...beforePage(model, view)];
	}
	const [first = '', ...others] = page.summary;
	const height = listHeight(model, view);
	return [
		titleBar(model),
		banner(model) ?? first,
		...others,
		page.titles,
		listRule(columns, view.cursor.top, height, page.count),
		...fill(pageRows(model, view, page), layout.body),
		...fill(layout.pane === 0 ? [] : paneLines(page.pane, columns, layout.pane), layout.pane),
	];
}

/** The rows of the window, or why there is none. */
export function pageRows(model: Model, view: PlainList, page: ListPage): readonly string[] {
	const {columns} = model.size;
	const {top} = view.cursor;
	if (page.count > 0) return page.rows(top, top + listHeight(model, view));
	return [cut(nothingShownText(model, view) ?? `   ${page.empty}`, columns)];
}

/** What is told of the selected row, under its rule. */
export function paneLines(pane: Pane | null, columns: number, rows: number): readonly string[] {
	if (pane === null) return [rule(columns)];
	return [rule(columns, pane.title, pane.end), ...pane.lines(rows - 1).map(text => cut(text, columns))];
}
