import type {Load} from '../../../domain/cluster.ts';
import {afterUnit, syncs} from '../../../domain/mode.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {longBytes, placeText} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {Line} from '../../ui/line.ts';
import {figure, labelLines, prose, section} from '../pieces/blocks.ts';
import {gtidText} from '../pieces/gtid.ts';
import {fraction, percentText, saidProgress} from '../pieces/progress-text.ts';
import {barLine} from './bar-line.ts';
import {leftSentence} from './eta.ts';
import {meanwhileLines} from './meanwhile.ts';
import {byteRates, dmRate, speedGraph} from './rates.ts';
import {allLines, siblingLines} from './siblings.ts';
import type {UnitParts} from './unit-parts.ts';

/** What a Load unit tells: how far it is by two figures, how fast, when done, and where Sync will start. */
export function loadParts(work: Load, row: SubtaskRow, task: TaskView, model: Model): UnitParts {
	const {columns} = model.size;
	const counted = fraction(work.finishedBytes, work.totalBytes);
	const word = saidProgress(work.progress);
	return {
		facts: [
			barLine('done', counted, `${percentText(counted)}  ${ofText(work)}`, columns),
			...progressNotes(work, counted, word, columns),
			...labelLines('speed', byteRates(row.rates).join(', '), columns),
			...(row.stage === 'Running' ? labelLines('left', leftSentence(row.eta, model), columns) : []),
			...allLines(task, 'Load', columns),
			...siblingLines(work, row, task, model),
		],
		graphs: [speedGraph(row, model)],
		next: section(columns, 'then', [...nextLines(work, task, columns), ...meanwhileLines(row, task, columns)]),
		notes: section(columns, 'good to know', [
			...labelLines(
				'bytes',
				`${figure(work.finishedBytes)} of ${figure(work.totalBytes)}, left ${leftText(work)}`,
				columns,
			),
			...labelLines('DM says', `${word ?? '-'}, ${dmRate('bps', work.bytesPerSecond, longSpeed)}`, columns),
		]),
	};
}

function ofText({finishedBytes, totalBytes}: Load): string {
	return `${bytes(finishedBytes)} of ${bytes(totalBytes)}`;
}

function leftText({finishedBytes, totalBytes}: Load): string {
	return totalBytes === null || finishedBytes === null || totalBytes <= 0 ? '-' : longBytes(totalBytes - finishedBytes);
}

function progressNotes(work: Load, counted: number | null, word: string | null, columns: number): readonly string[] {
	const notes: string[] = [];
	if (work.finishedBytes === null && work.totalBytes === null) notes.push('DM tells no bytes.');
	else if (work.totalBytes === 0) notes.push('DM does not know the total yet, so there is no percentage of it.');
	if (word === 'not a number') notes.push("DM's own percentage is not a number: it divides by a total of nothing.");
	if (counted !== null && counted > 1) notes.push('More bytes than the total: the total was too small.');
	return notes.flatMap(note => prose(note, columns));
}

/** What comes next and where it starts; where the mode has no Sync, the position is only what the dump was taken at. */
function nextLines({metaBinlog, metaBinlogGtid}: Load, {config}: TaskView, columns: number): readonly Line[] {
	const mode = config?.mode ?? null;
	const where = metaBinlog === null ? 'a position that DM does not tell' : placeText(metaBinlog);
	const from = `${where} (GTID ${gtidText(metaBinlogGtid)})`;
	const position = syncs(mode) === false ? `The dump is of ${from}.` : `Sync will start from ${from}.`;
	return [...labelLines('next', position, columns), ...labelLines('', afterUnit('Load', mode), columns)];
}

function bytes(value: number | null): string {
	return value === null ? '?' : longBytes(value);
}

function longSpeed(value: number): string {
	return `${longBytes(value)}/s`;
}
