import type {Trouble, WindowReport} from '../../domain/report/window-report.ts';
import {count, duration, fullMoment, lagDuration, longBytes, plural, timeOfDay} from '../../words/format.ts';

type Block = {readonly title: string; readonly none: string; readonly lines: readonly string[]};

/** The report as a page of text, or as a document in Markdown. */
export function historyText(report: WindowReport, cluster: string, markdown: boolean): string {
	const {fromMs, untilMs} = report;
	const head = `${cluster}   ${fullMoment(fromMs)} to ${fullMoment(untilMs)}   ${plural(report.events, 'event')}`;
	const blocks = blocksOf(report);
	if (!markdown) {
		const told = blocks.flatMap(({title, none, lines}) => [
			'',
			title,
			...(lines.length === 0 ? [none] : lines).map(indented),
		]);
		return `${[head, ...told].join('\n')}\n`;
	}
	const told = blocks.flatMap(({title, none, lines}) => [
		`## ${title}`,
		'',
		...(lines.length === 0 ? [none] : lines.map(text => `- ${marked(text)}`)),
		'',
	]);
	return `${[`# ${marked(head)}`, '', ...told].join('\n')}`;
}

function indented(text: string): string {
	return `  ${text}`;
}

function marked(text: string): string {
	return text.replace(/[\\`*_<>[\]#|]/g, letter => `\\${letter}`);
}

function blocksOf(report: WindowReport): readonly Block[] {
	const {needed, silent, healed, lags, operations, amounts, unwatched} = report;
	return [
		{title: 'Needed a person', none: 'Nothing.', lines: needed.map(troubleText)},
		{title: 'Gave no answer', none: 'Everything answered.', lines: silent.map(troubleText)},
		{
			title: 'Healed by DM itself',
			none: 'Nothing.',
			lines: healed.map(({task, times, totalMs}) => `${task}: ${plural(times, 'time')}, ${lasted(totalMs)} in all`),
		},
		{
			title: 'Largest lags',
			none: 'None was seen.',
			lines: lags
				.slice(0, mostLags)
				.map(({task, source, seconds, atMs}) => `${task}: ${lagDuration(seconds)} (${source}, ${timeOfDay(atMs)})`),
		},
		{
			title: 'Operations',
			none: 'None through dmtop.',
			lines: operations.map(({atMs, text}) => `${fullMoment(atMs)}  ${text}`),
		},
		{
			title: 'Read and written, as far as it was watched',
			none: 'Nothing is known.',
			lines: amounts.flatMap(({task, rows, bytes}) => {
				const told = [
					rows === null ? null : `${count(rows)} rows`,
					bytes === null ? null : `${longBytes(bytes)} dumped or loaded`,
				].filter(text => text !== null);
				return told.length === 0 ? [] : [`${task}: ${told.join(', ')}`];
			}),
		},
		...(unwatched.length === 0
			? []
			: [
					{
						title: 'Not watched',
						none: '',
						lines: unwatched.map(({atMs, text}) => `${fullMoment(atMs)}  ${text}`),
					},
				]),
	];
}

const mostLags = 20;

function troubleText({text, fromMs, untilMs, lastedMs}: Trouble): string {
	const from = fromMs === null ? 'from before' : `from ${timeOfDay(fromMs)}`;
	const to = untilMs === null ? 'and still at the end' : `to ${timeOfDay(untilMs)}`;
	return `${text}: ${lasted(lastedMs)}, ${from} ${to}`;
}

function lasted(ms: number): string {
	return duration(ms / 1000);
}
