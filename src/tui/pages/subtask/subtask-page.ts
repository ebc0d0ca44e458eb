import {unitOf} from '../../../domain/cluster.ts';
import {relayWordOf} from '../../../domain/relay/relay.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {type Answers, subtaskAnswers} from '../../../words/answers.ts';
import type {Cell} from '../../../words/columns.ts';
import {age} from '../../../words/format.ts';
import {headline} from '../../../words/headline.ts';
import {verdicts} from '../../../words/theme.ts';
import {width} from '../../../words/width.ts';
import {gatewayNow} from '../../freshness.ts';
import {keyOf} from '../../keys/key-of.ts';
import {seenNow} from '../../seen.ts';
import {isBig, isSmall} from '../../size.ts';
import type {Model, TextView} from '../../state.ts';
import {cellsWidth, fitted, type Line, type PageLine, spreadLine, textOf} from '../../ui/line.ts';
import {quiet, rule} from '../../ui/rules.ts';
import {answerLines} from '../answer-lines.ts';
import type {TextPage} from '../page.ts';
import {labelLines, prose, section, versionOf, within} from '../pieces/blocks.ts';
import {errorLines} from '../pieces/error-text.ts';
import {graphsLines, leastGraphRows, type Shown} from '../pieces/graphs.ts';
import {sinceText} from '../pieces/row-facts.ts';
import {absenceText, verdictText} from '../pieces/verdict.ts';
import {underWayText} from '../task-columns.ts';
import {linesOfTask} from '../task-text.ts';
import {checkLines} from './check.ts';
import {dumpParts} from './dump.ts';
import {historyLines} from './history.ts';
import {loadParts} from './load.ts';
import {syncParts} from './sync.ts';
import type {UnitParts} from './unit-parts.ts';
import {validationLines} from './validation.ts';

/** One source's part of a task. */
export const subtaskPage: TextPage<Extract<TextView, {type: 'subtask'}>> = {
	kind: 'text',
	place: ({task, source}) => ['task', task, source],
	crumbs: ({task, source}) => [task, source],
	shortName: ({source}) => ({title: source, words: [source], keeps: 'end'}),
	topics: ({task}) => [`task/${task}`],
	subject: (_, {task, source}) => ({task, source}),
	means: ({task, source}) => [{task, sources: [source]}],
	answers(model, view) {
		const value = model.tasks.get(view.task)?.task;
		const row = rowOf(model, view);
		return value && row ? subtaskAnswers(row, value, seenNow(model)) : null;
	},
	isOfTask: true,
	headerRows: () => 2,
	isUnruled: true,
	head(model, view, _, banner, range) {
		const row = rowOf(model, view);
		return [banner ?? (row === undefined ? rule(model.size.columns, '', range) : statusLine(row, model, range))];
	},
	lines: (model, view) =>
		linesOfTask(model, view.task, task => {
			const row = rowOf(model, view);
			if (row === undefined) {
				const gone = `DM tells of no subtask of ${view.task} on ${view.source} any more (Esc goes back).`;
				return prose(gone, model.size.columns);
			}
			const lines = subtaskPageLines(model, task, row);
			return isSmall(model.size) ? [fitted(statusLine(row, model), model.size.columns), ...lines] : lines;
		}),
};

function rowOf({tasks}: Model, {task, source}: {readonly task: string; readonly source: string}) {
	return tasks.get(task)?.task?.subtasks.find(it => it.source === source);
}

/**
 * All lines of a subtask's own page under its status, none wider than the terminal: what is wrong and what to do, how
 * far its unit is, graphs on the lines that nothing else of the first screen needs, then the rest.
 */
export function subtaskPageLines(model: Model, task: TaskView, row: SubtaskRow): readonly PageLine[] {
	const {columns} = model.size;
	const unit = unitParts(row, task, model);
	const answers = subtaskAnswers(row, task, seenNow(model));
	const trouble = isWell(row) ? [] : answerLines(answers, columns, isBig(model.size) ? 14 : 7);
	const above = [
		...trouble,
		...freshnessLines(row, model),
		...unit.facts,
		...(isWell(row) ? nowLines(answers, row, columns) : []),
	];
	const below = [
		...unit.next,
		...errorsOf(row, model),
		...historyLines(task, row.source, model),
		...validationLines(row, model),
		...unit.notes,
		...saidLines(row, model),
	];
	const rows = graphRows(unit.graphs, textOf(above).length, textOf(below).length, model);
	return within([...above, ...graphsLines(model, unit.graphs, rows), ...below], columns);
}

/** How many lines graphs get: those to spare, but what stands below them is begun where that is long. */
function graphRows(graphs: readonly Shown[], above: number, below: number, {size}: Model): number {
	const room = size.rows - otherLines - above;
	return Math.max(leastGraphRows(graphs, size.columns), room - Math.min(below, isBig(size) ? 8 : 2));
}

/** The title bar, the status and the footer. */
const otherLines = 3;

/** The verdict, then where it runs and since when, as far as there is room; at the end the relay and what lines are shown. */
function statusLine(row: SubtaskRow, model: Model, range = ''): Line {
	const {columns} = model.size;
	const {letter, tone} = verdicts[row.word];
	const relay = relayWordOf(row);
	const right = [range, `relay ${relay === 'unknown' ? '?' : relay}`].filter(text => text !== '').join('   ');
	const {what, who} = headline(row);
	const told: readonly Cell[] = [{text: what, tone: tone === 'quiet' ? 'strong' : tone}, who];
	const facts = [underWayText(row), whereFact(row), sinceText(row, model), validatorText(row, model)];
	let left: readonly Cell[] = [' ', {text: letter, tone}, ' ', ...told];
	for (const fact of facts) {
		if (fact === null || fact === '') continue;
		const longer = [...left, '   ', quiet(fact)];
		if (cellsWidth(longer) + width(right) + 2 <= columns) left = longer;
	}
	return spreadLine(left, cellsWidth(left) + width(right) + 2 <= columns ? [quiet(right)] : [quiet(range)], columns);
}

/** What to do where nothing is wrong, if anything. */
function nowLines({now: [now]}: Answers, {work}: SubtaskRow, columns: number): readonly Line[] {
	return now === undefined ? [] : labelLines('Now:', now, columns, work?.type === 'Sync' ? 10 : 8);
}

/** Of a lag the rest of the page says everything. */
function isWell({word, kind}: SubtaskRow): boolean {
	return word === 'running' || word === 'finished' || word === 'new' || kind === 'lag';
}

/** Where the page is not fresh: why it is not, and what is shown instead. */
function freshnessLines(row: SubtaskRow, model: Model): readonly string[] {
	// What the master said stands below, in full.
	const absence = absenceText(row, model, row.reason ?? '');
	if (absence === null) return busyLines(row, model);
	const below = row.work === null ? 'Nothing of it is known.' : 'Below is its last known state.';
	return prose(`Not fresh. ${absence} ${below}`, model.size.columns);
}

/** A busy worker tells the stage alone. */
function busyLines({busySinceMs, work}: SubtaskRow, model: Model): readonly string[] {
	if (busySinceMs === null) return [];
	const below =
		work === null || work.type === 'Other'
			? 'Its unit is not known.'
			: 'Below is its last known unit; what is not told now is - or ?.';
	const since = age(busySinceMs, gatewayNow(model));
	return prose(
		`The worker is busy: for ${since} it has told the stage of this subtask alone. ${below}`,
		model.size.columns,
	);
}

/** Unit and worker; the stage too where it is not Running. */
function whereFact({stage, label, worker, work}: SubtaskRow): string {
	const unit = work === null ? '' : unitOf(work);
	const how = stage === 'Running' || stage === label ? unit : `${stage ?? 'never seen'} ${unit}`.trim();
	return worker === null ? how : `${how} on ${worker}`.trim();
}

function validatorText({validation, work}: SubtaskRow, model: Model): string | null {
	return validation === null && versionOf(model).oldest >= 602 && work?.type === 'Sync' ? 'validator off' : null;
}

/** DM's own text: the beginning of each error, and what it says of the result. */
function errorsOf(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const errors = errorLines(row, {columns, wrap: true});
	const first = errors.slice(0, mostErrorLines);
	const rest = errors.length > first.length ? [` ... ${keyOf(model, 'why')} shows all of it`] : [];
	return [
		...section(columns, 'DM says', [...first.map(text => ` ${text}`), ...rest]),
		...(row.result?.detail ? section(columns, 'detail of the result', prose(row.result.detail, columns)) : []),
	];
}

const mostErrorLines = 8;

/** Why it is as it is, in full. */
function saidLines(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const verdict = verdictText(row, gatewayNow(model));
	const isCanceled = row.result?.isCanceled === true;
	return section(columns, 'why', [
		...(row.reason === null ? [] : prose(row.reason, columns)),
		...(verdict === null ? (row.outlook === null ? [] : prose(row.outlook, columns)) : prose(verdict, columns)),
		...(isCanceled ? prose('A person paused it (isCanceled).', columns) : []),
		...(row.message === null ? [] : prose(`DM says: ${row.message}`, columns)),
	]);
}

function unitParts(row: SubtaskRow, task: TaskView, model: Model): UnitParts {
	const {work} = row;
	const {columns} = model.size;
	if (work === null) {
		const unknown = 'No answer has held this subtask yet, so its unit and its position are not known.';
		return onlyFacts(row.presence.type === 'here' ? prose(unknown, columns) : []);
	}
	switch (work.type) {
		case 'Check':
			return onlyFacts(checkLines(work, model));
		case 'Dump':
			return dumpParts(work, row, task, model);
		case 'Load':
			return loadParts(work, row, task, model);
		case 'Sync':
			return syncParts(work, row, model);
		case 'Other':
			return onlyFacts(
				prose(
					`DM names the unit ${work.unit}, of which it tells no figures${otherUnit(work.unit, row)}. ${keyOf(model, 'raw')} shows what DM answered.`,
					columns,
				),
			);
		default:
			return unreachable(work);
	}
}

function onlyFacts(facts: readonly PageLine[]): UnitParts {
	return {facts, graphs: [], next: [], notes: []};
}

function otherUnit(unit: string, {busySinceMs}: SubtaskRow): string {
	if (unit !== 'InvalidUnit') return ' that are known here';
	return busySinceMs === null ? ': no unit of this subtask is at work' : ' while its worker is busy';
}
