import type {Input} from '../chunks.ts';

/**
 * What the mouse did, of a report in the SGR form (`ESC [ < button ; column ; row M`); something `other` where it is
 * nothing that acts, such as a release or another button. Null for what is no such report.
 */
export function mouseReport(parameters: string, final: string): Input | null {
	const [, button = '', column = '', row = ''] = (/^[Mm]$/.test(final) && report.exec(parameters)) || [];
	if (button === '') return null;
	const what = final === 'M' ? buttons[button] : undefined;
	if (what === undefined) return {type: 'other'};
	return {type: 'mouse', what, column: Number(column) - 1, row: Number(row) - 1};
}

/** No terminal has more columns or rows. */
const report = /^<(\d{1,3});(\d{1,4});(\d{1,4})$/;

/** Without modifiers: with Shift the mouse is the terminal's own. */
const buttons: Readonly<Record<string, 'press' | 'wheel-up' | 'wheel-down'>> = {
	0: 'press',
	64: 'wheel-up',
	65: 'wheel-down',
};
