import {hasArrived, type Lock} from '../../../domain/lock.ts';
import {type Column, telling} from '../../../words/columns.ts';
import {moment, plural, shortAge} from '../../../words/format.ts';
import {hasBeginning} from '../../../words/since.ts';
import {noCursor} from '../../cursor.ts';
import type {Traits} from '../../find/traits.ts';
import {texts} from '../../find/traits.ts';
import {lasting} from '../../freshness.ts';
import {lockId} from '../../row-ids.ts';
import type {ListView, Model} from '../../state.ts';

import {answersOf, arrivedText, blockedCount, lockPane, lockTitle} from '../locks/lock-detail.ts';
import {type Coverage, coverageOf, holdsUp} from '../locks/lock-reading.ts';
import type {RowContext} from '../row-context.ts';
import {nameCell, underWayCell, underWayText} from '../task-columns.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, facts, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'locks'}>;

/** Locks: by their task, their table, their DDLs and the sources that have not met them. */
const traits: Traits<Lock> = {
	id: lockId,
	text: ({task, target, mode, ddls, conflict, sources}) =>
		texts(task, target, mode, ...ddls, conflict, ...sources.filter(it => !hasArrived(it)).map(({source}) => source)),
	word: () => 'locked',
	names: {task: ({task}) => [task], source: ({sources}) => sources.map(({source}) => source)},
	sorts: {name: ({task}) => task, since: ({seenSinceMs}) => seenSinceMs},
};

/** The shard DDLs that wait, of all tasks, the longest first. */
export const locksPage = listOf<Shown, Lock>({
	hotkey: {key: '3', help: 'DDL locks', view: {type: 'locks', cursor: noCursor}},
	place: () => ['locks'],
	crumbs: (_, {locks}) => [
		locks === null ? 'DDL locks' : plural(locks.locks.filter(({exists}) => exists).length, 'DDL lock'),
	],
	topics: () => ['locks'],
	rows: {all: ({locks}) => locks?.locks ?? null, traits},
	isOfCluster: true,
	noRow: 'there is no lock to select',
	noTask: 'there is no lock to select',
	subject: (_, __, row) => ({task: row?.task ?? null, source: null}),
	copies: ({task, target}) => `${task} ${target}`,
	answers: (model, _, row) => answersOf(model, row),
	opens: (_, __, {task, target}) => ({type: 'lock', task, target, top: 0}),
	previewsTask: true,
	before: model => beforeRows(model, model.locks !== null, 'the locks'),
	body(model, view, {all, shown, selected}) {
		return listBody(model, view, {
			rows: shown,
			id: lockId,
			name: ({task, target}) => `${task} ${target}`,
			columns: lockColumns(all, view.cursor.id, model),
			word: () => 'locked',
			changedAtMs: ({seenSinceMs}) => seenSinceMs,
			summary: [summary(all, model)],
			empty: 'No shard DDL waits: no subtask tells of a sharding group, a lock or a conflict.',
			pane:
				selected === undefined
					? null
					: {
							title: lockTitle(model, selected),
							end: arrivedText(selected, coverageOf(model, selected.task)),
							lines: height => lockPane(model, selected, height),
						},
		});
	},
});

function summary(all: readonly Lock[], model: Model): string {
	const longest = Math.min(...all.flatMap(({seenSinceMs}) => (seenSinceMs === null ? [] : [seenSinceMs])));
	const locks = all.filter(({exists}) => exists);
	const conflicts = all.filter(({conflict}) => conflict !== null).length;
	const named = all.filter(({isNamedOnly}) => isNamedOnly).length;
	const leftOver = all.filter(({isLeftOver}) => isLeftOver).length;
	const groups = all.length - locks.length - named;
	return facts(
		[
			plural(locks.length, 'DDL lock'),
			groups === 0 ? null : `${plural(groups, 'group')} not yet a lock`,
			named === 0 ? null : `${plural(named, 'lock')} of unknown state`,
			leftOver === 0 ? null : `${leftOver} left over`,
			conflicts === 0 ? null : `${plural(conflicts, 'conflict')}`,
			Number.isFinite(longest) ? `the longest${lasting(model, longest)}` : null,
		],
		model.size.columns,
	);
}

function lockColumns(all: readonly Lock[], selected: string | null, model: Model): readonly Column<Lock, RowContext>[] {
	const heldUp = (lock: Lock) => heldUpBy(lock, coverageOf(model, lock.task));
	const holders = all.map(lock => underWayText(lock) ?? heldUp(lock));
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
			title: 'TABLE',
			width: 15,
			most: columnFor(targets, 48),
			align: 'left',
			keeps: telling(targets),
			leaves: 6,
			cell: ({target}) => target,
		},
		{title: 'MODE', width: 11, align: 'left', leaves: 1, cell: ({mode}) => mode},
		{title: 'MET', width: Math.max(3, columnFor(all.map(metCell), 5)), align: 'right', leaves: 4, cell: metCell},
		{title: 'BLOCKS', width: 6, align: 'right', leaves: 3, cell: lock => String(blockedCount(lock))},
		{title: 'SINCE', width: 6, align: 'right', cell: sinceCell},
		{
			title: 'HELD UP BY',
			width: Math.max(10, columnFor(holders, 26)),
			most: columnFor(holders, 60),
			align: 'left',
			leaves: 5,
			cell: lock => underWayCell(lock) ?? heldUp(lock),
		},
	];
}

/** How many sources have met the DDL on all their tables, of how many. */
function metCell({sources, mode, isNamedOnly}: Lock): string {
	return mode === 'optimistic' || isNamedOnly ? '?' : `${sources.filter(hasArrived).length}/${sources.length}`;
}

/** Blank where nobody saw it begin. */
function sinceCell({seenSinceMs}: Lock, context: RowContext): string {
	if (seenSinceMs === null || !hasBeginning(context.firstAnswerAtMs, seenSinceMs)) return '';
	return context.absoluteTimes ? moment(seenSinceMs, context) : shortAge(seenSinceMs, context.nowMs);
}

function heldUpBy(lock: Lock, {sources}: Coverage): string {
	if (lock.isLeftOver) return 'LEFT OVER: task is gone';
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
