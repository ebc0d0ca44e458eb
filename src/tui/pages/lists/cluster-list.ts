import {plainly} from '../../../domain/failure/sentence.ts';
import type {TaskRow} from '../../../wire/topics.ts';
import {type Cell, type Column, telling} from '../../../words/columns.ts';
import {plural, timeOfDay, withFullStop} from '../../../words/format.ts';
import {headline, statusText} from '../../../words/headline.ts';
import {verdicts} from '../../../words/theme.ts';
import {pad, wrap} from '../../../words/width.ts';
import {type ClusterRow, clusterRows} from '../../clusters/cluster-rows.ts';
import {isProblemWord, type Traits, texts} from '../../find/traits.ts';
import {wallTime} from '../../freshness.ts';
import {keyOf} from '../../keys/key-of.ts';
import type {ListView} from '../../state.ts';
import {labelCells} from '../../ui/cluster-label-cells.ts';
import {cellsWidth, type Line, line} from '../../ui/line.ts';
import {quiet, strong} from '../../ui/rules.ts';
import {retryText} from '../cluster-words.ts';
import {fittingCounts} from '../counts.ts';
import {freshnessCell} from '../pieces/freshness-cell.ts';
import {verdictTitle} from '../pieces/title.ts';
import type {RowContext} from '../row-context.ts';
import {nameCell} from '../task-columns.ts';
import {listOf} from './list.ts';
import {columnFor, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'clusters'}>;

/** Clusters: by what their row says. */
const traits: Traits<ClusterRow> = {
	id: row => row.name,
	text: row => texts(row.name, row.label, row.trouble, row.dmVersion, worstText(row)),
	word: row => row.word,
	names: {task: row => row.tasks?.map(({name}) => name) ?? null},
	sorts: {name: row => row.name},
};

/** Several clusters, one line each, the worst on top; below it what is wrong in the selected one. */
export const clustersPage = listOf<Shown, ClusterRow>({
	crumbs: (_, model) => [plural(clusterRows(model).length, 'cluster')],
	topics: () => [],
	rows: {all: clusterRows, traits},
	isOfCluster: true,
	noRow: 'there is no cluster to open',
	noTask: 'open a cluster first (Enter)',
	subject: () => ({task: null, source: null}),
	// It is opened by an event of its own (opening.ts).
	opens: () => 'open it from the page of the clusters',
	before: () => null,
	body(model, view, {all, shown, selected}) {
		return listBody(model, view, {
			rows: shown,
			id: row => row.name,
			name: row => row.name,
			columns: clusterColumns(all),
			word: row => row.word,
			changedAtMs: row => row.changedAtMs,
			summary: [summary(all, model.size.columns)],
			empty: 'No cluster is given.',
			pane:
				selected === undefined
					? null
					: {
							title: [...verdictTitle(selected.word, selected.name, ''), ...labelCells(selected.label)],
							end: reachText(selected),
							lines: height => paneLines(selected, model.size.columns, height),
						},
		});
	},
});

/** How many tasks there are of each letter in all clusters, and how many clusters give no fresh answer. */
function summary(all: readonly ClusterRow[], columns: number): Line {
	const tasks = all.flatMap(row => row.tasks ?? []);
	const silent = all.filter(({fresh}) => fresh.type !== 'live').length;
	const told: readonly Cell[] =
		silent === 0
			? []
			: [
					{text: `${silent} of ${plural(all.length, 'cluster')}`, tone: 'careful'},
					` ${silent === 1 ? 'gives' : 'give'} no answer`,
				];
	const counted = fittingCounts(tasks, columns - cellsWidth(told) - 5);
	if (tasks.length === 0) return line([' ', ...(told.length === 0 ? ['0 tasks'] : told)], columns);
	return line([' ', ...counted, ...(told.length === 0 ? [] : ['   ', ...told])], columns);
}

function clusterColumns(all: readonly ClusterRow[]): readonly Column<ClusterRow, RowContext>[] {
	const names = all.map(({name}) => name);
	const labels = all.map(({label}) => label ?? '');
	const hasLabels = labels.some(label => label !== '');
	return [
		{
			title: 'CLUSTER',
			width: Math.max(7, columnFor(names, 12)),
			most: columnFor(names, 30),
			align: 'left',
			keeps: telling(names),
			cell: (row, {selected}) => nameCell(row.name, selected),
		},
		...(hasLabels
			? [{title: 'LABEL', width: Math.max(5, columnFor(labels, 12) + 2), align: 'left', cell: labelCell} as const]
			: []),
		{
			title: 'TASKS',
			width: 18,
			most: 48,
			align: 'left',
			cell: ({tasks}, _, width) =>
				tasks === null ? '-' : tasks.length === 0 ? quiet('none') : fittingCounts(tasks, width + 1),
		},
		{title: 'WORST', width: 16, most: 70, align: 'left', leaves: 2, cell: worstCell},
		{title: 'DATA', width: 10, align: 'left', cell: dataCell},
		{title: 'DM', width: 7, align: 'left', leaves: 1, cell: row => row.dmVersion ?? '?'},
	];
}

/** How many are no problem and not well either: paused by a person. Null where none is. */
function restText(tasks: readonly TaskRow[]): string | null {
	const paused = tasks.filter(({word}) => word === 'paused').length;
	return paused === 0 ? null : `well, but for ${paused} paused`;
}

function labelCell({label}: ClusterRow): Cell | readonly Cell[] {
	return label === null ? '' : labelCells(label).slice(1);
}

/** The worst task with what is wrong with it; where nobody is reached, why. */
function worstCell(row: ClusterRow): Cell | readonly Cell[] {
	const worst = row.tasks?.[0];
	if (row.tasks === null || (row.trouble !== null && row.word === 'unknown'))
		return row.trouble === null ? quiet('no answer yet') : shortly(row.trouble);
	if (worst === undefined) return quiet('no task');
	if (!isProblemWord(worst.word))
		return restText(row.tasks) === null ? {text: 'all well', tone: 'good'} : `all ${restText(row.tasks)}`;
	const {tone} = verdicts[worst.word];
	const {what, who} = headline(worst);
	return [`${worst.name}: `, {text: what, tone}, who];
}

/** A reason in a column: what was asked is told below. */
function shortly(trouble: string): string {
	return plainly(trouble.replace(/^(?:GET|PUT) \S+ of \S+: /, ''));
}

/** How fresh its data is, or since when it is not. */
function dataCell({model}: ClusterRow): Cell {
	const cell = freshnessCell(model);
	return typeof cell === 'string'
		? cell
		: {...cell, text: cell.text.replace(' since ', ' ').replace(/^NO DATA .*/, 'NO DATA')};
}

function worstText({tasks}: ClusterRow): string {
	return (tasks ?? []).map(task => `${task.name}: ${statusText(task, 0)}`).join('\n');
}

/** Whom it is asked of. */
function reachText({masters, gatewayAt}: ClusterRow): string {
	if (gatewayAt !== null && gatewayAt !== 'inside') return gatewayAt;
	const [first = ''] = masters;
	return masters.length > 1 ? `${first} +${masters.length - 1}` : first;
}

/** Why it is not reached, what its list cannot show, and its tasks that are not well; the worst first. */
function paneLines(row: ClusterRow, columns: number, height: number): readonly Line[] {
	const {fresh, trouble, notes, tasks, model} = row;
	const retry = fresh.type === 'live' ? '' : ` ${retryText(fresh.retryAtMs, model.nowMs)}.`;
	const awaited = `No answer has come since ${timeOfDay(wallTime(model, model.startedAtMs))}: it is awaited.`;
	const said = fresh.type === 'live' ? notes : [trouble === null ? awaited : `${withFullStop(trouble)}${retry}`];
	const why = said.flatMap(text => wrap(text, columns - 2).map(part => ` ${part}`));
	const bad = (tasks ?? []).filter(({word}) => isProblemWord(word));
	const longest = columnFor(
		bad.map(({name}) => name),
		24,
	);
	const rows = bad.map((task): Line => {
		const {letter, tone} = verdicts[task.word];
		return line([' ', {text: letter, tone}, ` ${pad(task.name, longest)}  ${statusText(task, columns)}`], columns);
	});
	const wellCount = (tasks ?? []).length - bad.length;
	const well =
		tasks === null
			? []
			: [
					line(
						[
							' ',
							strong(String(wellCount)),
							quiet(`${bad.length === 0 ? ' tasks, all' : ' more,'} ${restText(tasks) ?? 'well'}`),
						],
						columns,
					),
				];
	const all = [...why, ...rows, ...well];
	if (all.length <= height) return all;
	const kept = all.slice(0, Math.max(0, height - 1));
	const openKey = keyOf(model, 'open');
	return [...kept, line([quiet(` ${all.length - kept.length} more: ${openKey} opens the cluster`)], columns)];
}
