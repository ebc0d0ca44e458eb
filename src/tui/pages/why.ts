import {unitOf} from '../../domain/cluster.ts';
import {hasArrived, type Lock, type LockSource} from '../../domain/lock.ts';
import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {doubtsOf} from '../../words/doubts.ts';
import {age, gapText, lagDuration, plural, timeOfDay, withFullStop} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {gatewayNow, lasting, viewerTime} from '../freshness.ts';
import {ofWhole} from '../operate/key-words.ts';
import type {Model, TextView} from '../state.ts';
import type {PageLine} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';
import {type Coverage, coverageOfTask, holdsUp, lockReading} from './locks/lock-reading.ts';
import type {TextPage} from './page.ts';
import {factLines, prose as wrapped} from './pieces/blocks.ts';
import {errorLines, type TextOptions, textBlock, textOptions} from './pieces/error-text.ts';
import {withoutSubtask, withoutTask} from './pieces/event-text.ts';
import {absenceText, verdictText} from './pieces/verdict.ts';
import {sinceText} from './preview.ts';
import {sinceCell} from './task-columns.ts';
import {linesOfTask} from './task-text.ts';

/** Why a task is as it is, or one of its subtasks. */
export const whyPage: TextPage<Extract<TextView, {type: 'why'}>> = {
	kind: 'text',
	crumbs: ({task, source}) => (source === null ? [task, 'why'] : [task, source, 'why']),
	shortName: ({task}) => ({title: task, words: [task, 'why'], keeps: 'start'}),
	topics: ({task}) => [`task/${task}`],
	aim: (_, {task, source}) => ({task, source}),
	means: ({task, source}) => (source === null ? ofWhole : [{task, sources: [source]}]),
	isOfTask: true,
	headerRows: () => 2,
	lines: (model, view) => linesOfTask(model, view.task, task => whyLines(model, task, view.source)),
	wraps: () => true,
};

/** Why a task is as it is, or one of its subtasks: the verdict, and then all that DM tells of what is wrong. */
export function whyLines(model: Model, task: TaskView, source: string | null): readonly PageLine[] {
	const options = textOptions(model);
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
		...(more > 0 ? ['', ...prose(`... ${plural(more, 'subtask')} more that are not well.`, options)] : []),
	];
	return [
		...prose(`${verdicts[row.word].letter} ${row.label}   ${sinceText(row, model)}`, options),
		...verdictSentences(row, deciding, verdict, task).flatMap(text => prose(text, options)),
		...(row.word === 'locked' ? [...lockBlocks, ...blocks] : [...blocks, ...lockBlocks]),
		...eventBlock(task, source, model, options),
	];
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
	const absence = absenceText(row, model, said.reason ?? '');
	const why = absence ?? (row.reason === said.reason ? null : row.reason);
	const verdict = verdictText(row, nowMs);
	const isCanceled = row.result?.isCanceled === true;
	const errors = errorLines(row, options);
	return [
		'',
		rule(options.columns, title, sinceCell(row, {nowMs, absoluteTimes: false, wallShiftMs: 0})),
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
			? lockReading(lock, task.subtasks, coverage)
			: groupSentences(lock, coverage);
	return [
		'',
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
		unknown: 'says nothing of it',
		named: 'names it',
		conflict: 'is in conflict',
	} as const satisfies Record<LockSource['state'], string>;
	return `${part.source} ${states[part.state]}`;
}

function names(parts: readonly LockSource[]): string {
	return parts.length === 0 ? '' : ` (${parts.map(part => part.source).join(', ')})`;
}

function eventBlock(task: TaskView, source: string | null, model: Model, options: TextOptions): readonly PageLine[] {
	const events = task.events.filter(event => source === null || event.source === null || event.source === source);
	if (events.length === 0) return [];
	return [
		'',
		rule(options.columns, 'what was seen'),
		...events.slice(0, 20).flatMap(event => {
			const times = event.count > 1 ? ` (${event.count}x)` : '';
			const text = source === null ? withoutTask(event) : withoutSubtask(event);
			return prose(`${timeOfDay(viewerTime(model, event.atMs))}  ${text}${times}`, options);
		}),
	];
}

function prose(text: string, options: TextOptions): readonly string[] {
	if (options.wrap) return wrapped(text, options.columns, options.sought);
	return text.split('\n').map(part => ` ${part}`);
}
