import type {LinkReply} from '../../../wire/link.ts';
import {reportOf} from '../../../wire/reporting.ts';
import {toldAwaySince} from '../../away.ts';
import type {Model, ReportView, View} from '../../state.ts';
import {answerOf} from '../asked-answer.ts';

const usualMs = 8 * 3_600_000;

/** A page that asks for what happened while nobody looked, where that is told now; else in the last hours. */
export function reportView(model: Model): ReportView {
	const awaySinceMs = toldAwaySince(model);
	return awaySinceMs === null
		? usualReportView(model)
		: {type: 'report', sinceMs: awaySinceMs, isAway: true, top: 0, answer: {type: 'asking'}};
}

/** A page that asks for what happened in the last hours. */
export function usualReportView({nowMs}: Model): ReportView {
	return {type: 'report', sinceMs: nowMs - usualMs, isAway: false, top: 0, answer: {type: 'asking'}};
}

/** Whether a page still waits for its report. */
export function isAskingReport({answer}: ReportView): boolean {
	return answer.type === 'asking';
}

/** The view with the reply, where it is the page that waits for it. */
export function answeredReport(view: View, sinceMs: number, reply: LinkReply): View {
	if (view.type !== 'report' || !isAskingReport(view) || view.sinceMs !== sinceMs) return view;
	return {...view, answer: answerOf(reportOf(reply))};
}
