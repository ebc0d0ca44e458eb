import {essence} from '../../../domain/failure/sentence.ts';
import {hasArrived, type Lock} from '../../../domain/lock.ts';
import {type Column, telling} from '../../../words/columns.ts';
import {moment, plural} from '../../../words/format.ts';
import {shownLocks} from '../../find/rows.ts';
import {lasting} from '../../freshness.ts';
import {isBig} from '../../layout.ts';
import {lockId} from '../../row-ids.ts';
import type {Model, View} from '../../state.ts';

import {blockedCount, lockDetailLines} from '../lock-detail.ts';
import {type Coverage, coverageOf, holdsUp, lockReading} from '../lock-reading.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import {lastedCell, nameCell, type RowContext} from '../task-columns.ts';
import {columnFor, facts, type ListPage, listPage} from './list-page.ts';

/** The shard DDLs that wait, of all tasks, the longest first. */
export function locksPage(model: Model, view: Extract<View, {type: 'locks'}>): ListPage {
	const all = model.locks?.locks ?? [];
	const rows = shownLocks(model, view);
	const lock = rows.find(it => lockId(it) === view.cursor.id);
	return listPage(model, {
		rows,
		id: lockId,
		name: ({task, target}) => `${task} ${target}`,
		selected: view.cursor.id,
		columns: lockColumns(all, view.cursor.id, model),
		word: () => 'locked',
		changedAtMs: ({seenSinceMs}) => seenSinceMs,
		summary: [summary(all, model)],
		empty: 'No shard DDL waits: no subtask tells of a sharding group, a lock or a conflict.',
		pane:
			lock === undefined
				? null
				: {title: `${lock.task} -- ${lock.target}`, end: waitingText(lock, model), lines: paneLines(lock, model)},
	});
}

function summary(all: readonly Lock[], model: Model): string {
	const longest = Math.min(...all.flatMap(({seenSinceMs}) => (seenSinceMs === null ? [] : [seenSinceMs])));
	const locks = all.filter(({exists}) => exists);
	const conflicts = all.filter(({conflict}) => conflict !== null).length;
	const named = all.filter(({isNamedOnly}) => isNamedOnly).length;
	const groups = all.length - locks.length - named;
	return facts(
		[
			plural(locks.length, 'DDL lock'),
			groups === 0 ? null : `${plural(groups, 'group')} not yet a lock`,
			named === 0 ? null : `${plural(named, 'lock')} of unknown state`,
			conflicts === 0 ? null : `${plural(conflicts, 'conflict')}`,
			Number.isFinite(longest) ? `the longest${lasting(model, longest)}` : null,
		],
		model.size.columns,
	);
}

function lockColumns(all: readonly Lock[], selected: string | null, model: Model): readonly Column<Lock, RowContext>[] {
	const heldUp = (lock: Lock) => heldUpBy(lock, coverageOf(model, lock.task));
	const names = all.map(({task}) => task);
	const targets = all.map(({target}) => target);
	return [
		{
			title: 'TASK',
			width: Math.max(6, columnFor(names, 16)),
			most: columnFor(names, 40),
			align: 'left',
			keeps: telling(names),
			cell: lock => nameCell(lock.task, lockId(lock) === selected ? lock.task : null),
		},
		{
			title: 'TARGET',
			width: 15,
			most: columnFor(targets, 48),
			align: 'left',
			keeps: telling(targets),
			leaves: 6,
			cell: ({target}) => target,
		},
		{title: 'MODE', width: 11, align: 'left', leaves: 1, cell: ({mode}) => mode},
		{title: 'SOURCES', width: 7, align: 'right', leaves: 4, cell: sourcesCell},
		{title: 'TABLES', width: 6, align: 'right', leaves: 2, cell: tablesCell},
		{title: 'WAITING', width: 7, align: 'right', cell: waitingCell},
		{title: 'BLOCKS', width: 6, align: 'right', leaves: 3, cell: lock => String(blockedCount(lock))},
		{title: 'HELD UP BY', width: 14, most: columnFor(all.map(heldUp), 60), align: 'left', leaves: 5, cell: heldUp},
	];
}

/** How many sources have met the DDL on all their tables, of how many. */
function sourcesCell({sources, mode, isNamedOnly}: Lock): string {
	return mode === 'optimistic' || isNamedOnly
		? `-/${sources.length}`
		: `${sources.filter(hasArrived).length}/${sources.length}`;
}

/** How many tables have met it; with `+` where a source does not tell how many it has. */
function tablesCell({sources, mode}: Lock): string {
	if (mode === 'optimistic') return '-';
	const met = sources.reduce((sum, {synced}) => sum + synced.length, 0);
	const known = sources.reduce((sum, {synced, unsynced}) => sum + synced.length + unsynced.length, 0);
	if (known === 0) return '?';
	const more = sources.some(({state}) => state === 'not-met' || state === 'unknown') ? '+' : '';
	return `${met}/${known}${more}`;
}

function waitingCell({seenSinceMs}: Lock, context: RowContext): string {
	if (seenSinceMs === null) return '?';
	const cell = lastedCell(seenSinceMs, context);
	return context.absoluteTimes && cell !== '?' ? moment(seenSinceMs, context) : cell;
}

function heldUpBy(lock: Lock, {sources}: Coverage): string {
	if (lock.isNamedOnly) return 'state unknown';
	if (lock.mode === 'optimistic') {
		const conflicting = lock.sources.filter(({state}) => state === 'conflict').map(({source}) => source);
		return `conflict${conflicting.length === 0 ? '' : `: ${conflicting.join(', ')}`}`;
	}
	const names = lock.sources.filter(holdsUp).map(({source}) => source);
	const nobody = sources === 'all' ? 'nobody' : 'nobody seen';
	const by = names.length === 0 ? nobody : names.slice(0, 20).join(', ');
	return lock.exists ? by : `no lock yet: ${by}`;
}

function waitingText({seenSinceMs}: Lock, model: Model): string {
	return seenSinceMs === null ? '' : `seen${lasting(model, seenSinceMs)}`;
}

/** What waits; of a conflict whose DDL is not told, what DM says of it. */
function ddlText({ddls, conflict, isNamedOnly}: Lock): string {
	if (ddls.length > 0) return `DDL: ${ddls.join('; ')}`;
	if (isNamedOnly) return '';
	return conflict === null ? 'Its DDL is not known yet.' : essence(conflict);
}

function paneLines(lock: Lock, model: Model): (rows: number) => readonly string[] {
	return rows => {
		const {columns} = model.size;
		if (isBig(model.size) && rows > 8) return lockDetailLines(model, lock);
		const subtasks = model.tasks.get(lock.task)?.task?.subtasks ?? [];
		const told = lockReading(lock, subtasks, coverageOf(model, lock.task));
		return fitParagraphs([ddlText(lock), ...told], columns, rows);
	};
}
