import {pad, wrap} from '../../../words/width.ts';
import type {Line} from '../line.ts';
import {quiet} from '../rules.ts';

/** A text behind its label, which stands in a column of its own where there is room; `more` indents what goes on. */
export function labelled(label: string, text: string, columns: number, more = ''): readonly Line[] {
	if (columns < leastColumns) return wrap(named(label, text), Math.max(1, columns - 2), more).map(it => ` ${it}`);
	return wrap(text, Math.max(1, columns - labelColumns - 2), more).map((it, index) => [
		' ',
		quiet(pad(index === 0 ? label : '', labelColumns)),
		it,
	]);
}

/** A text behind a mark, which alone has a colour, and goes on below itself. */
export function marked(text: string, columns: number): readonly Line[] {
	return wrap(text, Math.max(1, columns - 4)).map((it, index) =>
		index === 0 ? [' ', {text: '!', tone: 'careful'}, ` ${it}`] : `   ${it}`,
	);
}

/** A text over the whole width but for its margin. */
export function prose(text: string, columns: number): readonly string[] {
	return wrap(text, Math.max(1, columns - 2)).map(it => ` ${it}`);
}

function named(label: string, text: string): string {
	return label === '' ? text : `${label}: ${text}`;
}

const labelColumns = 8;

/** Under so many columns a label takes too much from the text. */
const leastColumns = 40;
