import {cut, wrap} from '../width.ts';

/**
 * Paragraphs in at most so many lines, each with a blank before it. Where not all fits, the longest paragraph is
 * shortened first, so that none is lost as long as there is a line for each.
 */
export function fitParagraphs(paragraphs: readonly string[], columns: number, rows: number): readonly string[] {
	const wrapped = paragraphs.filter(text => text !== '').map(text => wrap(text, Math.max(1, columns - 2)));
	const keep = wrapped.map(lines => lines.length);
	while (sum(keep) > rows) {
		const longest = keep.lastIndexOf(Math.max(...keep));
		if (longest === -1) break;
		keep[longest] = (keep[longest] ?? 0) - 1;
	}
	return wrapped.flatMap((lines, index) => {
		const kept = lines.slice(0, keep[index]);
		const shortened = kept.length < lines.length && kept.length > 0;
		return kept.map((text, at) => ` ${shortened && at === kept.length - 1 ? cut(`${text} ...`, columns - 2) : text}`);
	});
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
