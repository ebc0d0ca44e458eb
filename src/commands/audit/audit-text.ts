import path from 'node:path';
import type {ChainVerdict, Place} from '../../gateway/operate/audit-chain.ts';
import {plural} from '../../words/format.ts';
import {cut, pad, width} from '../../words/width.ts';
import type {AuditCase} from './audit-cases.ts';

/** A line for each case, and its message below it; cut to the columns of a terminal, else whole. */
export function casesText(cases: readonly AuditCase[], columns: number | null): string {
	const rows = cases.map(({at, operation, task, sources, outcome, who, cluster}) => [
		at.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
		operation,
		sources === null ? task : `${task} on ${sources.join(', ')}`,
		outcome === 'sending' ? 'no end' : outcome,
		who,
		cluster,
	]);
	const widths = titles.map((title, at) => Math.max(width(title), ...rows.map(row => width(row[at] ?? ''))));
	const line = (cells: readonly string[]) =>
		cells
			.map((cell, at) => pad(cell, widths[at] ?? 0))
			.join('  ')
			.trimEnd();
	const lines = rows.flatMap((row, at) => {
		const message = cases[at]?.message ?? null;
		return [line(row), ...(message === null ? [] : message.split('\n').map(text => `    ${text}`))];
	});
	return [line(titles), ...lines].map(text => `${columns === null ? text : cut(text, columns)}\n`).join('');
}

const titles = ['TIME', 'WHAT', 'TASK', 'OUTCOME', 'WHO', 'CLUSTER'];

/** What was found of the chain of one log, called `name`. */
export function verdictText(name: string, verdict: ChainVerdict): string {
	const {lines, unlinked, dropped, brokenOff, misfit, head} = verdict;
	const found =
		misfit !== null
			? `${name}: ${placeText(misfit)} does not fit: ${misfit.why}`
			: lines === 0
				? `${name}: nothing was written`
				: head === null
					? `${name}: ${plural(lines, 'line')}, none of which can be proven`
					: `${name}: ${plural(lines, 'line')}, all of which fit; the last is number ${head.n}, SHA-256 ${head.hash}`;
	return [
		found,
		...(dropped > 0 ? [`  numbers 1 to ${dropped} went with the oldest files, for room`] : []),
		...(unlinked > 0 ? [`  ${plural(unlinked, 'line')} of an older dmtop before it cannot be proven`] : []),
		...brokenOff.map(place => `  ${placeText(place)} broke off while it was written: it alone is lost`),
	]
		.map(text => `${text}\n`)
		.join('');
}

function placeText({file, line}: Place): string {
	return `line ${line} of ${path.basename(file)}`;
}
