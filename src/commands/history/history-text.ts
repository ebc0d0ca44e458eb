import type {WindowReport} from '../../domain/report/window-report.ts';
import {fullMoment, plural} from '../../words/format.ts';
import {reportBlocks} from '../../words/report-text.ts';

/** The report as a page of text, or as a document in Markdown. */
export function historyText(report: WindowReport, cluster: string, markdown: boolean): string {
	const {fromMs, untilMs} = report;
	const head = `${cluster}   ${fullMoment(fromMs)} to ${fullMoment(untilMs)}   ${plural(report.events, 'event')}`;
	const blocks = reportBlocks(report);
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
