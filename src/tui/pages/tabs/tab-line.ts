import {unreachable} from '../../../domain/unreachable.ts';
import type {TaskView} from '../../../wire/topics.ts';
import {withoutDmWord} from '../../../words/dm-word.ts';
import {plural} from '../../../words/format.ts';
import {cut, spread, width} from '../../../words/width.ts';
import {keyOf} from '../../keys/key-of.ts';
import type {Layout, Model, TaskTab, TextView} from '../../state.ts';
import type {Line} from '../../ui/line.ts';
import {rule} from '../../ui/rules.ts';
import {failing} from './task-errors.ts';

/** The tabs of a task's page, in their order. */
export const taskTabs: readonly TaskTab[] = ['subtasks', 'sharding', 'relay', 'errors', 'events', 'config'];

/** What stands between the title bar and the rule on a tab that is a text. */
export function tabHead(
	model: Model,
	view: Extract<TextView, {type: 'tab'}>,
	layout: Layout,
	banner: Line | null,
): readonly Line[] {
	const {columns} = model.size;
	const task = model.tasks.get(view.task)?.task ?? null;
	const tabs = task === null ? rule(columns) : tabLine(task, view.tab, model);
	const said = banner ?? (task === null ? '' : dmLine(task, columns));
	// On a low terminal there is one line: what is wrong with the data goes first.
	return layout.header > 3 ? [said, tabs] : [banner ?? tabs];
}

/** The tabs of a task's page, the open one in brackets; with numbers where there is room. */
export function tabLine(task: TaskView, open: TaskTab, model: Model): string {
	const {columns} = model.size;
	const inLine = (title: (tab: TaskTab) => string) =>
		` ${taskTabs.map(tab => (tab === open ? `[${title(tab)}]` : title(tab))).join('  ')}`;
	const keys = `${keyOf(model, 'next-tab')} / ${keyOf(model, 'previous-tab')} `;
	const full = inLine(tab => tabTitle(task, tab));
	if (width(full) + keys.length + 2 <= columns) return spread(full, keys, columns).trimEnd();
	const short = inLine(tab => tabTitle(task, tab).replace(/ .*$/, ''));
	return [full, short].find(text => width(text) <= columns) ?? cut(short, columns);
}

/** The tab whose title is at that column of such a line, as it is shown; null where none is. */
export function tabAt(shown: string, column: number): TaskTab | null {
	for (const [index, found] of [...shown.matchAll(/(?<=^ | {2})\S+(?: \S+)*/g)].entries()) {
		const from = width(shown.slice(0, found.index));
		if (column >= from && column < from + width(found[0])) return taskTabs[index] ?? null;
	}
	return null;
}

/** What a tab is called, such as `Sharding 1`. */
export function tabTitle(task: TaskView, tab: TaskTab): string {
	switch (tab) {
		case 'subtasks':
			return `Subtasks ${task.subtasks.length}`;
		case 'sharding':
			return `Sharding ${task.locks.length}`;
		case 'relay':
			return task.subtasks.some(({relay}) => relay !== null) ? 'Relay' : 'Relay off';
		case 'errors':
			return `Errors ${failing(task).length}`;
		case 'events':
			return `Events ${task.events.length}`;
		case 'config':
			return 'Config';
		default:
			return unreachable(tab);
	}
}

/** dmctl's own word on the left; on the right what the configuration says, or who does not answer. */
export function dmLine(task: TaskView, columns: number): string {
	const {row, config} = task;
	const said = row.dmStatus === null ? ` ${withoutDmWord(row, 'this task')}` : ` dmctl: ${row.dmStatus}`;
	const sources = plural(config?.sources.length ?? row.expected, 'source');
	const short = [config?.mode ?? null, config?.shardMode ?? null, sources].filter(fact => fact !== null).join(', ');
	const target = config?.target ?? null;
	const full = target === null ? short : `${short} -> ${target}`;
	const [unheard, unheardShort] = unheardTexts(task.unheard);
	const facts = unheard === null ? [full, short, sources] : [`${sources}; ${unheard}`, unheard, unheardShort];
	// DM's word is never cut for the sake of what the configuration says.
	const fitting = [...facts, ''].find(text => width(said) + width(text) + 2 <= columns) ?? '';
	return spread(said, fitting, columns);
}

/** Who tells nothing of the task and may have a part, in a sentence and in a few words; null where there is nobody. */
export function unheardTexts(unheard: TaskView['unheard']): readonly [string, string] | readonly [null, ''] {
	const [first] = unheard;
	if (first === undefined) return [null, ''];
	const what = unheard.every(({who}) => who.startsWith('worker ')) ? 'worker' : 'source';
	const all = plural(unheard.length, what);
	const areSilent = unheard.every(({trouble}) => trouble === first.trouble && trouble === 'does not answer');
	const text =
		unheard.length === 1
			? `${first.who} ${first.trouble} and may have a part of it`
			: `${all} ${areSilent ? 'do not answer' : 'tell nothing'} and may have parts of it`;
	return [text, `${all} silent`];
}
