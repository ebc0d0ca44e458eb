import {unreachable} from '../../domain/unreachable.ts';
import {hasData} from '../freshness.ts';
import {type Layout, layoutOf} from '../layout.ts';
import type {Model} from '../model.ts';
import {topView, type View} from '../views.ts';
import {cut} from '../width.ts';
import {footerLine, footerLines} from './footer.ts';
import {banner, titleBar} from './header.ts';
import {fill, rule} from './pieces.ts';
import {smallScreen} from './small.ts';
import {taskLines} from './task.ts';
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
		return noticed(
			fill([...fill(smallScreen(model, view, layout), rows - footer.length), ...footer], rows),
			model,
			layout,
		);
	}
	const above = fill(viewLines(model, view, layout), rows - layout.footer);
	return [...above, ...footerLines(model, layout.footer)];
}

function viewLines(model: Model, view: View, layout: Layout): readonly string[] {
	const head = [titleBar(model), banner(model) ?? rule(model.size.columns)];
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
		case 'why':
		case 'help': {
			const {columns} = model.size;
			const lines = textLines(model, view);
			const shown = lines.slice(view.top, view.top + layout.body);
			const where =
				lines.length <= layout.body ? '' : `lines ${view.top + 1}-${view.top + shown.length} of ${lines.length}`;
			const [title, second] = head;
			const under = banner(model) === null && where !== '' ? rightRule(columns, where) : (second ?? '');
			return [title ?? '', under, ...shown.map(text => cut(text, columns))];
		}
		default:
			return unreachable(view);
	}
}

/** Where there is no footer, a notice takes the last line. */
function noticed(lines: readonly string[], model: Model, layout: Layout): readonly string[] {
	if (model.notice === null || layout.footer > 0) return lines;
	return [...lines.slice(0, -1), footerLine(model)];
}

function rightRule(columns: number, text: string): string {
	const end = ` ${text} --`;
	return rule(Math.max(0, columns - end.length)) + end;
}
