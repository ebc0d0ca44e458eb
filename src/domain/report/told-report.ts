import {cleanText} from '../text.ts';
import type {WindowReport} from './window-report.ts';

/** A report as a gateway tells it. Its times are of the gateway's clock, in ms since 1970. */
export type ToldReport = {
	readonly report: WindowReport;
	/** How many of each list are left out. */
	readonly left: LeftOut;
	/** What it cannot tell, and why, in sentences. */
	readonly notes: readonly string[];
};

export type LeftOut = {readonly [List in ReportList]: number};

export type ReportList = keyof typeof mostTold;

/** So many of each are told: more is no hand-over, and a message has its bounds. */
const mostTold = {
	needed: 100,
	silent: 50,
	healed: 50,
	lags: 20,
	operations: 100,
	amounts: 100,
	unwatched: 20,
} as const;

const textTold = 400;

/** The report within bounds: of each list the first, of what is told by time the newest; no text is long. */
export function toldReport(report: WindowReport, notes: readonly string[]): ToldReport {
	const first = <Item>(list: ReportList, items: readonly Item[]) => items.slice(0, mostTold[list]);
	const newest = <Item>(list: ReportList, items: readonly Item[]) => items.slice(-mostTold[list]);
	const short = <Item extends {readonly text: string}>(items: readonly Item[]) =>
		items.map(item => ({...item, text: cleanText(item.text, {limit: textTold})}));
	const left = (list: ReportList) => Math.max(0, report[list].length - mostTold[list]);
	return {
		report: {
			...report,
			needed: short(first('needed', report.needed)),
			silent: short(first('silent', report.silent)),
			healed: first('healed', report.healed),
			lags: first('lags', report.lags),
			operations: short(newest('operations', report.operations)),
			amounts: first('amounts', report.amounts),
			unwatched: short(newest('unwatched', report.unwatched)),
		},
		left: {
			needed: left('needed'),
			silent: left('silent'),
			healed: left('healed'),
			lags: left('lags'),
			operations: left('operations'),
			amounts: left('amounts'),
			unwatched: left('unwatched'),
		},
		notes,
	};
}
