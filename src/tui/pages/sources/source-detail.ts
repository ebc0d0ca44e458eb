import type {Relay} from '../../../domain/cluster.ts';
import {quoted} from '../../../domain/operation/words.ts';
import {servesAnother} from '../../../domain/relay/relay.ts';
import type {StatusWord} from '../../../domain/status-word.ts';
import type {SourceRow} from '../../../wire/topics.ts';
import {sourceAnswers} from '../../../words/answers.ts';
import type {Cell, Column} from '../../../words/columns.ts';
import {age, longBytes, placeText, plural} from '../../../words/format.ts';
import {headline} from '../../../words/headline.ts';
import {verdicts} from '../../../words/theme.ts';
import {gatewayNow, lasting} from '../../freshness.ts';
import {sourceId} from '../../row-ids.ts';
import {seenNow} from '../../seen.ts';
import {isSmall} from '../../size.ts';
import type {Model, TextView} from '../../state.ts';
import {cellsWidth, type Line, line, type PageLine} from '../../ui/line.ts';
import {quiet, rule, strong} from '../../ui/rules.ts';
import {sourceOf, subjectAtSource} from '../../views.ts';
import {answerLines} from '../answer-lines.ts';
import type {TextPage} from '../page.ts';
import {factLines, firstOf, labelled, prose, section, versionOf, widest, within} from '../pieces/blocks.ts';
import {resultErrorLines, textOptions} from '../pieces/error-text.ts';
import {caughtUpDoubt, caughtUpText, relayBehind, relayPlaces, relayStage} from '../pieces/relay-text.ts';
import {rowLines} from '../pieces/row-lines.ts';
import {verdictTitle} from '../pieces/title.ts';
import {longGtidLines, placeLines} from '../subtask/where.ts';
import {readingLines} from '../waiting.ts';

/** One source. */
export const sourcePage: TextPage<Extract<TextView, {type: 'source'}>> = {
	kind: 'text',
	place: ({source}) => ['source', source],
	crumbs: ({source}) => ['sources', source],
	shortName: ({source}) => ({title: `sources ${source}`, words: ['sources', source], keeps: 'end'}),
	topics: () => ['sources'],
	subject: (model, {source}) => subjectAtSource(model, sourceOf(model, source)?.source ?? null),
	answers(model, {source}) {
		const row = sourceOf(model, source);
		return row === undefined ? null : sourceAnswers(row, seenNow(model));
	},
	isOfSource: true,
	headerRows: () => 2,
	isUnruled: true,
	head(model, {source}, _, banner, range) {
		const row = sourceOf(model, source);
		return [banner ?? (row === undefined ? rule(model.size.columns, '', range) : sourceRule(model, row, range))];
	},
	lines(model, {source}) {
		if (model.sources === null) return readingLines(model, `source ${source}`);
		const row = sourceOf(model, source);
		if (row === undefined)
			return prose(`DM tells of no source ${source} (any more). Esc goes back.`, model.size.columns);
		const lines = sourceDetailLines(model, row);
		return isSmall(model.size) ? [sourceRule(model, row), ...lines] : lines;
	},
};

function sourceRule(model: Model, row: SourceRow, range = ''): Line {
	const title = verdictTitle(row.word, sourceId(row), sourceAnswers(row, seenNow(model)).title);
	return rule(model.size.columns, title, range === '' ? sinceOf(row, model) : range);
}

/** Since when it is silent, else since when its relay is as it is; empty where it has none. */
export function sinceOf(row: SourceRow, model: Model): string {
	const atMs = row.silentSinceMs ?? row.relaySinceMs;
	if (atMs === null) return '';
	const relay = row.silentSinceMs === null ? `relay ${row.relay?.stage.toLowerCase() ?? 'off'}` : 'silent';
	return `${relay}${lasting(model, atMs)}`;
}

/** The answers about a source, what depends on it, its relay against its upstream, and how dmctl shows it. */
export function sourceDetailLines(model: Model, row: SourceRow): readonly PageLine[] {
	const {columns} = model.size;
	const isKnown = row.answered && !row.absent && !servesAnother(row.errors);
	return within(
		[
			...answerLines(sourceAnswers(row, seenNow(model)), columns, Number.POSITIVE_INFINITY),
			...section(columns, dependTitle(row), dependantLines(row, model, mostTasks)),
			...section(columns, 'in full', [
				...factLines([`worker ${row.worker ?? 'none'}`, `relay ${relayStage(row.relay, isKnown)}`], columns),
				...absenceLines(row, model),
				// What makes it not fresh has been said.
				...(row.reason === null || row.absent || row.unbound ? [] : prose(row.reason, columns)),
				...(row.message === null || row.message === row.reason
					? []
					: prose(`The master said: ${row.message}`, columns)),
			]),
			...section(columns, 'errors of the source', errorsOf(row, model)),
			...(row.relay === null ? noRelayLines(row, isKnown, columns) : relayLines(row.relay, row, model)),
			...section(columns, 'dmctl', dmctlLines(row, model)),
		],
		columns,
	);
}

/**
 * What stands below the list of sources about the selected one, in so many lines: the answers, what depends on it, and
 * how dmctl shows it.
 */
export function sourcePane(model: Model, row: SourceRow, rows: number): readonly Line[] {
	const {columns} = model.size;
	const answers = answerLines(sourceAnswers(row, seenNow(model)), columns, rows);
	const dmctl = section(columns, 'dmctl', dmctlLines(row, model));
	const left = rows - answers.length;
	if (left < 3) return answers;
	const isRoomy = left >= dmctl.length + 4;
	const room = left - 1 - (isRoomy ? dmctl.length : 0);
	const depend = section(columns, dependTitle(row), dependantLines(row, model, room));
	return [...answers, ...depend, ...(isRoomy ? dmctl : [])];
}

function dependTitle({tasks}: SourceRow): readonly Cell[] {
	return [strong('depend on it'), `  ${plural(tasks.length, 'task')}`];
}

function absenceLines(row: SourceRow, model: Model): readonly string[] {
	const nowMs = gatewayNow(model);
	const {columns} = model.size;
	const silent = row.silentSinceMs === null ? '' : ` It has been so${lasting(model, row.silentSinceMs)}.`;
	const seen = row.lastSeenAtMs === null ? '' : ` Last heard of ${age(row.lastSeenAtMs, nowMs)} ago.`;
	if (row.word === 'stopped') return prose(`NOT FRESH. ${row.reason ?? ''}${silent}${seen}`, columns);
	if (row.unbound) return prose(`NOT FRESH. No worker is bound to the source.${silent}${seen}`, columns);
	if (row.absent) return prose(`NOT FRESH. The source is missing from the newest answer.${silent}${seen}`, columns);
	if (!row.answered) return prose(`NOT FRESH. The source does not answer.${silent}${seen}`, columns);
	return [];
}

function errorsOf(row: SourceRow, model: Model): readonly string[] {
	const result = {isCanceled: false, errors: row.errors, detail: null};
	return resultErrorLines('', result, {...textOptions(model), wrap: true}).map(line => ` ${line}`);
}

function noRelayLines(row: SourceRow, isKnown: boolean, columns: number): readonly PageLine[] {
	const text = isKnown
		? 'off: the subtasks of this source read the binlog of the upstream directly.'
		: row.source === null
			? 'not known: DM does not say which source this worker has.'
			: row.answered
				? 'not known: the worker answers for another source.'
				: 'not known: there is no answer that tells of it.';
	return section(columns, 'relay', prose(text, columns));
}

function relayLines(relay: Relay, row: SourceRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const behindFor = row.relayBehindSinceMs === null ? '' : `,${lasting(model, row.relayBehindSinceMs)}`;
	const verdict = row.relayVerdict;
	const answer = verdict?.resumes ? 'DM resumes it by itself' : 'Needs you: DM does not resume it by itself';
	return [
		...section(columns, 'relay: position', [
			...placeLines(relayPlaces(relay), columns),
			...labelled('behind', relayBehind(relay), columns),
			...labelled('caught up', `${caughtUpText(relay)}${behindFor}`, columns),
			...caughtUpDoubt(relay, columns),
			...labelled('directory', relay.directory ?? '-', columns),
			...(row.relaySpace === null
				? []
				: labelled(
						'disk',
						`${longBytes(row.relaySpace.availableBytes)} left of ${longBytes(row.relaySpace.capacityBytes)}`,
						columns,
					)),
			...longGtidLines(relayPlaces(relay), columns),
		]),
		...(relay.result?.isCanceled ? prose('A person paused it (isCanceled).', columns) : []),
		...section(columns, 'relay: errors', [
			...(verdict === null ? [] : prose(`${answer} (${verdict.rule}).`, columns)),
			...resultErrorLines('', relay.result, {...textOptions(model), wrap: true}).map(line => ` ${line}`),
		]),
		...(relay.result?.detail ? section(columns, 'relay: detail', prose(relay.result.detail, columns)) : []),
	];
}

type Dependant = SourceRow['tasks'][number];

/** The tasks on it in at most so many lines, their titles included; in less than three as many as one line holds. */
function dependantLines(row: SourceRow, model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	const tasks = row.tasks.map(it => ({...it, label: shownOf(it, row, model)}));
	if (tasks.length === 0) return prose('No task is known to run on this source.', columns);
	if (rows < Math.min(3, tasks.length + 1)) return [shortDependants(tasks, columns)];
	const {shown, more} = firstOf(tasks, Math.min(mostTasks, rows - 1));
	const lines = rowLines(columns, dependantColumns(row, shown), shown, ({word}) => letterOf(word));
	return [...lines, ...(more > 0 ? [line([quiet(`   ${more} more`)], columns)] : [])];
}

function shortDependants(tasks: readonly Dependant[], columns: number): Line {
	const cells: Cell[] = [];
	for (const [index, {task, label, word}] of tasks.entries()) {
		const next: readonly Cell[] = [index === 0 ? ' ' : '    ', letterOf(word), ` ${task}  ${label}`];
		const left = tasks.length - index;
		if (index > 0 && cellsWidth([...cells, ...next]) + (left > 1 ? 12 : 0) > columns) {
			return line([...cells, quiet(`    ${left} more`)], columns);
		}
		cells.push(...next);
	}
	return line(cells, columns);
}

function letterOf(word: Dependant['word']): Cell {
	const {letter, tone} = verdicts[word];
	return {text: letter, tone};
}

const mostTasks = 100;

function dependantColumns(row: SourceRow, tasks: readonly Dependant[]): readonly Column<Dependant, null>[] {
	return [
		{
			title: 'TASK',
			width: 12,
			most: widest(
				tasks.map(({task}) => task),
				12,
				40,
			),
			align: 'left',
			cell: ({task}) => task,
		},
		{title: 'UNIT', width: 5, align: 'left', leaves: 3, cell: ({unit}) => unit ?? '-'},
		{title: 'STAGE', width: 8, align: 'left', leaves: 2, cell: ({stage}) => stage ?? '-'},
		{title: 'READS', width: 8, align: 'left', leaves: 4, cell: ({binlogType}) => reads(binlogType)},
		{
			title: 'CHECKPOINT',
			width: 20,
			most: 40,
			align: 'left',
			leaves: 1,
			cell: ({checkpoint}) => (checkpoint === null ? '-' : placeText(checkpoint)),
		},
		{title: 'SHOWS', width: 24, most: 60, align: 'left', cell: it => effect(row, it)},
	];
}

function reads(binlogType: string | null): string {
	if (binlogType === 'local') return 'relay';
	return binlogType === 'remote' ? 'upstream' : (binlogType ?? '-');
}

/** What STATUS says of the task where that is at this source, else what the letter means. */
function shownOf({task, word, label}: Dependant, {source}: SourceRow, {overview}: Model): string {
	if (label.endsWith('...') || isSettled.has(word)) return label;
	const row = overview?.tasks.find(({name}) => name === task);
	if (row === undefined || row.reasonSource !== source) return verdicts[word].meaning;
	const {what, who} = headline(row);
	return who === `: ${source}` ? what : `${what}${who}`;
}

/** DM's own word is what is meant. */
const isSettled: ReadonlySet<StatusWord> = new Set(['running', 'new', 'finished', 'stopped']);

/** What the task shows because of the relay, beside its own word. */
function effect({relay}: SourceRow, {label, binlogType, unit, stage}: Dependant): string {
	const halted = relay !== null && relay.stage !== 'Running';
	const depends = halted && unit === 'Sync' && stage === 'Running' && binlogType !== 'remote';
	return depends ? `${label}; runs dry: its relay is ${relay.stage}` : label;
}

/** DM has no HTTP route for a relay: it is paused and resumed with dmctl. */
function dmctlLines({source, worker, relay}: SourceRow, model: Model): readonly string[] {
	const {columns} = model.size;
	const target =
		versionOf(model).newest < 200
			? `-w ${worker === null ? '<worker>' : quoted(worker)}`
			: `-s ${source === null ? '<source>' : quoted(source)}`;
	const verb = relay?.stage === 'Running' ? 'pause-relay' : 'resume-relay';
	return [`query-status ${target}`, ...(relay === null ? [] : [`${verb} ${target}`])].flatMap(text =>
		prose(text, columns),
	);
}
