import {adviceFor} from '../../domain/advice/advice.ts';
import {unitOf} from '../../domain/cluster.ts';
import {hasArrived, type Lock, type LockSource} from '../../domain/lock.ts';
import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import {aboutSubtask, aboutTask} from '../../words/advised.ts';
import {type Answers, subtaskAnswers, taskAnswers} from '../../words/answers.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {doubtsOf} from '../../words/doubts.ts';
import {age, gapText, lagDuration, plural, withFullStop} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {momentsOf} from '../event-rows.ts';
import {gatewayNow, lasting} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import {ofWhole} from '../operate/key-words.ts';
import {seenNow} from '../seen.ts';
import {isSmall} from '../size.ts';
import type {Model, TextView} from '../state.ts';
import {cellsWidth, type Line, type PageLine} from '../ui/line.ts';
import {rule, strong} from '../ui/rules.ts';
import {answerLines} from './answer-lines.ts';
import {type Coverage, coverageOfTask, holdsUp, lockReading} from './locks/lock-reading.ts';
import type {TextPage} from './page.ts';
import {behindGraph} from './pieces/behind-graph.ts';
import {factLines, section, prose as wrapped} from './pieces/blocks.ts';
import {errorLines, type TextOptions, textBlock, textOptions} from './pieces/error-text.ts';
import {wrappedEvents} from './pieces/event-line.ts';
import {withoutSubtask, withoutTask} from './pieces/event-text.ts';
import {sinceText} from './pieces/row-facts.ts';
import {verdictTitle} from './pieces/title.ts';
import {absenceText, verdictText} from './pieces/verdict.ts';
import {sinceCell} from './task-columns.ts';
import {linesOfTask} from './task-text.ts';

/** Why a task is as it is, or one of its subtasks. */
export const whyPage: TextPage<Extract<TextView, {type: 'why'}>> = {
	kind: 'text',
	place: ({task, source}) => ['task', task, ...(source === null ? [] : [source]), 'why'],
	crumbs: ({task, source}) => (source === null ? [task, 'why'] : [task, source, 'why']),
	shortName: ({task}) => ({title: task, words: [task, 'why'], keeps: 'start'}),
	topics: ({task}) => [`task/${task}`],
	subject: (_, {task, source}) => ({task, source}),
	means: ({task, source}, {keyName}) => (source === null ? ofWhole(keyName) : [{task, sources: [source]}]),
	answers(model, {task, source}) {
		const value = model.tasks.get(task)?.task;
		if (!value) return null;
		return answersOf(
			value,
			value.subtasks.find(row => row.source === source),
			model,
		);
	},
	isOfTask: true,
	headerRows: () => 2,
	isUnruled: true,
	head(model, view, _, banner, range) {
		const task = model.tasks.get(view.task)?.task ?? null;
		if (banner !== null) return [banner];
		return [task === null ? rule(model.size.columns, '', range) : verdictRule(task, view.source, model, range)];
	},
	lines: (model, view) =>
		linesOfTask(model, view.task, task => {
			const lines = whyLines(model, task, view.source);
			return isSmall(model.size) ? [verdictRule(task, view.source, model), ...lines] : lines;
		}),
	wraps: () => true,
};

/** The verdict, and how many errors there are; where not all lines are shown, which ones are. */
function verdictRule(task: TaskView, source: string | null, model: Model, range = ''): Line {
	const {columns} = model.size;
	const one = source === null ? undefined : task.subtasks.find(row => row.source === source);
	const {word} = one ?? task.row;
	const {title} = answersOf(task, one, model);
	const name = verdictTitle(word, source ?? task.row.name, title);
	const both = [countText(task, one), range].filter(text => text !== '').join('   ');
	return rule(columns, name, cellsWidth(name) + both.length + 8 > columns ? range : both);
}

function answersOf(task: TaskView, one: SubtaskRow | undefined, model: Model): Answers {
	const seen = seenNow(model);
	return one === undefined ? taskAnswers(task.row, task, seen) : subtaskAnswers(one, task, seen);
}

/** How many errors DM tells, and at how many of the sources; who does not answer, where it tells none. */
function countText({subtasks}: TaskView, one: SubtaskRow | undefined): string {
	const rows = one === undefined ? subtasks : [one];
	const errors = rows.map(errorCount);
	const number = errors.reduce((sum, count) => sum + count, 0);
	const at = errors.filter(count => count > 0).length;
	const of = one === undefined ? `, at ${at} of ${plural(rows.length, 'source')}` : '';
	if (number > 0) return `${plural(number, 'error')}${of}`;
	const silent = rows.filter(({presence}) => presence.type !== 'here').length;
	return silent === 0 || one !== undefined ? '' : `from ${silent} of ${plural(rows.length, 'source')}`;
}

function errorCount({result, sourceErrors, relay, validation}: SubtaskRow): number {
	const all = [result?.errors, sourceErrors, relay?.result?.errors, validation?.result?.errors];
	return all.reduce((sum, errors) => sum + (errors?.length ?? 0), 0);
}

/** Why a task is as it is, or one of its subtasks: the answers, and then all that DM tells of what is wrong. */
export function whyLines(model: Model, task: TaskView, source: string | null): readonly PageLine[] {
	const options = textOptions(model);
	const {columns, rows} = model.size;
	const one = source === null ? undefined : task.subtasks.find(row => row.source === source);
	if (source !== null && one === undefined) {
		return prose(`DM tells of no subtask of ${task.row.name} on ${source} any more (Esc goes back).`, options);
	}
	const row = one ?? task.row;
	const deciding = one ?? task.subtasks.find(it => it.source === task.row.reasonSource);
	const verdict = deciding === undefined ? null : verdictText(deciding, gatewayNow(model));
	const said = {reason: row.reason, verdict};
	const subtasks = one === undefined ? task.subtasks.filter(isNotable) : [one];
	const locks = task.locks.filter(lock => one === undefined || lock.sources.some(part => part.source === one.source));
	const lockBlocks = locks.flatMap(lock => lockBlock(lock, task, model, options));
	const shown = subtasks.slice(0, mostSubtasks);
	const more = subtasks.length - shown.length;
	const blocks = [
		...shown.flatMap(subtask => subtaskBlock(subtask, said, model, options)),
		...(more > 0 ? prose(`... ${plural(more, 'subtask')} more that are not well.`, options) : []),
	];
	return [
		...answerLines(answersOf(task, one, model), columns, Number.POSITIVE_INFINITY),
		...(rows >= rowsForMore ? moreLines(task, one, deciding, model) : []),
		...hitLines(task.row.name, deciding, model),
		...(row.word === 'locked' ? [...lockBlocks, ...blocks] : [...blocks, ...lockBlocks]),
		...section(
			columns,
			'in full',
			verdictSentences(row, deciding, verdict, task).flatMap(text => prose(text, options)),
			sinceText(row, model),
		),
		...eventBlock(task, source, model, options),
	];
}

/** From so many rows on there is room for more than what has to be done. */
const rowsForMore = 34;

/** What it means, and how far behind it has been lately. */
function moreLines(
	{row}: TaskView,
	one: SubtaskRow | undefined,
	deciding: SubtaskRow | undefined,
	model: Model,
): readonly Line[] {
	const {columns} = model.size;
	const around = seenNow(model);
	const about = one === undefined ? aboutTask(row, around) : aboutSubtask(row.name, one, around);
	const advice = (one ?? row).word === 'running' ? null : adviceFor(about);
	return [
		...(advice === null ? [] : section(columns, 'what it means', wrapped(withFullStop(advice.means), columns))),
		...(deciding === undefined ? [] : behindGraph(deciding, model, columns, 10)),
	];
}

/** The other tasks that are not heard of because the same worker does not answer. */
function hitLines(task: string, deciding: SubtaskRow | undefined, {overview, size}: Model): readonly Line[] {
	if (deciding === undefined || deciding.presence.type === 'here' || deciding.worker === null) return [];
	const hit = (overview?.tasks ?? []).filter(
		({name, word, blamed}) => name !== task && word === 'unknown' && blamed?.worker === deciding.worker,
	);
	if (hit.length === 0) return [];
	const title = [strong('hit by it too'), `  ${plural(hit.length, 'task')}`];
	return section(size.columns, title, wrapped(hit.map(({name}) => name).join(', '), size.columns));
}

const mostSubtasks = 100;

/** In order: what is wrong, whether DM resumes it by itself, what else happens, and what dmctl says. */
function verdictSentences(
	row: SubtaskRow | TaskView['row'],
	deciding: SubtaskRow | undefined,
	verdict: string | null,
	task: TaskView,
): readonly string[] {
	const {meaning} = verdicts[row.word];
	const said =
		task.row.dmStatus === null
			? `${withoutDmWord(task.row, 'this task')}.`
			: `dmctl says of the task: ${task.row.dmStatus}.`;
	if (row.reason === null) return [`Nothing is wrong: ${meaning}.`, said];
	const reason = withFullStop(row.reason);
	const named = 'reasonSource' in row && row.reasonSource !== null && !reason.includes(row.reasonSource);
	const outlook = verdict === null ? row.outlook : outlookBeside(row.outlook, verdict, deciding?.verdict?.rule ?? '');
	return [`${named ? `${row.reasonSource}: ` : ''}${reason}`, verdict, outlook, said].filter(text => text !== null);
}

/** What the outlook says beside the verdict, which says more of the same. */
function outlookBeside(outlook: string | null, verdict: string, rule: string): string | null {
	if (outlook === null) return null;
	const rest = outlook
		.replace(`Needs you: ${rule}.`, '')
		.replace(`Needs you: DM retries it for ever in vain: ${rule}.`, '')
		.replace(/DM resumes this kind of error by itself\.( One try was seen\.| \d+ tries were seen\.)?/, '')
		.trim();
	if (rest === '') return null;
	// That it needs a person has been said.
	const bare = verdict.startsWith('Needs you') ? rest.replace(/^Needs you: /, '') : rest;
	return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
}

/** A subtask that is not well, or of which DM tells an error or a figure that is not believed. */
function isNotable(row: SubtaskRow): boolean {
	const isWell = row.word === 'running' || row.word === 'new' || row.word === 'finished' || row.word === 'stopped';
	return !isWell || errorLines(row, {columns: 80, wrap: true}).length > 0 || doubtsOf(row).length > 0;
}

type Said = {readonly reason: string | null; readonly verdict: string | null};

/** All that DM tells of one subtask; `said` is what stands above it already. */
function subtaskBlock(row: SubtaskRow, said: Said, model: Model, options: TextOptions): readonly PageLine[] {
	const nowMs = gatewayNow(model);
	const {letter} = verdicts[row.word];
	const where = row.worker === null ? row.source : `${row.source} / ${row.worker}`;
	const unit = row.work === null ? '' : unitOf(row.work);
	const title = [`${letter} ${where}`, unit, row.stage ?? 'never seen'].filter(text => text !== '').join('  ');
	const since = sinceCell(row, {nowMs, absoluteTimes: false, wallShiftMs: 0});
	const absence = absenceText(row, model, said.reason ?? '');
	const why = absence ?? (row.reason === said.reason ? null : row.reason);
	const verdict = verdictText(row, nowMs);
	const isCanceled = row.result?.isCanceled === true;
	const errors = errorLines(row, options);
	return [
		rule(options.columns, [strong('DM says'), `  ${title}`], since),
		...(why === null ? [] : prose(why, options)),
		...(verdict === null || verdict === said.verdict ? [] : prose(verdict, options)),
		...(isCanceled ? prose('A person paused it (isCanceled).', options) : []),
		...(row.message === null ? [] : prose(`DM says: ${row.message}`, options)),
		...(row.sourceMessage === null ? [] : prose(`Its source says: ${row.sourceMessage}`, options)),
		...positionLines(row, nowMs, options),
		...doubtsOf(row).flatMap(text => prose(text, options)),
		...errors.map(text => ` ${text}`),
		...(row.result?.detail ? textBlock(`detail: ${row.result.detail}`, options) : []),
	];
}

function positionLines(row: SubtaskRow, nowMs: number, options: TextOptions): readonly string[] {
	const {work, gap, lagSeconds} = row;
	if (work?.type !== 'Sync') return [];
	const upstream = work.upstream === null ? 'unknown' : `${work.upstream.file}:${work.upstream.offset}`;
	const checkpoint = work.checkpoint === null ? 'unknown' : `${work.checkpoint.file}:${work.checkpoint.offset}`;
	const behind = gap === null ? '?' : gapText(gap);
	const lag = lagSeconds === null ? null : `lag ${lagDuration(lagSeconds)}`;
	const isBehind = gap !== null && (gap.type === 'files' || gap.bytes > 0);
	const time = isBehind && row.gapSinceMs !== null ? ` (<= ${age(row.gapSinceMs, nowMs)})` : '';
	const facts = [`upstream ${upstream}`, `synced to ${checkpoint}`, `gap ${behind}${time}`, lag];
	return factLines(facts, options.wrap ? options.columns : Number.POSITIVE_INFINITY);
}

function lockBlock(lock: Lock, task: TaskView, model: Model, options: TextOptions): readonly PageLine[] {
	const since = lock.seenSinceMs === null ? '' : lasting(model, lock.seenSinceMs).trim();
	const ddl = lock.ddls.length === 0 ? 'its DDL is not known yet' : lock.ddls.join('; ');
	const coverage = coverageOfTask(task);
	const told =
		lock.mode === 'optimistic' || lock.isNamedOnly
			? lockReading(lock, task.subtasks, coverage, keyOf(model, 'why'))
			: groupSentences(lock, coverage);
	return [
		rule(options.columns, `DDL lock on ${lock.target} (${lock.isNamedOnly ? 'state unknown' : lock.mode})`, since),
		...((lock.mode === 'optimistic' || lock.isNamedOnly) && lock.ddls.length === 0
			? []
			: prose(`DDL: ${ddl}`, options)),
		...told.flatMap(text => prose(text, options)),
		...(lock.conflict === null ? [] : textBlock(`conflict: ${lock.conflict}`, options)),
	];
}

/** Which sources have met the DDL on all their tables, and which of all are waited for. */
function groupSentences(lock: Lock, {sources}: Coverage): readonly string[] {
	const arrived = lock.sources.filter(hasArrived);
	const missing = lock.sources.filter(holdsUp);
	const seen = sources === 'seen' ? ' seen' : '';
	const all = sources === 'seen' ? 'Of the sources seen all have met it.' : 'All have met it.';
	return [
		`Arrived: ${plural(arrived.length, 'source')} of ${lock.sources.length}${seen}${names(arrived)}.`,
		missing.length === 0 ? all : `Waits for: ${missing.map(partText).join('; ')}.`,
	];
}

function partText(part: LockSource): string {
	const states = {
		waiting: 'waits',
		executing: 'executes it',
		failed: 'failed to execute it',
		partly: `has met it on ${part.synced.length} of ${part.synced.length + part.unsynced.length} tables`,
		'not-met': 'has not met it',
		unknown: 'has no DDL yet',
		named: 'names it',
		conflict: 'is in conflict',
	} as const satisfies Record<LockSource['state'], string>;
	return `${part.source} ${states[part.state]}`;
}

function names(parts: readonly LockSource[]): string {
	return parts.length === 0 ? '' : ` (${parts.map(part => part.source).join(', ')})`;
}

function eventBlock(task: TaskView, source: string | null, model: Model, options: TextOptions): readonly Line[] {
	const events = task.events.filter(event => source === null || event.source === null || event.source === source);
	const {columns} = options;
	const textOf = source === null ? withoutTask : withoutSubtask;
	return section(columns, 'what was seen', wrappedEvents(momentsOf(events).slice(0, 20), model, columns, textOf));
}

function prose(text: string, options: TextOptions): readonly string[] {
	if (options.wrap) return wrapped(text, options.columns, options.sought);
	return text.split('\n').map(part => ` ${part}`);
}
