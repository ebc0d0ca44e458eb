import {cut, width, wrap} from '../../../words/width.ts';

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
		const next = lines[kept.length];
		// What has been wrapped onto the next line begins on the last one that is kept.
		return kept.map(
			(text, at) => ` ${next !== undefined && at === kept.length - 1 ? ended(text, next, columns) : text}`,
		);
	});
}

function ended(text: string, next: string, columns: number): string {
	const whole = `${text} ${next}`;
	return width(whole) < columns - 2 ? `${whole} ..` : cut(whole, columns - 2);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
