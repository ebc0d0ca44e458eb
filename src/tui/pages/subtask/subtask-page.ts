import {unitOf, type Work} from '../../../domain/cluster.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {age} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model, TextView} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import type {TextPage} from '../page.ts';
import {factLines, prose, section, versionOf, within} from '../pieces/blocks.ts';
import {errorLines} from '../pieces/error-text.ts';
import {absenceText, verdictText} from '../pieces/verdict.ts';
import {sinceText} from '../preview.ts';
import {underWayText} from '../task-columns.ts';
import {linesOfTask} from '../task-text.ts';
import {checkLines} from './check.ts';
import {dumpLines} from './dump.ts';
import {historyLines} from './history.ts';
import {loadLines} from './load.ts';
import {siblingLines} from './siblings.ts';
import {syncLines} from './sync.ts';
import {validationLines, validatorFact} from './validation.ts';

/** One source's part of a task. */
export const subtaskPage: TextPage<Extract<TextView, {type: 'subtask'}>> = {
	kind: 'text',
	crumbs: ({task, source}) => [task, source],
	shortName: ({source}) => ({title: source, words: [source], keeps: 'end'}),
	topics: ({task}) => [`task/${task}`],
	aim: (_, {task, source}) => ({task, source}),
	means: ({task, source}) => [{task, sources: [source]}],
	isOfTask: true,
	headerRows: () => 2,
	lines: (model, view) =>
		linesOfTask(model, view.task, task => {
			const row = task.subtasks.find(it => it.source === view.source);
			if (row !== undefined) return subtaskPageLines(model, task, row);
			return prose(
				`DM tells of no subtask of ${view.task} on ${view.source} any more (Esc goes back).`,
				model.size.columns,
			);
		}),
};

/** All lines of a subtask's own page, none wider than the terminal: the head, then what its unit is doing. */
export function subtaskPageLines(model: Model, task: TaskView, row: SubtaskRow): readonly PageLine[] {
	const {columns} = model.size;
	return within(
		[
			...presenceLines(row, model),
			...headLines(row, model),
			...troubleLines(row, model),
			...workLines(row, task, model),
			...validationLines(row, model),
			...historyLines(task, row.source, model),
		],
		columns,
	);
}

/** On top where the page is not fresh: why it is not, and what is shown instead. */
function presenceLines(row: SubtaskRow, model: Model): readonly string[] {
	const absence = absenceText(row, model);
	if (absence === null) return busyLines(row, model);
	const below = row.work === null ? 'Nothing of it is known.' : 'Below is its last known state.';
	return [...prose(`NOT FRESH. ${absence} ${below}`, model.size.columns), ''];
}

/** A busy worker tells the stage alone. */
function busyLines({busySinceMs, work}: SubtaskRow, model: Model): readonly string[] {
	if (busySinceMs === null) return [];
	const below =
		work === null || work.type === 'Other'
			? 'Its unit is not known.'
			: 'Below is its last known unit; what is not told now is - or ?.';
	const since = age(busySinceMs, gatewayNow(model));
	return [
		...prose(
			`The worker is busy: for ${since} it has told the stage of this subtask alone. ${below}`,
			model.size.columns,
		),
		'',
	];
}

function headLines(row: SubtaskRow, model: Model): readonly string[] {
	const {columns} = model.size;
	const {letter} = verdicts[row.word];
	const sync = row.work?.type === 'Sync' ? row.work : null;
	return factLines(
		[
			`${letter} ${row.label}`,
			underWayText(row),
			stageFact(row),
			`worker ${row.worker ?? '-'}`,
			sinceText(row, model),
			sync === null ? null : `binlog ${sync.binlogType ?? '-'}`,
			validatorText(row, model),
		],
		columns,
	);
}

/** Stage and unit; the stage only where the label does not say it already. */
function stageFact({stage, label, work}: SubtaskRow): string {
	const unit = work === null ? '' : unitOf(work);
	return stage === label ? unit : `${stage ?? 'never seen'} ${unit}`.trim();
}

function validatorText(row: SubtaskRow, model: Model): string | null {
	const upstream = row.work?.type === 'Sync' ? row.work.upstream : null;
	if (row.validation !== null) return validatorFact(row.validation, upstream);
	return versionOf(model).oldest >= 602 && row.work?.type === 'Sync' ? 'validator off' : null;
}

/** What is wrong, whether DM resumes it by itself, and the beginning of each error. */
function troubleLines(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const verdict = verdictText(row, gatewayNow(model));
	const errors = errorLines(row, {columns, wrap: true});
	const first = errors.slice(0, mostErrorLines);
	const rest = errors.length > first.length ? [' ... e shows all of it'] : [];
	const isCanceled = row.result?.isCanceled === true;
	return [
		...(row.reason === null || isSaid(row) ? [] : prose(row.reason, columns)),
		...(verdict === null ? (row.outlook === null ? [] : prose(row.outlook, columns)) : prose(verdict, columns)),
		...(isCanceled ? prose('A person paused it (isCanceled).', columns) : []),
		...(row.message === null ? [] : prose(`DM says: ${row.message}`, columns)),
		...section(columns, 'errors', [...first.map(text => ` ${text}`), ...rest]),
		...(row.result?.detail ? section(columns, 'detail of the result', prose(row.result.detail, columns)) : []),
	];
}

/** The reason of a subtask without a fresh answer stands on top already. */
function isSaid({presence, word}: SubtaskRow): boolean {
	return presence.type !== 'here' && word === 'unknown';
}

const mostErrorLines = 8;

function workLines(row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	const {work} = row;
	const {columns} = model.size;
	if (work === null) {
		if (row.presence.type !== 'here') return [];
		return prose('No answer has held this subtask yet, so its unit and its position are not known.', columns);
	}
	return [...unitLines(work, row, task, model), ...siblingLines(work, row, task, model)];
}

function unitLines(work: Work, row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	switch (work.type) {
		case 'Check':
			return checkLines(work, model);
		case 'Dump':
			return dumpLines(work, row, task, model);
		case 'Load':
			return loadLines(work, row, task, model);
		case 'Sync':
			return syncLines(work, row, model);
		case 'Other':
			return prose(
				`DM names the unit ${work.unit}, of which it tells no figures${otherUnit(work.unit, row)}. i shows what DM answered.`,
				model.size.columns,
			);
		default:
			return unreachable(work);
	}
}

function otherUnit(unit: string, {busySinceMs}: SubtaskRow): string {
	if (unit !== 'InvalidUnit') return ' that are known here';
	return busySinceMs === null ? ': no unit of this subtask is at work' : ' while its worker is busy';
}
