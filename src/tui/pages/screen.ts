import {cut} from '../../words/width.ts';
import {withPalette} from '../find/palette-lines.ts';
import {markedLines, matchesIn, matchText} from '../find/search.ts';
import {hasData} from '../freshness.ts';
import {layoutOf} from '../layout.ts';
import type {Layout, Model, TextView, View} from '../state.ts';
import {topView} from '../views.ts';
import {withDialog} from './dialog/dialog.ts';
import {footerLine, footerLines} from './footer.ts';
import {banner, titleBar} from './header.ts';
import {plainLines} from './lists/lists.ts';
import {fill, rule} from './pieces/pieces.ts';
import {smallScreen} from './small.ts';
import {tabHead, taskLines} from './task.ts';
import {tasksLines} from './tasks.ts';
import {textLines} from './text.ts';
import {waitingLines} from './waiting.ts';

/** The whole screen: exactly as many lines as the terminal has rows, none wider than it. */
export function screenLines(model: Model): readonly string[] {
	const view = topView(model);
	const layout = layoutOf(model, view);
	const {rows} = model.size;
	if (layout.small) {
		const footer = layout.footer === 0 ? [] : [footerLine(model)];
		const lines = fill([...fill(smallScreen(model, view, layout), rows - footer.length), ...footer], rows);
		return overlaid(noticed(lines, model, layout), model);
	}
	const above = fill(viewLines(model, view, layout), rows - layout.footer);
	return overlaid([...above, ...footerLines(model, layout.footer)], model);
}

/** What is open over the screen: the palette, or a dialog. */
function overlaid(lines: readonly string[], model: Model): readonly string[] {
	return withDialog(withPalette(lines, model), model);
}

function viewLines(model: Model, view: View, layout: Layout): readonly string[] {
	const head = [titleBar(model), banner(model) ?? rule(model.size.columns)] as const;
	switch (view.type) {
		case 'tasks': {
			const {overview} = model;
			if (overview === null || !hasData(model)) return [...head, '', ...waitingLines(model, null)];
			return tasksLines(model, view, overview, layout);
		}
		case 'task': {
			const task = model.tasks.get(view.task)?.task ?? null;
			if (task === null) return [...head, '', ...waitingLines(model, view.task)];
			return taskLines(model, view, task, layout);
		}
		case 'sources':
		case 'locks':
		case 'workers':
		case 'events':
			return plainLines(model, view, layout);
		default:
			return textScreen(model, view, layout, head);
	}
}

function textScreen(model: Model, view: TextView, layout: Layout, head: readonly [string, string]): readonly string[] {
	const {columns} = model.size;
	const lines = textLines(model, view);
	const matches = matchesIn(model, view, lines);
	const shown = markedLines(lines, view.top, layout.body, matches);
	const range =
		lines.length <= layout.body ? '' : `lines ${view.top + 1}-${view.top + shown.length} of ${lines.length}`;
	const where = [matchText(matches), range].filter(text => text !== '').join('  ');
	const [title, second] = head;
	const under = where === '' ? rule(columns) : rightRule(columns, where);
	const above =
		view.type === 'tab' ? [...tabHead(model, view, layout), under] : [banner(model) === null ? under : second];
	return [title, ...above, ...shown.map(text => cut(text, columns))];
}

/** Where there is no footer, a notice takes the last line. */
function noticed(lines: readonly string[], model: Model, layout: Layout): readonly string[] {
	const isTold = model.notice !== null || model.finding.prompt !== null || model.dialog !== null;
	if (!isTold || layout.footer > 0) return lines;
	return [...lines.slice(0, -1), footerLine(model)];
}

function rightRule(columns: number, text: string): string {
	const end = ` ${text} --`;
	return rule(Math.max(0, columns - end.length)) + end;
}
