import {pad, width, wrap} from '../../words/width.ts';

const columns = 100;

/** A name with what is said of it beside it, or below where the name is long; `at` is the column of the text. */
export function entry(name: string, text: string, at: number): readonly string[] {
	const left = `  ${name}`;
	const lines = wrap(text, columns - at);
	const indent = ' '.repeat(at);
	if (width(left) >= at) return [left, ...lines.map(line => `${indent}${line}`)];
	return lines.map((line, index) => `${index === 0 ? pad(left, at) : indent}${line}`.trimEnd());
}

/** A paragraph over the whole width. */
export function paragraph(text: string): readonly string[] {
	return wrap(text, columns);
}
