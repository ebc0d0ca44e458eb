import {hasArrived, type Lock, type LockSource} from '../../../domain/lock.ts';
import {commandLine, dmctlLine} from '../../../domain/operation/words.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import type {Column} from '../../../words/columns.ts';
import {age, lagDuration, placeText, plural, shortBytes} from '../../../words/format.ts';
import {gatewayNow} from '../../freshness.ts';
import {openItsPage} from '../../operate/key-words.ts';
import {firstMaster} from '../../operate/target.ts';
import {lockId} from '../../row-ids.ts';
import type {Model, TextView} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {type Table, tableOf} from '../../ui/table.ts';
import type {TextPage} from '../page.ts';
import {factLines, firstOf, prose, section, versionOf, widest, within} from '../pieces/blocks.ts';
import {textBlock, textOptions} from '../pieces/error-text.ts';
import {sourceColumn, workerColumn} from '../pieces/name-columns.ts';
import {sentenceLines} from '../task-text.ts';
import {readingLines} from '../waiting.ts';
import {type Coverage, coverageOf, holdsUp, lockReading, stateText} from './lock-reading.ts';

/** One lock of one task. */
export const lockPage: TextPage<Extract<TextView, {type: 'lock'}>> = {
	kind: 'text',
	crumbs: ({task, target}) => ['DDL locks', task, target],
	shortName: ({task, target}) => ({
		title: `DDL locks ${task} ${target}`,
		words: ['DDL locks', task, target],
		keeps: 'end',
	}),
	topics: ({task}) => ['locks', `task/${task}`],
	aim: (_, {task}) => ({task, source: null}),
	means: () => openItsPage,
	isOfTask: true,
	headerRows: () => 2,
	lines(model, view) {
		if (model.locks === null) return readingLines(model, `the DDL locks of ${view.task}`);
		const lock = model.locks.locks.find(it => lockId(it) === lockId(view));
		if (lock !== undefined) return lockDetailLines(model, lock);
		const text = `No DDL waits on ${view.target} in ${view.task} any more: the lock is resolved or the task is gone.`;
		return prose(`${text} Esc goes back.`, model.size.columns);
	},
};

/** Who waits for a shard DDL, who holds it up, what that means, and how dmctl shows the lock. */
export function lockDetailLines(model: Model, lock: Lock): readonly PageLine[] {
	const {columns} = model.size;
	const subtasks = subtasksOf(model, lock.task);
	const {more} = firstOf(lock.sources, mostSources);
	const table = lockTable(lock, columns);
	const coverage = coverageOf(model, lock.task);
	const reading = lockReading(lock, subtasks, coverage).flatMap(text => prose(text, columns));
	return within(
		[
			...factLines(headFacts(lock, model), columns),
			...section(columns, 'DDL', ddlLines(lock, columns)),
			...(lock.conflict === null
				? []
				: section(
						columns,
						'conflict',
						textBlock(lock.conflict, {...textOptions(model), wrap: true}).map(line => line.slice(1)),
					)),
			...section(columns, `sources   ${arrivedText(lock, coverage)}`, [
				...(lock.sources.length === 0 ? prose('No source of the task is known.', columns) : [table]),
				...(more > 0 ? [` ... ${plural(more, 'source')} more`] : []),
				...missingLines(lock, columns),
			]),
			...section(columns, 'what it means', reading),
			...section(columns, 'to look at it with dmctl', dmctlLines(lock.task, model)),
		],
		columns,
	);
}

/** The sources of a lock, those that hold it up marked, and what each has met. */
export function lockTable(lock: Lock, columns: number): Table {
	const {shown} = firstOf(lock.sources, mostSources);
	// In optimistic mode nobody is told to wait: who says nothing holds nobody up.
	const isMarked = (source: LockSource) => (lock.mode === 'optimistic' ? source.state === 'conflict' : holdsUp(source));
	return tableOf(columns, lockColumns(shown), shown, source => (isMarked(source) ? '*' : ''));
}

/** The dmctl command that shows the locks of a task; its name differs by version. Nothing here unlocks. */
export function dmctlLines(task: string, model: Model): readonly string[] {
	const {columns} = model.size;
	const {oldest, newest} = versionOf(model);
	const old = oldest < 600 ? [commandLine('show-ddl-locks', task, '')] : [];
	const present = newest >= 600 || (oldest > 200 && newest > 200) ? [commandLine('shard-ddl-lock', task, '')] : [];
	const both = old.length > 0 && present.length > 0;
	const master = firstMaster(model);
	return [
		...old.flatMap(text => prose(`  ${dmctlLine(master, text)}${both ? '   (before 6.0)' : ''}`, columns)),
		...present.flatMap(text => prose(`  ${dmctlLine(master, text)}${both ? '   (6.0 and later)' : ''}`, columns)),
		...prose('Unlocking loses data unless one knows why: there is no key for it here.', columns),
	];
}

/** How many sources and tables have met the DDL: `6/8 sources   22/26 tables`. */
export function arrivedText(lock: Lock, {sources}: Coverage): string {
	const arrived = lock.sources.filter(hasArrived).length;
	const synced = lock.sources.reduce((sum, source) => sum + source.synced.length, 0);
	const known = lock.sources.reduce((sum, source) => sum + source.synced.length + source.unsynced.length, 0);
	const all = lock.sources.some(({state}) => state === 'not-met' || state === 'unknown') ? `${known}+` : String(known);
	const tables = known === 0 ? '' : `   ${synced}/${all} tables`;
	return lock.mode === 'optimistic' || lock.isNamedOnly
		? plural(lock.sources.length, 'source')
		: `${arrived}/${lock.sources.length} ${sources === 'seen' ? 'of the sources seen have' : 'sources'} arrived${tables}`;
}

/** How many subtasks can do nothing until the lock is resolved. */
export function blockedCount(lock: Lock): number {
	return lock.sources.filter(({state}) => state === 'waiting' || state === 'failed' || state === 'conflict').length;
}

const mostSources = 200;

const notYet = 'not yet a lock: no source has met the DDL on all its tables';

function headFacts(lock: Lock, model: Model): readonly (string | null)[] {
	const since = lock.seenSinceMs === null ? null : `first seen ${age(lock.seenSinceMs, gatewayNow(model))} ago`;
	const {length} = lock.sources;
	return [
		`L ${lock.target === '' ? 'a table that DM does not name' : lock.target}`,
		`task ${lock.task}`,
		lock.mode,
		...(lock.exists ? [] : [lock.isNamedOnly ? 'of unknown state: DM names its ID alone' : notYet]),
		since,
		`blocks ${blockedCount(lock)} of ${plural(length, 'subtask')}`,
	];
}

function ddlLines(lock: Lock, columns: number): readonly string[] {
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
		{title: 'ARRIVED', width: 7, align: 'right', leaves: 5, cell: arrivedCell},
		{title: 'MISSING TABLES', width: 14, most: widest(missing, 14, 60), align: 'left', leaves: 4, cell: missingText},
		{
			title: 'LAG',
			width: 5,
			align: 'right',
			leaves: 2,
			cell: ({lagSeconds}) => (lagSeconds === null ? '-' : lagDuration(lagSeconds)),
		},
		{
			title: 'GAP',
			width: 5,
			align: 'right',
			leaves: 3,
			cell: ({gapBytes}) => (gapBytes === null ? '-' : shortBytes(gapBytes)),
		},
		{title: 'STATE', width: 24, most: 34, align: 'left', cell: stateText},
	];
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
