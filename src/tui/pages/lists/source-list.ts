import type {Position} from '../../../domain/cluster.ts';
import {type RelayWord, relayWord, servesAnother} from '../../../domain/relay/relay.ts';
import {severity} from '../../../domain/status.ts';
import type {StatusWord} from '../../../domain/status-word.ts';
import type {SourceRow} from '../../../wire/topics.ts';
import {sourceTitle} from '../../../words/answering/title.ts';
import {sourceAnswers} from '../../../words/answers.ts';
import {type Cell, type Column, telling, textOfCell} from '../../../words/columns.ts';
import {longGap, moment, placeText, plural, shortAge} from '../../../words/format.ts';
import {hasBeginning} from '../../../words/since.ts';
import {verdicts} from '../../../words/theme.ts';
import {noCursor} from '../../cursor.ts';
import {gapFigure, type Traits, texts} from '../../find/traits.ts';
import {sourceId} from '../../row-ids.ts';
import {seenNow} from '../../seen.ts';
import type {ListView, Model} from '../../state.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet} from '../../ui/rules.ts';
import {subjectAtSource} from '../../views.ts';
import {verdictTitle} from '../pieces/title.ts';
import type {RowContext} from '../row-context.ts';
import {sinceOf, sourcePane} from '../sources/source-detail.ts';
import {nameCell, relayCell, underWayCell} from '../task-columns.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'sources'}>;

/** Sources: by what their row says. */
const traits: Traits<SourceRow> = {
	id: sourceId,
	text: row => {
		const relay = relayTextOf(row);
		return texts(sourceId(row), row.worker, textOfCell(relay), sourceTitle(row));
	},
	word: row => row.word,
	figures: {gap: row => gapFigure(row.gap, row.relay !== null && (!row.answered || row.gap === null))},
	names: {
		task: row => row.tasks.map(({task}) => task),
		source: row => [sourceId(row)],
		worker: row => (row.worker === null ? null : [row.worker]),
	},
	sorts: {
		name: sourceId,
		lag: row => (row.gap === null ? null : row.gap.type === 'files' ? row.gap.files * 1e15 : row.gap.bytes),
		since: row => row.silentSinceMs ?? row.relaySinceMs,
	},
};

/** All sources with their relays, worst first. */
export const sourcesPage = listOf<Shown, SourceRow>({
	hotkey: {key: '2', help: 'sources', view: {type: 'sources', cursor: noCursor}},
	place: () => ['sources'],
	crumbs: (_, {sources}) => [sources === null ? 'sources' : plural(sources.sources.length, 'source')],
	topics: () => ['sources'],
	rows: {all: ({sources}) => sources?.sources ?? null, traits},
	isOfCluster: true,
	noRow: 'there is no source to select',
	noTask: 'no task is known to run on this source',
	noAnswer: 'DM does not say which source this worker has',
	isOfSource: true,
	subject: (model, _, row) => subjectAtSource(model, row?.source ?? null),
	answers: (model, _, row) => sourceAnswers(row, seenNow(model)),
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
					: {
							title: verdictTitle(selected.word, sourceId(selected), sourceTitle(selected)),
							end: sinceOf(selected, model),
							lines: height => sourcePane(model, selected, height),
						},
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

/** How many there are of each kind, worst first, and how many have a relay: `?1 no answer  .4 well   relay on 3 of 6`. */
function summary(all: readonly SourceRow[], columns: number): Line {
	if (all.length === 0) return ' 0 sources';
	const counts = new Map<string, {readonly word: StatusWord; readonly title: string; number: number}>();
	for (const row of all) {
		const title = row.word === 'running' ? 'well' : sourceTitle(row);
		const known = counts.get(`${row.word} ${title}`);
		if (known === undefined) counts.set(`${row.word} ${title}`, {word: row.word, title, number: 1});
		else known.number++;
	}
	const relays = all.filter(({relay}) => relay !== null).length;
	const worstFirst = [...counts.values()].sort((a, b) => severity(a.word) - severity(b.word));
	return line(
		[
			...worstFirst.flatMap(({word, title, number}, index): readonly Cell[] => {
				const {letter, tone} = verdicts[word];
				return [index === 0 ? ' ' : '  ', {text: `${letter}${number}`, tone}, ` ${title}`];
			}),
			quiet(relays === 0 ? '   relay off' : `   relay on ${relays} of ${all.length}`),
		],
		columns,
	);
}

function sourceColumns(all: readonly SourceRow[]): readonly Column<SourceRow, RowContext>[] {
	const upstreams = all.map(({relay}) => shortPlace(relay?.upstream ?? null));
	const places = all.map(({relay}) => shortPlace(relay?.position ?? null));
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
		{
			title: 'RELAY',
			width: all.some(({operation}) => operation !== undefined) ? 11 : 9,
			align: 'left',
			cell: relayTextOf,
		},
		{
			title: 'UPSTREAM',
			width: Math.max(8, columnFor(upstreams, 32)),
			align: 'left',
			leaves: 1,
			cell: row => (row.relay === null ? '-' : shortPlace(row.relay.upstream)),
		},
		{
			title: 'RELAY AT',
			width: Math.max(8, columnFor(places, 32)),
			align: 'left',
			leaves: 2,
			cell: row => (row.relay === null ? '-' : shortPlace(row.relay.position)),
		},
		{title: 'BEHIND', width: 9, align: 'right', leaves: 5, cell: behindCell},
		{title: 'TASKS', width: 5, align: 'right', leaves: 4, cell: row => String(row.tasks.length)},
		{title: 'SINCE', width: 6, align: 'right', cell: sinceCell},
	];
}

function relayTextOf(row: SourceRow): Cell {
	const under = underWayCell(row);
	if (under !== null) return under;
	if (!row.answered) return {text: row.unbound ? 'no worker' : 'no answer', tone: 'careful'};
	return row.relay === null ? quiet(relayText(row)) : relayText(row);
}

function relayText(row: SourceRow): string {
	const cell = relayCell(relayWordOf(row));
	return typeof cell === 'string' ? cell : cell.text;
}

/** Its files have one name and count up: `000876:104857311`. */
function shortPlace(position: Position | null): string {
	return placeText(position).replace(/^.*\.(?=\d+:)/, '');
}

function behindCell({relay, gap, answered}: SourceRow): string {
	if (relay === null) return '-';
	if (!answered || gap === null) return '?';
	return gap.type === 'bytes' && gap.bytes === 0 ? '0' : longGap(gap);
}

/** Since when it is silent, else since when its relay is as it is; null where it has none. */
function sinceMs(row: SourceRow): number | null {
	return row.silentSinceMs ?? row.relaySinceMs;
}

function sinceCell(row: SourceRow, context: RowContext): string {
	const atMs = sinceMs(row);
	if (atMs === null || !hasBeginning(context.firstAnswerAtMs, atMs)) return '';
	return context.absoluteTimes ? moment(atMs, context) : shortAge(atMs, context.nowMs);
}
