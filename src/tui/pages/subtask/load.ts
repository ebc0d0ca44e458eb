import type {Load} from '../../../domain/cluster.ts';
import {afterUnit, syncs} from '../../../domain/mode.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {longBytes, placeText, shortBytes} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {bar, fraction, percentText, saidFraction, saidProgress} from '../pieces/bars.ts';
import {factLines, figure, labelled, prose, section} from '../pieces/blocks.ts';
import {graphLines, type Point, spanText} from '../pieces/graph.ts';
import {gtidText} from '../pieces/gtid.ts';
import {etaSentence} from './eta.ts';
import {byteRates, dmRate} from './rates.ts';

/** What a Load unit tells: how far it is by two figures, how fast, when done, and where Sync will start. */
export function loadLines(work: Load, row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const speeds: readonly Point[] = row.samples.map(({atMs, rate}) => ({atMs, value: rate}));
	return [
		...section(columns, 'progress', progressLines(work, row, model)),
		...section(columns, `bytes/s, last ${spanText(speeds)}`, graphLines(model, speeds, shortBytes)),
		...section(columns, startTitle(task), startLines(work, task, columns)),
	];
}

function progressLines(work: Load, row: SubtaskRow, model: Model): readonly string[] {
	const {columns} = model.size;
	const counted = fraction(work.finishedBytes, work.totalBytes);
	const said = saidFraction(work.progress);
	const word = saidProgress(work.progress);
	const room = Math.max(10, Math.min(60, columns - 34));
	const left = work.totalBytes === null || work.finishedBytes === null ? null : work.totalBytes - work.finishedBytes;
	return [
		` ${bar(counted, room)} ${percentText(counted)} by the bytes`,
		` ${bar(said, room)} ${word ?? '-'} by DM's own word`,
		...progressNotes(work, counted, word, columns),
		...factLines(
			[
				`${bytes(work.finishedBytes)} of ${bytes(work.totalBytes)}`,
				`left ${left === null || counted === null ? '-' : longBytes(left)}`,
				`(${figure(work.finishedBytes)} of ${figure(work.totalBytes)} bytes)`,
			],
			columns,
		),
		...labelled('speed', byteRates(row.rates).join('   '), columns),
		...labelled('', `DM's own: ${dmRate('bps', work.bytesPerSecond, longSpeed)}`, columns),
		...(row.stage === 'Running' ? labelled('ETA', etaSentence(row.eta, model), columns) : []),
	];
}

function progressNotes(work: Load, counted: number | null, word: string | null, columns: number): readonly string[] {
	const notes: string[] = [];
	if (work.finishedBytes === null && work.totalBytes === null) notes.push('DM tells no bytes.');
	else if (work.totalBytes === 0) notes.push('DM does not know the total yet, so there is no percentage of it.');
	if (word === 'not a number') notes.push("DM's own percentage is not a number: it divides by a total of nothing.");
	if (counted !== null && counted > 1) notes.push('More bytes than the total: the total was too small.');
	return notes.flatMap(note => prose(note, columns));
}

/** Where the mode has no Sync it is only what the dump was taken at. */
function startTitle({config}: TaskView): string {
	return syncs(config?.mode ?? null) === false ? 'position of the dump' : 'position where Sync will start';
}

function startLines(work: Load, task: TaskView, columns: number): readonly string[] {
	const where = work.metaBinlog === null ? 'not told by DM' : placeText(work.metaBinlog);
	return [
		...labelled('position', where, columns),
		...labelled('GTID set', gtidText(work.metaBinlogGtid), columns),
		...prose(afterUnit('Load', task.config?.mode ?? null), columns),
	];
}

function bytes(value: number | null): string {
	return value === null ? '?' : longBytes(value);
}

function longSpeed(value: number): string {
	return `${longBytes(value)}/s`;
}
