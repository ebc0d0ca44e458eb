import type {Operation} from '../../../domain/operation/operation.ts';
import {namedSources} from '../../../domain/operation/plan.ts';
import {dmctlCommand} from '../../../domain/operation/words.ts';
import {byText} from '../../../domain/order.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {type Column, fitColumns, rowCells, titleLine} from '../../../words/columns.ts';
import {keepsFrom} from '../../../words/costs.ts';
import {lagDuration, longGap, plural, shortGap} from '../../../words/format.ts';
import {statusText} from '../../../words/headline.ts';
import {width, wrap} from '../../../words/width.ts';
import {widest} from '../../pages/pieces/blocks.ts';
import {unitText} from '../../pages/pieces/row-facts.ts';
import type {Target} from '../../state.ts';
import type {Line} from '../line.ts';
import {quiet} from '../rules.ts';
import {labelled} from './labelled.ts';

/** A line for each of several targets: its name, whole, what it does now, and what that will cost. */
export function targetLines(operation: Operation, targets: readonly Target[], columns: number): readonly Line[] {
	const names = widest(
		targets.map(({task}) => task),
		4,
		Math.max(8, Math.floor(columns * 0.4)),
	);
	return targets.flatMap(target => {
		const {task, view, plan, seen} = target;
		const text =
			plan.type === 'refused'
				? `left out: ${plan.why}`
				: `${view === null ? '' : statusText(view.row, 0)}, ${plural(seen.length, 'subtask')}${effect(operation, target)}`;
		// A name is never cut: where it is too long for its column, or all is narrow, the rest stands below it.
		const beside = columns >= 60 && width(task) <= names;
		if (!beside) {
			return [
				...wrap(task, Math.max(1, columns - 4)).map(it => `   ${it}`),
				...wrap(text, Math.max(1, columns - 6)).map(it => `     ${it}`),
			];
		}
		const indent = ' '.repeat(names + 5);
		return wrap(text, columns - indent.length - 1).map((it, index) =>
			index === 0 ? `   ${task}${' '.repeat(names - width(task))}  ${it}` : indent + it,
		);
	});
}

/** What the operation costs or brings, behind the state; empty where there is nothing to say. */
function effect(operation: Operation, {view}: Target): string {
	const row = view?.row;
	if (row === undefined || operation !== 'pause') return '';
	if (row.blockedSinceMs !== null) return ', waits for a DDL lock: it stays held';
	if (row.lagSeconds !== null && row.lagSeconds > 0) return `, lag ${lagDuration(row.lagSeconds)} will grow`;
	if (row.gap !== null && row.gap.type === 'bytes' && row.gap.bytes === 0) return ', caught up';
	return row.gap === null ? '' : `, ${longGap(row.gap)} behind`;
}

/** Which parts of the only target are left alone, and why. */
export function leftLines({plan}: Target, columns: number): readonly string[] {
	const left = plan.type === 'act' ? plan.left : [];
	return [...new Set(left.map(({why}) => why))].flatMap(reason => {
		const sources = left.filter(({why}) => why === reason).map(({part}) => part.source);
		return wrapped(`left alone, ${reason}: ${sources.join(', ')}`, columns);
	});
}

/** A line for each source of the only target, by their names, as the outcome has them: where it is, its unit and lag, and what its upstream must keep. */
export function partLines(operation: Operation, target: Target, columns: number): readonly Line[] {
	const {plan, view} = target;
	if (plan.type !== 'act' || view === null) return [];
	const acted = new Set(plan.parts.map(({source}) => source));
	const rows = view.subtasks.filter(({source}) => acted.has(source)).toSorted((a, b) => byText(a.source, b.source));
	return table(operation, rows, columns);
}

function table(operation: Operation, rows: readonly SubtaskRow[], columns: number): readonly Line[] {
	if (columns < 60) {
		return rows.flatMap(row =>
			wrapped(`${row.source}: ${stateText(row)}, lag ${lagText(row)}${keepText(row)}`, columns),
		);
	}
	const fitted = fitColumns(partColumns(operation, rows, columns), columns - 4);
	return [[quiet(`   ${titleLine(fitted)}`)], ...rows.map((row): Line => ['   ', ...rowCells(fitted, row, null)])];
}

function partColumns(
	operation: Operation,
	rows: readonly SubtaskRow[],
	columns: number,
): readonly Column<SubtaskRow, null>[] {
	const sources = rows.map(({source}) => source);
	const workers = rows.map(({worker}) => worker ?? '-');
	const keep: Column<SubtaskRow, null> = {
		title: columns < wideColumns ? ' KEEP BINLOG FROM' : ' THE UPSTREAM MUST KEEP ITS BINLOG FROM',
		width: 26,
		most: 40,
		align: 'left',
		leaves: 1,
		cell: row => ` ${keepsFrom(row) ?? '-'}`,
	};
	const gap: Column<SubtaskRow, null> = {
		title: 'GAP',
		width: 5,
		align: 'right',
		cell: row => (row.gap === null ? '-' : shortGap(row.gap)),
	};
	return [
		{
			title: 'SOURCE',
			width: widest(sources, 6, 24),
			most: widest(sources, 6, 48),
			align: 'left',
			cell: row => row.source,
		},
		{title: 'WORKER', width: 8, most: widest(workers, 8, 32), align: 'left', leaves: 2, cell: row => row.worker ?? '-'},
		{title: 'NOW', width: 14, most: widest(rows.map(stateText), 14, 24), align: 'left', cell: stateText},
		{title: 'LAG', width: 5, align: 'right', cell: lagText},
		...(columns < wideColumns ? [] : [gap]),
		...(operation === 'resume' ? [] : [keep]),
	];
}

/** From so many columns there is room for the gap and the long title. */
const wideColumns = 104;

function stateText(row: SubtaskRow): string {
	return row.presence.type === 'here' ? `${row.stage ?? '?'} ${unitText(row)}` : 'no answer';
}

function lagText({lagSeconds, lagUnknown}: SubtaskRow): string {
	if (lagSeconds !== null) return lagDuration(lagSeconds);
	return lagUnknown ? '?' : '-';
}

function keepText(row: SubtaskRow): string {
	const from = keepsFrom(row);
	return from === null ? '' : `, upstream keeps from ${from}`;
}

/** Workers of which nobody knows whether they have a part: they are not asked, where the whole task is meant. */
export function unaskedWorkers(targets: readonly Target[]): readonly string[] {
	const whole = targets.filter(({sources}) => sources === null);
	return [...new Set(whole.flatMap(({view}) => view?.namelessWorkers ?? []))];
}

/** For each target the dmctl line that would do the same. */
export function commandLines(
	operation: Operation,
	targets: readonly Target[],
	master: string | null,
	columns: number,
): readonly Line[] {
	return targets.flatMap(target => {
		const {task, plan, view} = target;
		if (plan.type !== 'act') return [];
		const sources = namedSources(plan, unaskedWorkers([target]));
		const byWorker = view?.shape === 'workers' && sources !== null;
		const workers = plan.parts.map(
			({source, worker}) => worker ?? view?.subtasks.find(row => row.source === source)?.worker ?? null,
		);
		const command = dmctlCommand(operation, {task, sources}, byWorker ? workers : null, master);
		// Its first word is the label: the whole line can be taken with the mouse.
		return columns < 40
			? wrap(command, Math.max(1, columns - 4), '  ').map(it => `  ${it}`)
			: labelled('dmctl', command.replace(/^dmctl /, ''), columns, '  ');
	});
}

function wrapped(text: string, columns: number): readonly string[] {
	return wrap(text, Math.max(1, columns - 5), '  ').map(it => `   ${it}`);
}
