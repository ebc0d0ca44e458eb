import {essence} from '../../../domain/failure/sentence.ts';
import {type RelayWord, relayWord, servesAnother} from '../../../domain/relay.ts';
import type {SourceRow} from '../../../wire/topics.ts';
import {type Column, telling} from '../../../words/columns.ts';
import {age, longGap, moment, placeText, plural} from '../../../words/format.ts';
import {hasBeginning} from '../../../words/since.ts';
import {shownSources} from '../../find/rows.ts';
import {lasting} from '../../freshness.ts';
import {isBig} from '../../layout.ts';
import {sourceId} from '../../row-ids.ts';
import type {Model, View} from '../../state.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import {sourceDetailLines} from '../source-detail.ts';
import {nameCell, type RowContext, relayCell} from '../task-columns.ts';
import {columnFor, facts, type ListPage, listPage} from './list-page.ts';

/** All sources with their relays, worst first. */
export function sourcesPage(model: Model, view: Extract<View, {type: 'sources'}>): ListPage {
	const all = model.sources?.sources ?? [];
	const rows = shownSources(model, view);
	const row = rows.find(it => sourceId(it) === view.cursor.id);
	return listPage(model, {
		rows,
		id: sourceId,
		name: sourceId,
		selected: view.cursor.id,
		columns: sourceColumns(all),
		word: it => it.word,
		changedAtMs: it => it.changedAtMs,
		summary: [summary(all, model.size.columns)],
		empty: emptyText(model),
		pane: row === undefined ? null : {title: paneTitle(row), end: sinceText(row, model), lines: paneLines(row, model)},
	});
}

/** The RELAY column of a source. */
export function relayWordOf({relay, answered, errors}: SourceRow): RelayWord {
	return relayWord(relay, answered && !servesAnother(errors));
}

/** An empty list proves nothing where something does not answer. */
function emptyText({overview}: Model): string {
	const [note] = overview?.notes ?? [];
	return note === undefined ? 'No source: the dm-master answers well and lists none.' : `No source is listed: ${note}`;
}

function summary(all: readonly SourceRow[], columns: number): string {
	const workers = new Set(all.flatMap(({worker}) => (worker === null ? [] : [worker])));
	const words = all.map(relayWordOf);
	const relays = all.filter(({relay}) => relay !== null).length;
	const odd = (['error', 'paused', 'stopped', 'behind'] as const).flatMap(word => {
		const number = words.filter(it => it === word).length;
		return number === 0 ? [] : [`${number} ${word}`];
	});
	const silent = all.filter(({answered, word}) => !answered && word !== 'stopped').length;
	const unbound = all.filter(row => row.unbound).length;
	return facts(
		[
			`${plural(all.length, 'source')} on ${plural(workers.size, 'worker')}`,
			relays === 0 ? 'relay off' : `relay on ${relays}${odd.length === 0 ? '' : ` (${odd.join(', ')})`}`,
			silent === 0 ? null : `${silent} silent`,
			unbound === 0 ? null : `${unbound} without a worker`,
		],
		columns,
	);
}

function sourceColumns(all: readonly SourceRow[]): readonly Column<SourceRow, RowContext>[] {
	const upstreams = all.map(({relay}) => placeText(relay?.upstream ?? null));
	const places = all.map(({relay}) => placeText(relay?.position ?? null));
	const workers = all.map(({worker}) => worker ?? '-');
	return [
		{
			title: 'SOURCE',
			width: Math.max(6, columnFor(all.map(sourceId), 20)),
			most: columnFor(all.map(sourceId), 40),
			align: 'left',
			keeps: telling(all.map(sourceId)),
			cell: (row, {selected}) => nameCell(sourceId(row), selected),
		},
		{
			title: 'WORKER',
			width: Math.max(8, columnFor(workers, 10)),
			most: columnFor(workers, 32),
			align: 'left',
			keeps: telling(workers),
			leaves: 3,
			cell: row => row.worker ?? '-',
		},
		{title: 'RELAY', width: 7, align: 'left', cell: row => relayCell(relayWordOf(row))},
		{
			title: 'UPSTREAM',
			width: Math.max(8, columnFor(upstreams, 32)),
			align: 'left',
			leaves: 1,
			cell: row => (row.relay === null ? '-' : placeText(row.relay.upstream)),
		},
		{
			title: 'RELAY-AT',
			width: Math.max(8, columnFor(places, 32)),
			align: 'left',
			leaves: 2,
			cell: row => (row.relay === null ? '-' : placeText(row.relay.position)),
		},
		{title: 'BEHIND', width: 9, align: 'right', leaves: 5, cell: behindCell},
		{title: 'TASKS', width: 5, align: 'right', leaves: 4, cell: row => String(row.tasks.length)},
		{title: 'SINCE', width: 6, align: 'right', cell: sinceCell},
	];
}

function behindCell({relay, gap, answered}: SourceRow): string {
	if (relay === null) return '-';
	if (!answered || gap === null) return '?';
	return gap.type === 'bytes' && gap.bytes === 0 ? '0' : longGap(gap);
}

/** Since when it is silent, else since when its relay is as it is; `-` where it has none. */
function sinceMs(row: SourceRow): number | null {
	return row.silentSinceMs ?? row.relaySinceMs;
}

function sinceCell(row: SourceRow, context: RowContext): string {
	const atMs = sinceMs(row);
	if (atMs === null) return '-';
	if (!hasBeginning(context.firstAnswerAtMs, atMs)) return '';
	return context.absoluteTimes ? moment(atMs, context) : age(atMs, context.nowMs);
}

function sinceText(row: SourceRow, model: Model): string {
	const atMs = sinceMs(row);
	if (atMs === null) return '';
	const relay = `relay ${row.relay?.stage.toLowerCase() ?? relayWordOf(row)}`;
	return `${row.silentSinceMs === null ? relay : 'silent'}${lasting(model, atMs)}`;
}

function paneTitle(row: SourceRow): string {
	return row.worker === null || row.source === null ? sourceId(row) : `${row.source} / ${row.worker}`;
}

function paneLines(row: SourceRow, model: Model): (rows: number) => readonly string[] {
	const {columns} = model.size;
	return rows => {
		if (isBig(model.size) && rows > 5) return sourceDetailLines(model, row);
		const reason = row.reason ?? (row.relay === null ? 'It answers; its relay is off.' : 'It answers.');
		return fitParagraphs([reason, dependants(row), said(row)], columns, rows);
	};
}

function said({message, reason}: SourceRow): string {
	if (message === null || message === reason || reason?.includes(essence(message))) return '';
	return `The master said: ${essence(message)}`;
}

function dependants({tasks}: SourceRow): string {
	if (tasks.length === 0) return 'No task is known to run on it.';
	return `${plural(tasks.length, 'task')}: ${tasks.map(({task, label}) => `${task} (${label})`).join(', ')}`;
}
