import type {ValidatedTable, ValidationError} from '../../../domain/act/validated.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {type Column, telling} from '../../../words/columns.ts';
import {plural} from '../../../words/format.ts';
import {ofWhole} from '../../operate/key-words.ts';
import type {Model, ValidationView} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {tableOf} from '../../ui/table.ts';
import type {TextPage} from '../page.ts';
import {prose, section, versionOf, widest} from '../pieces/blocks.ts';
import {sourceColumn} from '../pieces/name-columns.ts';
import {validationLines} from '../subtask/validation.ts';
import {linesOfTask} from '../task-text.ts';

/** What the validators of a task tell: their figures by the status, each table, and the rows that differ. */
export const validationPage: TextPage<ValidationView> = {
	kind: 'text',
	place: ({task, source}) => ['task', task, ...(source === null ? [] : [source]), 'validation'],
	crumbs: ({task, source}) => (source === null ? [task, 'validation'] : [task, source, 'validation']),
	shortName: ({task}) => ({title: task, words: [task, 'validation'], keeps: 'start'}),
	topics: ({task}) => [`task/${task}`],
	subject: (_, {task, source}) => ({task, source}),
	means: ({task, source}, {keyName}) => (source === null ? ofWhole(keyName) : [{task, sources: [source]}]),
	isOfTask: true,
	headerRows: () => 2,
	lines: (model, view) => linesOfTask(model, view.task, task => validationPageLines(model, task, view)),
};

function validationPageLines(model: Model, task: TaskView, view: ValidationView): readonly PageLine[] {
	const {columns} = model.size;
	const rows = task.subtasks.filter(({source}) => view.source === null || source === view.source);
	const validated = rows.filter(({validation}) => validation !== null);
	if (versionOf(model).newest < 602) return prose('DM has a validator from 6.2 on.', columns);
	return [
		...(validated.length === 0 ? prose('No validator is known: what arrives is not compared.', columns) : []),
		...validated.flatMap(row => [
			...(rows.length > 1 ? prose(`${row.source}:`, columns) : []),
			...validationLines(row, model),
		]),
		...answerOf(model, view, validated),
	];
}

function answerOf(model: Model, view: ValidationView, rows: readonly SubtaskRow[]): readonly PageLine[] {
	const {columns} = model.size;
	const {answer, source} = view;
	switch (answer.type) {
		case 'asking':
			return prose('Asking DM for the tables and the rows that differ.', columns);
		case 'failed':
			return prose(`The tables and the rows that differ are not known: ${answer.message}.`, columns);
		case 'told': {
			const {tables, errors, note} = answer.told;
			const here = (it: {readonly source: string}) => source === null || it.source === source;
			return [
				...(note === null ? [] : prose(`DM said: ${note}`, columns)),
				...tableLines(tables.filter(here), rows, columns),
				...errorLines(errors.filter(here), rows, columns),
			];
		}
		default:
			return unreachable(answer);
	}
}

function tableLines(tables: readonly ValidatedTable[], rows: readonly SubtaskRow[], columns: number) {
	const stopped = tables.filter(({stage}) => stage === 'Stopped');
	const runs = rows.some(({validation}) => validation?.stage === 'Running');
	const said =
		stopped.length === 0 || !runs
			? []
			: prose(
					`${plural(stopped.length, 'table')} ${stopped.length === 1 ? 'is' : 'are'} Stopped inside a Running validation: ${stopped.length === 1 ? 'it is' : 'they are'} not checked any more.`,
					columns,
				);
	const sorted = [...stopped, ...tables.filter(({stage}) => stage !== 'Stopped')];
	return section(columns, plural(tables.length, 'table'), [
		...said,
		...(tables.length === 0
			? prose('DM names no table yet: it does once an event of one has come.', columns)
			: [tableOf(columns, tableColumns(sorted), sorted.slice(0, most), ({stage}) => (stage === 'Stopped' ? '!' : ''))]),
		...more(sorted.length),
	]);
}

function errorLines(
	errors: readonly ValidationError[],
	rows: readonly SubtaskRow[],
	columns: number,
): readonly PageLine[] {
	const counted = rows.reduce((sum, {validation}) => {
		const {new: fresh = 0, ignored = 0, resolved = 0} = validation?.errorRows ?? {};
		return sum + fresh + ignored + resolved;
	}, 0);
	return section(columns, `${plural(errors.length, 'row')} that differ${errors.length === 1 ? 's' : ''}`, [
		...(counted > errors.length
			? prose(
					`DM counts ${counted} and lists ${errors.length}: it lists them after its next flush only (5 min, and when an event comes).`,
					columns,
				)
			: []),
		...(errors.length === 0
			? []
			: [
					tableOf(columns, errorColumns(errors), errors.slice(0, most), ({state}) => (state === 'new' ? '!' : '')),
					...more(errors.length),
					...errors
						.slice(0, most)
						.flatMap(({id, message}) => (message === null ? [] : prose(`${id}: ${message}`, columns))),
					...prose('What is in them is data of users, and is not read here: dmctl validation tells it.', columns),
				]),
	]);
}

const most = 200;

function more(count: number): readonly string[] {
	return count > most ? [` ... ${count - most} more`] : [];
}

function tableColumns(tables: readonly ValidatedTable[]): readonly Column<ValidatedTable, null>[] {
	const names = tables.map(({table}) => table);
	return [
		sourceColumn(tables),
		{
			title: 'TABLE',
			width: widest(names, 8, 24),
			most: widest(names, 8, 60),
			align: 'left',
			keeps: telling(names),
			cell: ({table}) => table,
		},
		{title: 'STAGE', width: 8, align: 'left', cell: ({stage}) => stage},
		{
			title: 'WHY',
			width: 12,
			most: widest(
				tables.map(({message}) => message ?? ''),
				12,
				80,
			),
			align: 'left',
			cell: ({message}) => message?.replaceAll('\n', ' ') ?? '-',
		},
	];
}

function errorColumns(errors: readonly ValidationError[]): readonly Column<ValidationError, null>[] {
	const names = errors.map(({table}) => table);
	return [
		{title: 'ID', width: 4, most: 10, align: 'right', cell: ({id}) => id},
		sourceColumn(errors),
		{
			title: 'TABLE',
			width: widest(names, 8, 20),
			most: widest(names, 8, 60),
			align: 'left',
			keeps: telling(names),
			cell: ({table}) => table,
		},
		{title: 'STATE', width: 8, align: 'left', cell: ({state}) => state},
		{title: 'WHAT DIFFERS', width: 16, most: 32, align: 'left', cell: ({kind}) => kind},
		{title: 'FOUND', width: 19, align: 'left', leaves: 1, cell: ({time}) => time},
	];
}
