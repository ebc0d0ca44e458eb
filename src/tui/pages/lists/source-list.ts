import {essence} from '../../../domain/failure/sentence.ts';
import {type RelayWord, relayWord, servesAnother} from '../../../domain/relay.ts';
import type {SourceRow} from '../../../wire/topics.ts';
import {type Column, telling} from '../../../words/columns.ts';
import {age, longGap, moment, placeText, plural} from '../../../words/format.ts';
import {hasBeginning} from '../../../words/since.ts';
import {verdicts} from '../../../words/theme.ts';
import {noCursor} from '../../cursor.ts';
import type {Traits} from '../../find/arrange.ts';
import {isProblemWord} from '../../find/arrange.ts';
import {texts} from '../../find/traits.ts';
import {lasting} from '../../freshness.ts';
import {sourceId} from '../../row-ids.ts';
import {isBig} from '../../size.ts';
import type {ListView, Model} from '../../state.ts';
import {textOf} from '../../ui/line.ts';
import {aimAtSource} from '../../views.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import type {RowContext} from '../row-context.ts';
import {sourceDetailLines} from '../sources/source-detail.ts';
import {nameCell, relayCell} from '../task-columns.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, facts, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'sources'}>;

/** Sources: by their worker, their relay and the tasks on them too. */
const traits: Traits<SourceRow> = {
	id: sourceId,
	text: row =>
		texts(
			row.source,
			row.worker,
			verdicts[row.word].short,
			row.relay === null ? 'off' : row.relay.stage,
			row.reason,
			...row.tasks.map(({task}) => task),
		),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: sourceId,
		lag: row => (row.gap === null ? null : row.gap.type === 'files' ? row.gap.files * 1e15 : row.gap.bytes),
		since: row => row.silentSinceMs ?? row.relaySinceMs,
	},
};

/** All sources with their relays, worst first. */
export const sourcesPage = listOf<Shown, SourceRow>({
	hotkey: {key: '2', help: 'sources and their relays', view: {type: 'sources', cursor: noCursor}},
	crumbs: () => ['sources'],
	topics: () => ['sources'],
	rows: {all: ({sources}) => sources?.sources ?? null, traits},
	isOfCluster: true,
	noRow: 'there is no source to select',
	noTask: 'no task is known to run on this source',
	noAnswer: 'DM does not say which source this worker has',
	isOfSource: true,
	aim: (model, _, row) => aimAtSource(model, row?.source ?? null),
	opens: (_, __, row) => ({type: 'source', source: sourceId(row), top: 0}),
	before: model => beforeRows(model, model.sources !== null, 'the sources'),
	body(model, view, {all, shown, selected}) {
		return listBody(model, view, {
			rows: shown,
			id: sourceId,
			name: sourceId,
			columns: sourceColumns(all),
			word: it => it.word,
			changedAtMs: it => it.changedAtMs,
			summary: [summary(all, model.size.columns)],
			empty: emptyText(model),
			pane:
				selected === undefined
					? null
					: {title: paneTitle(selected), end: sinceText(selected, model), lines: paneLines(selected, model)},
		});
	},
});

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
		if (isBig(model.size) && rows > 5) return textOf(sourceDetailLines(model, row));
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
