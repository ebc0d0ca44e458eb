import {type RelayWord, relayWordOf, servesAnother} from '../../../domain/relay/relay.ts';
import type {StatusWord} from '../../../domain/status-word.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import type {Column} from '../../../words/columns.ts';
import {placeText} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {type Table, tableOf} from '../../ui/table.ts';
import {labelled, prose, section, widest} from '../pieces/blocks.ts';
import {resultErrorLines, textOptions} from '../pieces/error-text.ts';
import {sourceColumn, workerColumn} from '../pieces/name-columns.ts';
import {caughtUpDoubt, caughtUpText, relayBehind, relayPlaces, relayStage} from '../pieces/relay-text.ts';
import {verdictText} from '../pieces/verdict.ts';
import {longGtidLines, placeLines} from '../subtask/where.ts';

/** The relay of each source, as far as it matters to one task. */
export function relayTabLines(model: Model, task: TaskView): readonly PageLine[] {
	const {columns} = model.size;
	if (task.subtasks.length === 0) return prose('No source of this task is known, so no relay is.', columns);
	const relays = task.subtasks.filter(({relay}) => relay !== null);
	const allOff = relays.length === 0 && task.subtasks.every(isHere);
	const off = allOff
		? ['The relay is off at every source: the subtasks read the binlog of their upstream directly.']
		: [];
	return [
		...off.flatMap(text => prose(text, columns)),
		relayTable(task, columns),
		...(task.subtasks.length > most ? [` ... ${task.subtasks.length - most} more (2 lists every source)`] : []),
		...relays.slice(0, most).flatMap(row => detailLines(row, model)),
	];
}

const most = 100;

function relayTable({subtasks}: TaskView, columns: number): Table {
	return tableOf(columns, relayColumns(subtasks), subtasks.slice(0, most), relayLetter);
}

/** The relay's own letter, whatever the subtask's is; none where it is off. */
function relayLetter(row: SubtaskRow): string {
	const word = relayStatus(row);
	return word === null ? '' : verdicts[word].letter;
}

/** The worst relay has the lowest. */
export function relayRank(row: SubtaskRow): number {
	return worstFirst.indexOf(relayStatus(row));
}

const worstFirst: readonly (StatusWord | null)[] = [
	'error',
	'unknown',
	'retrying',
	'stopped',
	'paused',
	'warning',
	'running',
	null,
];

/** How the relay of a source is, in the words of the status letters; null where it is off. */
function relayStatus(row: SubtaskRow): StatusWord | null {
	const word = relayWordOf(row);
	// Where it cannot be told whether DM resumes it, it needs somebody.
	if (word === 'error' && row.verdict?.of === 'relay' && row.verdict.resumes && row.word !== 'error') return 'retrying';
	return relayStatuses[word];
}

const relayStatuses = {
	off: null,
	ok: 'running',
	behind: 'warning',
	paused: 'paused',
	stopped: 'stopped',
	error: 'error',
	unknown: 'unknown',
} as const satisfies Record<RelayWord, StatusWord | null>;

function relayColumns(rows: readonly SubtaskRow[]): readonly Column<SubtaskRow, null>[] {
	const behind = rows.map(behindText);
	return [
		sourceColumn(rows),
		workerColumn(rows, 3),
		{title: 'RELAY', width: 10, most: 19, align: 'left', cell: row => relayStage(row.relay, isHere(row))},
		{
			title: 'UPSTREAM',
			width: 24,
			most: 40,
			align: 'left',
			leaves: 1,
			cell: ({relay}) => (relay === null ? '-' : placeText(relay.upstream)),
		},
		{
			title: 'RELAY AT',
			width: 24,
			most: 40,
			align: 'left',
			leaves: 2,
			cell: ({relay}) => (relay === null ? '-' : placeText(relay.position)),
		},
		{title: 'BEHIND', width: 8, most: widest(behind, 8, 32), align: 'left', cell: behindText},
		{
			title: 'CAUGHT UP',
			width: 9,
			align: 'left',
			leaves: 4,
			cell: ({relay}) => (relay === null ? '-' : caughtUpText(relay)),
		},
		{title: 'READ BY TASK', width: 12, align: 'left', leaves: 5, cell: readBy},
	];
}

function behindText({relay}: SubtaskRow): string {
	if (relay === null) return '-';
	const text = relayBehind(relay);
	return text.startsWith('?') ? '?' : text;
}

function readBy({relay, work}: SubtaskRow): string {
	if (relay === null) return '-';
	if (work?.type !== 'Sync') return 'not yet';
	if (work.binlogType === 'remote') return 'no';
	return work.binlogType === 'local' || work.binlogType === null ? 'yes' : '?';
}

function detailLines(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {relay} = row;
	const {columns} = model.size;
	if (relay === null) return [];
	const verdict = row.verdict?.of === 'relay' ? verdictText(row, gatewayNow(model)) : null;
	return section(columns, `${row.source}   ${relayStage(relay, true)}`, [
		...placeLines(relayPlaces(relay), columns),
		...labelled('behind', relayBehind(relay), columns),
		...labelled('caught up', caughtUpText(relay), columns),
		...caughtUpDoubt(relay, columns),
		...labelled('directory', relay.directory ?? '-', columns),
		...longGtidLines(relayPlaces(relay), columns),
		...(relay.result?.isCanceled ? prose('A person paused it (isCanceled).', columns) : []),
		...(verdict === null ? [] : prose(verdict, columns)),
		...resultErrorLines('', relay.result, textOptions(model)).map(line => ` ${line}`),
	]);
}

function isHere({presence, sourceErrors}: SubtaskRow): boolean {
	return (presence.type === 'here' || presence.type === 'missing') && !servesAnother(sourceErrors);
}
