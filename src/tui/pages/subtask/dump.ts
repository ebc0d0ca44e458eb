import type {Dump} from '../../../domain/cluster.ts';
import {afterUnit} from '../../../domain/mode.ts';
import {type Eta, etaFrom} from '../../../domain/progress.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {longBytes, shortBytes} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';

import {bar, fraction, percentText, saidFraction, saidProgress} from '../pieces/bars.ts';
import {factLines, figure, labelled, prose, section, versionOf} from '../pieces/blocks.ts';
import {graphLines, type Point, spanText} from '../pieces/graph.ts';
import {etaRange, etaSentence} from './eta.ts';
import {byteRates, dmRate} from './rates.ts';

/** What a Dump unit tells: tables, rows and bytes, how fast, and when done by two methods. */
export function dumpLines(work: Dump, row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const speeds: readonly Point[] = row.samples.map(({atMs, rate}) => ({atMs, value: rate}));
	return [
		...section(columns, 'progress', isSilent(work) ? silentLines(model) : progressLines(work, row, model)),
		...section(columns, `bytes/s, last ${spanText(speeds)}`, graphLines(model, speeds, shortBytes)),
		...section(columns, 'what comes next', prose(afterUnit('Dump', task.config?.mode ?? null), columns)),
	];
}

/** An empty `{}`, as DM 1.0 and 2.0 write it. */
function isSilent({type, ...figures}: Dump): boolean {
	return type === 'Dump' && Object.values(figures).every(value => value === null);
}

function silentLines(model: Model): readonly string[] {
	const {newest, label} = versionOf(model);
	const who =
		newest < 600 ? `DM ${label.replace(/^v/, '')} tells nothing of a dump` : 'DM tells no figures of this dump';
	return prose(
		`${who}: how many tables, rows and bytes are done is not known. It is at work while its stage is Running.`,
		model.size.columns,
	);
}

function progressLines(work: Dump, row: SubtaskRow, model: Model): readonly string[] {
	const {columns} = model.size;
	const tables = fraction(work.completedTables, work.totalTables);
	const rows = fraction(work.finishedRows, work.estimateTotalRows);
	const room = Math.max(10, Math.min(60, columns - 30));
	const past = rows !== null && rows > 1 ? ['The estimate was too small: there are more rows than it said.'] : [];
	return [
		...barLine('tables', tables, room, `${figure(work.completedTables)} / ${figure(work.totalTables)}`, columns),
		...barLine('rows', rows, room, `~${percentText(rows)}`.replace('~-', '-'), columns),
		...prose(
			`${figure(work.finishedRows)} of about ${figure(work.estimateTotalRows)} rows (an estimate: it can pass 100 %)`,
			columns,
		),
		...past.flatMap(text => prose(text, columns)),
		...factLines(
			[
				`written ${work.finishedBytes === null ? '-' : longBytes(work.finishedBytes)}`,
				`(${figure(work.finishedBytes)} bytes)`,
				`DM's own progress ${saidProgress(work.progress) ?? '-'}`,
			],
			columns,
		),
		...labelled('speed', byteRates(row.rates).join('   '), columns),
		...labelled('', `DM's own: ${dmRate('bps', work.bytesPerSecond, longSpeed)}`, columns),
		...(row.stage === 'Running' ? labelled('ETA', etaText(work, row, model), columns) : []),
	];
}

function barLine(
	label: string,
	value: number | null,
	room: number,
	figures: string,
	columns: number,
): readonly string[] {
	return columns < room + 24
		? [` ${label}  ${figures}`, ` ${bar(value, Math.max(3, columns - 2))}`]
		: [` ${label.padEnd(7)} ${bar(value, room)} ${figures}`];
}

/** By rows; where DM's own progress, taken by bytes, says something else, both. */
function etaText(work: Dump, row: SubtaskRow, model: Model): string {
	const byRows = row.eta;
	const byBytes = etaByBytes(work, row);
	const both = byRows !== null && byBytes !== null;
	const apart =
		both && (byBytes.minSeconds > byRows.maxSeconds * 1.25 || byBytes.maxSeconds * 1.25 < byRows.minSeconds);
	if (!apart) return etaSentence(byRows ?? byBytes, model);
	const least = Math.min(byRows.minSeconds, byBytes.minSeconds);
	const most = Math.max(byRows.maxSeconds, byBytes.maxSeconds);
	const range = etaSentence({minSeconds: least, maxSeconds: most, steady: false}, model);
	return `${range}; two methods disagree: rows say ${etaRange(byRows)}, bytes say ${etaRange(byBytes)}`;
}

function etaByBytes(work: Dump, {rates}: SubtaskRow): Eta | null {
	const done = saidFraction(work.progress);
	if (done === null || done <= 0 || done >= 1 || work.finishedBytes === null) return null;
	const speeds = [rates.now, rates.fiveMinutes].filter(value => value !== null);
	return etaFrom((work.finishedBytes * (1 - done)) / done, speeds);
}

function longSpeed(value: number): string {
	return `${longBytes(value)}/s`;
}
