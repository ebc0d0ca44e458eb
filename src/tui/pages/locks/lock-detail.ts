import {hasArrived, type Lock, type LockSource} from '../../../domain/lock.ts';
import {commandLine, dmctlLine} from '../../../domain/operation/words.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {type Answers, lockAnswers} from '../../../words/answers.ts';
import type {Cell, Column} from '../../../words/columns.ts';
import {age, lagDuration, placeText, plural, shortBytes} from '../../../words/format.ts';
import {gatewayNow} from '../../freshness.ts';
import {keyOf} from '../../keys/key-of.ts';
import {openItsPage} from '../../operate/key-words.ts';
import {firstMaster} from '../../operate/target.ts';
import {lockId} from '../../row-ids.ts';
import {seenNow} from '../../seen.ts';
import {isSmall} from '../../size.ts';
import type {Model, TextView} from '../../state.ts';
import {type Line, line, type PageLine} from '../../ui/line.ts';
import {quiet, rule, strong} from '../../ui/rules.ts';
import {answerLines} from '../answer-lines.ts';
import type {TextPage} from '../page.ts';
import {behindGraph} from '../pieces/behind-graph.ts';
import {factLines, firstOf, prose, section, versionOf, widest, within} from '../pieces/blocks.ts';
import {textBlock, textOptions} from '../pieces/error-text.ts';
import {sourceColumn, workerColumn} from '../pieces/name-columns.ts';
import {rowLines} from '../pieces/row-lines.ts';
import {readingLines} from '../waiting.ts';
import {type Coverage, coverageOf, holdsUp, lockReading, stateText} from './lock-reading.ts';

/** One lock of one task. */
export const lockPage: TextPage<Extract<TextView, {type: 'lock'}>> = {
	kind: 'text',
	place: ({task, target}) => ['lock', task, target],
	crumbs: ({task, target}) => ['DDL locks', task, target],
	shortName: ({task, target}) => ({
		title: `DDL locks ${task} ${target}`,
		words: ['DDL locks', task, target],
		keeps: 'end',
	}),
	topics: ({task}) => ['locks', `task/${task}`],
	subject: (_, {task}) => ({task, source: null}),
	means: () => openItsPage,
	answers(model, view) {
		const lock = lockOf(model, view);
		return lock === undefined ? null : answersOf(model, lock);
	},
	isOfTask: true,
	headerRows: () => 2,
	isUnruled: true,
	head(model, view, _, banner, range) {
		const lock = lockOf(model, view);
		return [banner ?? (lock === undefined ? rule(model.size.columns, '', range) : lockRule(model, lock, range))];
	},
	lines(model, view) {
		if (model.locks === null) return readingLines(model, `the DDL locks of ${view.task}`);
		const lock = lockOf(model, view);
		if (lock !== undefined) {
			const lines = lockDetailLines(model, lock);
			return isSmall(model.size) ? [lockRule(model, lock), ...lines] : lines;
		}
		const text = `No DDL waits on ${view.target} in ${view.task} any more: the lock is resolved or the task is gone.`;
		return prose(`${text} Esc goes back.`, model.size.columns);
	},
};

function lockOf({locks}: Model, view: Pick<Lock, 'task' | 'target'>): Lock | undefined {
	return locks?.locks.find(it => lockId(it) === lockId(view));
}

/** Who holds up a shard DDL, the answers, and all else that is known of the lock. */
export function lockDetailLines(model: Model, lock: Lock): readonly PageLine[] {
	const {columns, rows} = model.size;
	const {more} = firstOf(lock.sources, mostSources);
	const reading = lockReading(lock, subtasksOf(model, lock.task), coverageOf(model, lock.task), keyOf(model, 'why'));
	return within(
		[
			...(lock.sources.length === 0 ? prose('No source of the task is known.', columns) : lockTable(lock, columns)),
			...(more > 0 ? [` ... ${plural(more, 'source')} more`] : []),
			...missingLines(lock, columns),
			...answerLines(answersOf(model, lock), columns, Number.POSITIVE_INFINITY),
			...(rows >= rowsForGraph ? holderGraph(model, lock, 10) : []),
			...section(columns, 'the DDL', ddlLines(lock, model)),
			...heldSection(model, lock),
			...(lock.conflict === null
				? []
				: section(
						columns,
						'conflict',
						textBlock(lock.conflict, {...textOptions(model), wrap: true}).map(text => text.slice(1)),
					)),
			...section(
				columns,
				'what it means',
				reading.flatMap(text => prose(text, columns)),
			),
			...dmctlSection(model, lock),
		],
		columns,
	);
}

/**
 * What stands below the list of locks about the selected one, in so many lines: who holds it up, the answers, a graph of
 * what that source has still to read, and how dmctl shows the lock.
 */
export function lockPane(model: Model, lock: Lock, rows: number): readonly Line[] {
	const {columns} = model.size;
	const answers = answersOf(model, lock);
	const all = lockTable(lock, columns);
	const spare = rows - answerLines(answers, columns, Number.POSITIVE_INFINITY).length;
	const table = spare >= 2 ? shortened(all, spare, lock) : [];
	const told = [...table, ...answerLines(answers, columns, rows - table.length)];
	const dmctl = dmctlSection(model, lock);
	const left = rows - told.length - dmctl.length;
	if (left < 0) return told;
	return [...told, ...holderGraph(model, lock, left), ...dmctl];
}

/** The table in so many lines; it says how many sources it leaves out. */
function shortened(lines: readonly Line[], rows: number, lock: Lock): readonly Line[] {
	if (lines.length <= rows) return lines;
	const kept = lines.slice(0, rows - 1);
	return [...kept, ` ... ${plural(lock.sources.length - kept.length + 1, 'source')} more`];
}

/** What the lock is of, and how many have met its DDL. */
export function lockTitle(model: Model, lock: Lock): readonly Cell[] {
	return [strong(lock.task), '  ', {text: answersOf(model, lock).title, tone: 'info'}];
}

/** The same as a rule, with how many sources have met the DDL, or where not all lines are shown which ones are. */
export function lockRule(model: Model, lock: Lock, range = ''): Line {
	const arrived = arrivedText(lock, coverageOf(model, lock.task));
	return rule(model.size.columns, lockTitle(model, lock), range === '' ? arrived : range);
}

/** What is answered of a lock. */
export function answersOf(model: Model, lock: Lock): Answers {
	return lockAnswers(lock, model.tasks.get(lock.task)?.task ?? null, seenNow(model));
}

/** From so many rows on there is room for more than who holds it up and what to do. */
const rowsForGraph = 34;

function holderGraph(model: Model, lock: Lock, rows: number): readonly Line[] {
	const holder = lock.sources.find(holdsUp);
	const row = subtasksOf(model, lock.task).find(({source}) => source === holder?.source);
	return row === undefined ? [] : behindGraph(row, model, model.size.columns, rows);
}

/** The sources of a lock, those that hold it up first, and what each has met. */
export function lockTable(lock: Lock, columns: number): readonly Line[] {
	// In optimistic mode nobody is told to wait: who says nothing holds nobody up.
	const isHolder = (source: LockSource) => (lock.mode === 'optimistic' ? source.state === 'conflict' : holdsUp(source));
	const sorted = [...lock.sources].sort((a, b) => Number(isHolder(b)) - Number(isHolder(a)));
	const {shown} = firstOf(sorted, mostSources);
	return rowLines(columns, lockColumns(shown), shown, source =>
		isHolder(source) ? {text: 'L', tone: 'info'} : quiet('.'),
	);
}

/** What the master itself says of the lock; where the status says otherwise both are to be seen. */
function heldSection(model: Model, lock: Lock): readonly PageLine[] {
	const {locks, size} = model;
	const {columns} = size;
	const {held} = lock;
	const note = locks?.heldNote ?? null;
	if (held === undefined && note === null) return [];
	if (held == null) {
		const text =
			note === null
				? 'It holds no such lock any more, whatever the status tells.'
				: `It could not be asked over gRPC, so locks that are left over are not shown and none can be unlocked here: ${note}`;
		return section(columns, 'the master says', prose(text, columns));
	}
	const {owner, synced, unsynced} = held;
	const met = lock.sources.filter(hasArrived).map(({source}) => source);
	const differs =
		lock.mode === 'pessimistic' && !lock.isLeftOver && [...met].sort().join() !== [...synced].sort().join();
	return section(columns, 'the master says', [
		...factLines([`owner ${owner ?? 'nobody'}`, `met by ${listed(synced)}`, `not met by ${listed(unsynced)}`], columns),
		...(differs
			? prose(`By the status it is met by ${listed(met)}: the two are told at different moments.`, columns)
			: []),
		...(lock.isLeftOver
			? prose(
					`Its task is not listed any more: the lock is left over, and does no harm until the task is started again. ${keyOf(model, 'unlock')} removes it.`,
					columns,
				)
			: []),
	]);
}

function listed(names: readonly string[]): string {
	return names.length === 0 ? 'nobody' : names.slice(0, mostSources).join(', ');
}

/** The dmctl command that shows the locks of a task; its name differs by version. */
function dmctlSection(model: Model, lock: Lock): readonly Line[] {
	const {columns} = model.size;
	const {oldest, newest} = versionOf(model);
	const old = oldest < 600 ? [commandLine('show-ddl-locks', lock.task, '')] : [];
	const present = newest >= 600 || (oldest > 200 && newest > 200) ? [commandLine('shard-ddl-lock', lock.task, '')] : [];
	const both = old.length > 0 && present.length > 0;
	const master = firstMaster(model);
	const unlocking =
		lock.mode === 'optimistic'
			? 'No key unlocks an optimistic lock: DM skips without asking, and a text arrived as 0.'
			: 'U unlocks it; it says before who executes the DDL, who skips it and who is forgotten.';
	return section(columns, 'dmctl', [
		...old.flatMap(text => prose(`${dmctlLine(master, text)}${both ? '   (before 6.0)' : ''}`, columns)),
		...present.flatMap(text => prose(`${dmctlLine(master, text)}${both ? '   (6.0 and later)' : ''}`, columns)),
		...prose(unlocking, columns).map(text => line([quiet(text)], columns)),
	]);
}

/** How many sources and tables have met the DDL: `6 of 8 sources, 22 of 26 tables`. */
export function arrivedText(lock: Lock, {sources}: Coverage): string {
	const all = plural(lock.sources.length, 'source');
	if (lock.mode === 'optimistic' || lock.isNamedOnly) return all;
	const arrived = lock.sources.filter(hasArrived).length;
	const met = lock.sources.reduce((sum, source) => sum + source.synced.length, 0);
	const known = lock.sources.reduce((sum, source) => sum + source.synced.length + source.unsynced.length, 0);
	const more = lock.sources.some(({state}) => state === 'not-met' || state === 'unknown') ? '+' : '';
	const tables = known === 0 ? '' : `, ${met} of ${known}${more} tables`;
	return `${arrived} of ${all}${sources === 'seen' ? ' seen' : ''}${tables}`;
}

/** How many subtasks can do nothing until the lock is resolved. */
export function blockedCount(lock: Lock): number {
	return lock.sources.filter(({state}) => state === 'waiting' || state === 'failed' || state === 'conflict').length;
}

const mostSources = 200;

const notYet = 'not yet a lock: no source has met the DDL on all its tables';

function headFacts(lock: Lock, model: Model): readonly (string | null)[] {
	const since = lock.seenSinceMs === null ? null : `first seen ${age(lock.seenSinceMs, gatewayNow(model))} ago`;
	return [
		lock.target === '' ? 'a table that DM does not name' : lock.target,
		lock.mode,
		...(lock.exists ? [] : [lock.isNamedOnly ? 'of unknown state: DM names its ID alone' : notYet]),
		since,
		`blocks ${blockedCount(lock)} of ${plural(lock.sources.length, 'subtask')}`,
	];
}

function ddlLines(lock: Lock, model: Model): readonly string[] {
	const {columns} = model.size;
	const none = lock.isNamedOnly
		? 'DM names none.'
		: lock.conflict === null
			? 'It is not known yet.'
			: 'The conflict may name it.';
	const {shown, more} = firstOf(lock.ddls, 50);
	const owner = lock.sources.find(hasArrived);
	const guess =
		owner === undefined || lock.mode === 'optimistic'
			? null
			: `owner probably ${owner.source} (DM's status does not name it)`;
	const firsts = lock.sources.flatMap(({source, first}) =>
		first === null ? [] : [`${source} first met it at ${placeText(first)}`],
	);
	return [
		...factLines(headFacts(lock, model), columns),
		...(shown.length === 0 ? prose(none, columns) : shown.flatMap(ddl => prose(ddl, columns))),
		...(more > 0 ? [` ... ${more} more`] : []),
		...factLines(
			[`lock ID ${lock.id ?? 'not told'}`, lock.owner === null ? guess : `owner ${lock.owner}`, ...firsts.slice(0, 8)],
			columns,
		),
	];
}

function lockColumns(sources: readonly LockSource[]): readonly Column<LockSource, null>[] {
	const missing = sources.map(missingText);
	return [
		sourceColumn(sources),
		workerColumn(sources, 1),
		{title: 'MET', width: 4, align: 'left', leaves: 5, cell: arrivedCell},
		{title: 'MISSING', width: 12, most: widest(missing, 12, 60), align: 'left', leaves: 4, cell: missingText},
		{title: 'LAG', width: 5, align: 'right', leaves: 2, cell: lagCell},
		{title: 'GAP', width: 5, align: 'right', leaves: 3, cell: gapCell},
		{title: 'STATE', width: 23, most: 40, align: 'left', cell: stateCell},
	];
}

/** Its lag grows with the clock while it waits. */
function lagCell({lagSeconds, state}: LockSource): Cell {
	if (state === 'waiting') return {text: 'held', tone: 'info'};
	return lagSeconds === null ? quiet('-') : lagDuration(lagSeconds);
}

function gapCell({gapBytes}: LockSource): Cell {
	return gapBytes === null ? quiet('-') : shortBytes(gapBytes);
}

function stateCell(source: LockSource): Cell {
	const text = stateText(source);
	return /^[A-Z]{4}/.test(text) ? {text, tone: 'info'} : text;
}

function arrivedCell({synced, unsynced, state}: LockSource): string {
	const all = synced.length + unsynced.length;
	if (all > 0) return `${synced.length}/${all}`;
	return state === 'not-met' ? '0/?' : '?';
}

function missingText({unsynced, state}: LockSource): string {
	if (unsynced.length > 0) return unsynced.slice(0, 20).map(shortTable).join(', ');
	if (state === 'not-met') return 'all: has not met it';
	return state === 'unknown' ? '?' : '-';
}

/** What the table may have had to cut. */
function missingLines(lock: Lock, columns: number): readonly string[] {
	return lock.sources
		.filter(({unsynced}) => unsynced.length > 0)
		.slice(0, 20)
		.flatMap(({source, unsynced}) => {
			const {shown, more} = firstOf(unsynced, 40);
			return prose(`missing at ${source}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, columns);
		});
}

function shortTable(table: string): string {
	return table.replaceAll('`', '');
}

function subtasksOf(model: Model, task: string): readonly SubtaskRow[] {
	return model.tasks.get(task)?.task?.subtasks ?? [];
}
