import {expect} from 'vitest';
import type {Model} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {width} from '../../src/words/width.ts';
import {afterEvents} from './builder.ts';
import {shareOf} from './long.ts';

/** Draws a model at many sizes: exactly the lines of the terminal, and none wider than it. */
export function checkManySizes(name: string, model: Model): void {
	for (const [columns, rows] of manySizes(name)) {
		const lines = screenLines(afterEvents(model, [{type: 'resize', size: {columns, rows}}]));
		if (lines.length !== rows) expect.fail(`${lines.length} lines at ${columns}x${rows}`);
		const wide = lines.find(line => width(line) > columns);
		if (wide !== undefined) expect.fail(`${width(wide)} columns at ${columns}x${rows}: ${wide}`);
	}
}

/**
 * Sizes of a terminal, from the smallest to the largest that are used: every third width, each with one height, so that
 * all heights come twice. What is checked by another name is checked at other pairs of them. The suite has a quarter of
 * them for each name, another one for another name.
 */
function manySizes(name: string): readonly (readonly [columns: number, rows: number])[] {
	const turn = [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
	const turns = widths.map((_, index) => index + turn);
	return shareOf(turns, at => at % 4 === 0).map(
		at => [(widths[at - turn] ?? 80) + (turn % 3), heights[(at * stride) % heights.length] ?? 24] as const,
	);
}

const widths = Array.from({length: 94}, (_, index) => 20 + index * 3);
const heights = [...Array.from({length: 38}, (_, index) => 3 + index), 45, 51, 60, 80, 100];

/** Without a divisor in common with the number of heights: it comes to all of them. */
const stride = 16;
