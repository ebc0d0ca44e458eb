import type {ToldReport} from '../../../domain/report/told-report.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import {fullMoment, plural} from '../../../words/format.ts';
import {reportBlocks} from '../../../words/report-text.ts';
import {wrap} from '../../../words/width.ts';
import {viewerTime} from '../../freshness.ts';
import {selectTask} from '../../operate/key-words.ts';
import type {Model, ReportAnswer, ReportView} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import type {TextPage} from '../page.ts';
import {prose, section} from '../pieces/blocks.ts';

/** What happened in a window of time: what goes into the hand-over to the next shift. */
export const reportPage: TextPage<ReportView> = {
	kind: 'text',
	crumbs: () => ['report'],
	topics: () => [],
	subject: () => ({task: null, source: null}),
	means: () => selectTask,
	headerRows: () => 2,
	lines: (model, {answer, isAway}) => linesOf(model, answer, isAway),
};

function linesOf(model: Model, answer: ReportAnswer, isAway: boolean): readonly PageLine[] {
	const {columns} = model.size;
	switch (answer.type) {
		case 'asking':
			return prose('Asking the gateway for what happened.', columns);
		case 'failed':
			return prose(`There is no report: ${answer.message}.`, columns);
		case 'told':
			return toldLines(model, answer.told, isAway);
		default:
			return unreachable(answer);
	}
}

function toldLines(model: Model, {report, left, notes}: ToldReport, isAway: boolean): readonly PageLine[] {
	const {columns} = model.size;
	const wallTime = (ms: number) => viewerTime(model, ms);
	const {fromMs, untilMs, events} = report;
	const window = `${fullMoment(wallTime(fromMs))} to ${fullMoment(wallTime(untilMs))}`;
	return [
		...prose(`${isAway ? 'Since your last key: ' : ''}${window}   ${plural(events, 'event')}`, columns),
		...notes.flatMap(note => prose(note, columns)),
		...reportBlocks(report, {wallTime, left}).flatMap(({title, none, lines}) =>
			section(
				columns,
				title.charAt(0).toLowerCase() + title.slice(1),
				(lines.length === 0 ? [none] : lines).flatMap(text => hanging(text, columns)),
			),
		),
	];
}

/** What does not fit goes on below, further in. */
function hanging(text: string, columns: number): readonly string[] {
	return wrap(text, Math.max(1, columns - 2), '  ').map(line => ` ${line}`);
}
