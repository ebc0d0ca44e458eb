import {sourceTitle} from '../../../words/answering/title.ts';
import {type Answers, workerAnswers} from '../../../words/answers.ts';
import {type Cell, type Column, telling} from '../../../words/columns.ts';
import {age, moment, plural, shortAge} from '../../../words/format.ts';
import {hasBeginning} from '../../../words/since.ts';
import {noCursor} from '../../cursor.ts';
import {type Traits, texts} from '../../find/traits.ts';
import {gatewayNow, lasting} from '../../freshness.ts';
import {sourceId} from '../../row-ids.ts';
import {seenNow} from '../../seen.ts';
import {isBig} from '../../size.ts';
import type {ListView, Model} from '../../state.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet, rule} from '../../ui/rules.ts';
import {sourceOf, subjectAtSource} from '../../views.ts';
import {type WorkerRow, workerRows} from '../../worker-rows.ts';
import {answerLines} from '../answer-lines.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import {verdictTitle} from '../pieces/title.ts';
import type {RowContext} from '../row-context.ts';
import {sourcePane} from '../sources/source-detail.ts';
import {nameCell} from '../task-columns.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'workers'}>;

/** Workers: by their address, stage and source too. */
const traits: Traits<WorkerRow> = {
	id: row => row.name,
	text: row => texts(row.name, row.address, row.stage, row.source, row.note),
	word: row => row.word,
	names: {source: row => (row.source === null ? [] : [row.source]), worker: row => [row.name]},
	sorts: {name: row => row.name},
};

/** The workers of the cluster, offline and silent ones first; above them the masters, and who is free. */
export const workersPage = listOf<Shown, WorkerRow>({
	hotkey: {key: '4', help: 'workers', view: {type: 'workers', cursor: noCursor}},
	place: () => ['workers'],
	crumbs: (_, {sources}) => [sources === null ? 'workers' : plural(workerRows(sources).length, 'worker')],
	topics: () => ['sources'],
	rows: {all: ({sources}) => (sources === null ? null : workerRows(sources)), traits},
	isOfCluster: true,
	noRow: 'there is no worker to select',
	noTask: 'no task is known to run on this worker',
	noAnswer: 'no source is bound to it, and DM answers by source',
	isOfSource: true,
	subject: (model, _, row) => subjectAtSource(model, row?.source ?? null),
	answers: (model, _, row) => answersOf(row, model),
	opens: (_, __, {source}) =>
		source === null ? 'no source is bound to this worker' : {type: 'source', source, top: 0},
	before: model => beforeRows(model, model.sources !== null, 'the workers'),
	body(model, view, {all, shown, selected}) {
		return listBody(model, view, {
			rows: shown,
			id: it => it.name,
			name: it => it.name,
			columns: workerColumns(all, model.sources?.members != null),
			word: it => it.word,
			changedAtMs: () => null,
			summary: [summary(all, model)],
			empty: 'No worker: the dm-master lists none.',
			pane:
				selected === undefined
					? null
					: {
							title: verdictTitle(selected.word, selected.name, answersOf(selected, model).title),
							end: selected.silentSinceMs === null ? '' : `silent${lasting(model, selected.silentSinceMs)}`,
							lines: height => paneLines(selected, model, height),
						},
		});
	},
});

/** How many there are of each stage, the silent ones first, and the masters: `?1 no answer  .5 bound  2 free`. */
function summary(all: readonly WorkerRow[], model: Model): Line {
	const {columns} = model.size;
	const listed = model.sources?.members != null;
	const silent = all.filter(({word}) => word === 'unknown').length;
	const count = (stage: string) => all.filter(it => it.word !== 'unknown' && it.stage === stage).length;
	const free = count('free');
	const others = listed
		? [`.${count('bound')} bound`, ...(count('relay') === 0 ? [] : [`.${count('relay')} relay only`])]
		: [`.${all.length - silent} answer`];
	const counts: readonly (readonly Cell[])[] = [
		...(silent === 0 ? [] : [[{text: `?${silent}`, tone: 'careful'} as const, ' no answer']]),
		...others.map(text => [quiet(text)]),
		...(listed ? [[free === 0 ? 'none is free to take over' : ({text: `${free} free`, tone: 'good'} as const)]] : []),
	];
	const cells = counts.flatMap((it, index) => [index === 0 ? ' ' : '  ', ...it]);
	return line([...cells, quiet(`  ${mastersText(model)}`)], columns);
}

function mastersText({sources, overview}: Model): string {
	if (sources === null) return '';
	const {members, membersNote} = sources;
	if (members === null) {
		const masters = overview?.cluster.masters.join(', ') ?? '?';
		return `${membersNote ?? 'The members have not been read yet.'} Masters asked: ${masters}`;
	}
	if (members.masters.length === 0) return 'no master is listed';
	const masters = [...members.masters].sort((a, b) => rank(a, members.leader) - rank(b, members.leader));
	const texts = masters.map(({name, alive}) => {
		const notes = [name === members.leader ? 'leader' : '', alive === null ? 'alive ?' : alive ? '' : 'NOT ALIVE'];
		const note = notes.filter(text => text !== '').join(', ');
		return note === '' ? name : `${name} (${note})`;
	});
	return `masters: ${texts.join(', ')}`;
}

/** Those that are not alive first, then the leader. */
function rank({name, alive}: {readonly name: string; readonly alive: boolean | null}, leader: string | null): number {
	return alive === false ? 0 : name === leader ? 1 : 2;
}

function workerColumns(all: readonly WorkerRow[], listed: boolean): readonly Column<WorkerRow, RowContext>[] {
	const texts = (of: (row: WorkerRow) => string | null, most: number) =>
		columnFor(
			all.map(row => of(row) ?? '-'),
			most,
		);
	return [
		{
			title: 'WORKER',
			width: Math.max(
				8,
				texts(row => row.name, 20),
			),
			most: texts(row => row.name, 40),
			align: 'left',
			keeps: telling(all.map(row => row.name)),
			cell: (row, {selected}) => nameCell(row.name, selected),
		},
		...(listed
			? ([
					{
						title: 'ADDRESS',
						width: 16,
						most: Math.max(
							16,
							texts(row => row.address, 40),
						),
						align: 'left',
						keeps: 'end',
						leaves: 1,
						cell: row => row.address ?? '-',
					},
					{title: 'STAGE', width: 8, align: 'left', cell: stageCell},
				] as const satisfies readonly Column<WorkerRow, RowContext>[])
			: []),
		{
			title: 'SOURCE',
			width: Math.max(
				6,
				texts(row => row.source, 20),
			),
			most: texts(row => row.source, 40),
			align: 'left',
			keeps: telling(all.map(row => row.source ?? '-')),
			leaves: 4,
			cell: row => row.source ?? '-',
		},
		{title: 'TASKS', width: 5, align: 'right', leaves: 2, cell: row => (row.source === null ? '-' : String(row.tasks))},
		{
			title: 'ANSWER',
			width: 12,
			most: Math.max(
				12,
				texts(row => row.note, 70),
			),
			align: 'left',
			leaves: 3,
			cell: noteCell,
		},
		{title: 'SINCE', width: 5, align: 'right', cell: sinceCell},
	];
}

function stageCell({stage}: WorkerRow): Cell {
	return stage === 'free' ? {text: stage, tone: 'good'} : (stage ?? '?');
}

function noteCell({note, word}: WorkerRow): Cell {
	if (word === 'unknown') return {text: note, tone: 'careful'};
	return word === 'running' ? quiet(note) : note;
}

/** Since when it does not answer. */
function sinceCell({silentSinceMs}: WorkerRow, context: RowContext): string {
	if (silentSinceMs === null || !hasBeginning(context.firstAnswerAtMs, silentSinceMs)) return '';
	return context.absoluteTimes ? moment(silentSinceMs, context) : shortAge(silentSinceMs, context.nowMs);
}

function answersOf(row: WorkerRow, model: Model): Answers {
	const source = row.source === null ? undefined : sourceOf(model, row.source);
	return workerAnswers(row, source ?? null, seenNow(model));
}

/** The answers, what is known of it beside them, the masters, and what is known of its source. */
function paneLines(row: WorkerRow, model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	const source = row.source === null ? undefined : sourceOf(model, row.source);
	const answers = answerLines(answersOf(row, model), columns, rows);
	const told = sentence(row, model);
	const paragraphs = [...(told === null ? [] : [told]), ...mastersLines(model)];
	const more = fitParagraphs(paragraphs, columns, rows - answers.length - 1);
	const known = more.length === 0 || rows - answers.length < 2 ? [] : [rule(columns, 'in full'), ...more];
	const left = rows - answers.length - known.length;
	if (source === undefined || left < 5) return [...answers, ...known];
	const title = verdictTitle(source.word, sourceId(source), sourceTitle(source));
	return [...answers, ...known, rule(columns, title), ...sourcePane(model, source, left - 1)];
}

/** What is known of the worker beside the answers, in sentences; null where that is nothing. */
function sentence(row: WorkerRow, model: Model): string | null {
	const {stage, source, silentSinceMs, name} = row;
	if (stage === null && source === null) {
		const time = silentSinceMs === null ? '' : ` and has not for ${age(silentSinceMs, gatewayNow(model))}`;
		return `DM does not say which source ${name} has; it does not answer${time}.`;
	}
	const silent =
		silentSinceMs === null
			? ''
			: ` Its source ${source ?? '?'} has been silent for ${age(silentSinceMs, gatewayNow(model))}.`;
	if (stage === 'offline') {
		const held = source === null ? 'No source is bound to it.' : `DM still binds source ${source} to it.`;
		return `${name} is offline: it does not renew its lease. ${held}${silent}`;
	}
	if (stage === 'free') return null;
	if (silent !== '') {
		const dead =
			stage === null
				? ''
				: ` DM lists a worker that died as ${stage} for up to half an hour: that it does so here proves nothing.`;
		return `${silent.trim()}${dead}`;
	}
	return row.note === '-' || row.note === 'answers' ? null : row.note;
}

/** The masters with their addresses, where there is room for more than their names. */
function mastersLines({sources, size}: Model): readonly string[] {
	if (!isBig(size)) return [];
	return (sources?.members?.masters ?? []).slice(0, 9).map(({name, alive, addresses}) => {
		const state = alive === null ? 'not known whether it is alive' : alive ? 'alive' : 'NOT ALIVE';
		const leader = sources?.members?.leader === name ? ', the leader' : '';
		return `master ${name}: ${state}${leader}   ${addresses.join(', ')}`;
	});
}
