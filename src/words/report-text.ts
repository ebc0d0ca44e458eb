import type {LeftOut, ReportList} from '../domain/report/told-report.ts';
import type {Trouble, WindowReport} from '../domain/report/window-report.ts';
import {count, duration, fullMoment, lagDuration, longBytes, plural, timeOfDay} from './format.ts';

/** A part of a report: its title, what is said where there is nothing, and its lines. */
export type Block = {readonly title: string; readonly none: string; readonly lines: readonly string[]};

/**
 * What a report tells, in sentences. `wallTime` makes a time of the report one of the clock on the wall; `left` says how
 * many of each list are left out already.
 */
export function reportBlocks(
	report: WindowReport,
	{wallTime = ms => ms, left}: {readonly wallTime?: (ms: number) => number; readonly left?: LeftOut} = {},
): readonly Block[] {
	const and = (list: ReportList, more = 0) => {
		const number = (left?.[list] ?? 0) + more;
		return number === 0 ? [] : [`and ${count(number)} more`];
	};
	const trouble = (it: Trouble) => troubleText(it, wallTime);
	const {needed, silent, healed, lags, operations, amounts, unwatched} = report;
	return [
		{title: 'Needed a person', none: 'Nothing.', lines: [...needed.map(trouble), ...and('needed')]},
		{title: 'Gave no answer', none: 'Everything answered.', lines: [...silent.map(trouble), ...and('silent')]},
		{
			title: 'Healed by DM itself',
			none: 'Nothing.',
			lines: [
				...healed.map(({task, times, totalMs}) => `${task}: ${plural(times, 'time')}, ${lasted(totalMs)} in all`),
				...and('healed'),
			],
		},
		{
			title: 'Largest lags',
			none: 'None was seen.',
			lines: [
				...lags
					.slice(0, mostLags)
					.map(
						({task, source, seconds, atMs}) =>
							`${task}: ${lagDuration(seconds)} (${source}, ${timeOfDay(wallTime(atMs))})`,
					),
				...and('lags', Math.max(0, lags.length - mostLags)),
			],
		},
		{
			title: 'Operations',
			none: 'None through dmtop.',
			lines: [...and('operations'), ...operations.map(({atMs, text}) => `${fullMoment(wallTime(atMs))}  ${text}`)],
		},
		{
			title: 'Read and written, as far as it was watched',
			none: 'Nothing is known.',
			lines: [
				...amounts.flatMap(({task, rows, bytes}) => {
					const told = [
						rows === null ? null : `${count(rows)} rows`,
						bytes === null ? null : `${longBytes(bytes)} dumped or loaded`,
					].filter(text => text !== null);
					return told.length === 0 ? [] : [`${task}: ${told.join(', ')}`];
				}),
				...and('amounts'),
			],
		},
		...(unwatched.length === 0
			? []
			: [
					{
						title: 'Not watched',
						none: '',
						lines: [...and('unwatched'), ...unwatched.map(({atMs, text}) => `${fullMoment(wallTime(atMs))}  ${text}`)],
					},
				]),
	];
}

const mostLags = 20;

function troubleText({text, fromMs, untilMs, lastedMs}: Trouble, wallTime: (ms: number) => number): string {
	const from = fromMs === null ? 'from before' : `from ${timeOfDay(wallTime(fromMs))}`;
	const to = untilMs === null ? 'and still at the end' : `to ${timeOfDay(wallTime(untilMs))}`;
	return `${text}: ${lasted(lastedMs)}, ${from} ${to}`;
}

function lasted(ms: number): string {
	return duration(ms / 1000);
}
