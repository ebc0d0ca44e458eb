import type {Dump} from '../../../domain/cluster.ts';
import {afterUnit} from '../../../domain/mode.ts';
import {type Eta, etaFrom} from '../../../domain/progress.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {longBytes} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {figure, labelLines, prose, section, versionOf} from '../pieces/blocks.ts';
import {fraction, percentText, saidFraction, saidProgress} from '../pieces/progress-text.ts';
import {barLine} from './bar-line.ts';
import {etaRange, leftSentence} from './eta.ts';
import {meanwhileLines} from './meanwhile.ts';
import {byteRates, dmRate, speedGraph} from './rates.ts';
import {allLines, siblingLines} from './siblings.ts';
import type {UnitParts} from './unit-parts.ts';

/** What a Dump unit tells: tables, rows and bytes, how fast, and when done by two methods. */
export function dumpParts(work: Dump, row: SubtaskRow, task: TaskView, model: Model): UnitParts {
	const {columns} = model.size;
	return {
		facts: [
			...(isSilent(work) ? silentLines(model) : progressLines(work, row, model)),
			...allLines(task, 'Dump', columns),
			...siblingLines(work, row, task, model),
		],
		graphs: [speedGraph(row, model)],
		next: section(columns, 'then', [
			...labelLines('next', afterUnit('Dump', task.config?.mode ?? null), columns),
			...meanwhileLines(row, task, columns),
		]),
		notes: isSilent(work)
			? []
			: section(columns, 'good to know', [
					...prose('The number of rows is an estimate: it can pass 100 %.', columns),
					...labelLines('bytes', figure(work.finishedBytes), columns),
					...labelLines(
						'DM says',
						`${saidProgress(work.progress) ?? '-'}, ${dmRate('bps', work.bytesPerSecond, longSpeed)}`,
						columns,
					),
				]),
	};
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

function progressLines(work: Dump, row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const tables = fraction(work.completedTables, work.totalTables);
	const rows = fraction(work.finishedRows, work.estimateTotalRows);
	const share = rows === null ? '' : `~${percentText(rows)}  `;
	const past = rows !== null && rows > 1 ? ['The estimate was too small: there are more rows than it said.'] : [];
	return [
		barLine('tables', tables, `${figure(work.completedTables)} of ${figure(work.totalTables)}`, columns),
		barLine('rows', rows, `${share}${figure(work.finishedRows)} of about ${figure(work.estimateTotalRows)}`, columns),
		...past.flatMap(text => prose(text, columns)),
		...labelLines('written', work.finishedBytes === null ? '-' : longBytes(work.finishedBytes), columns),
		...labelLines('speed', byteRates(row.rates).join(', '), columns),
		...(row.stage === 'Running' ? labelLines('left', etaText(work, row, model), columns) : []),
	];
}

/** By rows; where DM's own progress, taken by bytes, says something else, both. */
function etaText(work: Dump, row: SubtaskRow, model: Model): string {
	const byRows = row.eta;
	const byBytes = etaByBytes(work, row);
	const both = byRows !== null && byBytes !== null;
	const apart =
		both && (byBytes.minSeconds > byRows.maxSeconds * 1.25 || byBytes.maxSeconds * 1.25 < byRows.minSeconds);
	if (!apart) return leftSentence(byRows ?? byBytes, model);
	const least = Math.min(byRows.minSeconds, byBytes.minSeconds);
	const most = Math.max(byRows.maxSeconds, byBytes.maxSeconds);
	const range = leftSentence({minSeconds: least, maxSeconds: most, steady: false}, model);
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
