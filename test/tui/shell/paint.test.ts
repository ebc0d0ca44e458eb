import xterm from '@xterm/headless';
import {describe, expect, test} from 'vitest';
import {paintChanges, paintWhole} from '../../../src/tui/shell/paint.ts';
import {seeded} from '../../support/mutate.ts';

const check = (before: string, after: string, expected: string) =>
	expect(paintChanges([before], [after])).toBe(expected);

describe('a changed line', () => {
	test.each([
		['nothing', 'ab', 'ab', ''],
		['a figure', 'ab 12', 'ab 13', '\u001B[1;5H3'],
		['a shorter one', 'ab 12', 'ab 1', '\u001B[1;5H\u001B[K'],
		['from the beginning', 'abc', 'cd', '\u001B[1;1Hcd\u001B[K'],
		['up to the last column', 'ab'.padEnd(20, 'x'), 'cd'.padEnd(20, 'y'), `\u001B[1;1Hcd${'y'.repeat(18)}`],
		['two figures far apart', 'ab 12 cdefgh 3', 'ab 13 cdefgh 4', '\u001B[1;5H3\u001B[8C4'],
		['two near each other', 'ab 12 c 3', 'ab 13 c 4', '\u001B[1;5H3 c 4'],
		['one goes, and another behind it', 'a1 bcdefg 12', 'a  bcdefg 1', '\u001B[1;2H \u001B[9C\u001B[K'],
		['the end goes', 'ab      c', 'ab', '\u001B[1;9H\u001B[K'],
		['a style goes on', '\u001B[31mab 12\u001B[39m', '\u001B[31mab 13\u001B[39m', '\u001B[1;5H\u001B[31m3\u001B[m'],
		['a style that is over is not begun again', '\u001B[31ma\u001B[39mb1', '\u001B[31ma\u001B[39mb2', '\u001B[1;3H2'],
		['another style', 'a\u001B[31mb', 'a\u001B[32mb', '\u001B[1;2H\u001B[32mb\u001B[m'],
		[
			'one style after another',
			'abc',
			'\u001B[31mab\u001B[32mc\u001B[39m',
			'\u001B[1;1H\u001B[31mab\u001B[0;32mc\u001B[m',
		],
		['bold and dim', '\u001B[1m\u001B[2ma1', '\u001B[1m\u001B[2ma2', '\u001B[1;2H\u001B[1;2m2\u001B[m'],
		['no style for a blank', '\u001B[2ma b1', '\u001B[2ma c2', '\u001B[1;3H\u001B[2mc2\u001B[m'],
		['a style that goes where it was not seen', 'a 1', 'a\u001B[1m \u001B[22m1', ''],
		['a reversed blank', 'ab ', '\u001B[7mab \u001B[27m', '\u001B[1;1H\u001B[7mab \u001B[m'],
		['behind a graph', '⣀⣤ 1', '⣀⣤ 2', '\u001B[1;4H2'],
		['of a graph', '⣀⣤ 1', '⣀⣶ 1', '\u001B[1;2H⣶'],
		// A terminal may count what stands before the change as wider or narrower.
		['behind Thai', 'ab ไทย 12', 'ab ไทย 13', '\u001B[1;4H\u001B[Kไทย 13'],
		['behind Chinese at the beginning', '订单 12', '订单 13', '\u001B[1;1H\u001B[K订单 13'],
		['behind a rule', '─ a 1 ──', '─ a 2 ──', '\u001B[1;1H\u001B[K─ a 2 ──'],
		['before Thai', 'a1 ไทย', 'a2 ไทย', '\u001B[1;2H2'],
		['before Thai, which moves', 'a1 ไทย', 'a10 ไทย', '\u001B[1;3H0\u001B[1;4H\u001B[K ไทย'],
		['a mark on the character before it', 'ab\u0301', 'ac\u0301', '\u001B[1;2H\u001B[Kc\u0301'],
		['Thai goes', 'a ไทย', 'a b', '\u001B[1;3H\u001B[Kb'],
		['all behind it goes', 'a    ไทย', 'a', '\u001B[1;2H\u001B[K'],
	])('%s', (_, before, after, expected) => check(before, after, expected));
});

/** The lines and styles of a terminal on which this was written. */
async function drawn(text: string): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({cols: 20, rows: 4, allowProposedApi: true});
	await new Promise<void>(resolve => terminal.write(`\u001B[?7l${text}`, resolve));
	const lines = Array.from({length: 4}, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({length: 20}, (__, column) => {
			const cell = line?.getCell(column);
			const [text, isReversed] = [cell?.getChars() || ' ', cell?.isInverse() !== 0];
			// Of a blank nothing else is seen.
			if (text === ' ' && !isReversed) return text;
			return `${text}${[cell?.getFgColor(), cell?.isBold() !== 0, cell?.isDim() !== 0, isReversed].join(',')}`;
		}).join('|');
	});
	terminal.dispose();
	return lines;
}

const seed = Number(process.env['DMTOP_SEED'] ?? 20_261_123);

test(`changes make the same as a whole frame on an empty terminal (seed ${seed}; DMTOP_SEED sets another)`, async () => {
	const random = seeded(seed);
	const whole = (below: number) => Math.floor(random() * below);
	const piece = () =>
		['ab', '12', ' ', '⣀', '订', 'é', ...['1', '2', '7', '22', '27', '31', '39'].map(code => `\u001B[${code}m`)][
			whole(13)
		] ?? '';
	const line = () => `${Array.from({length: whole(11)}, piece).join('')}\u001B[39m\u001B[22m\u001B[27m`;
	const changed = (text: string) => (random() > 0.5 ? text : line());
	for (let round = 0; round < 200; round++) {
		let lines = Array.from({length: 4}, line);
		let written = paintWhole(lines, {columns: 20, rows: 4});
		for (let step = 0; step < 5; step++) {
			const next = lines.map(changed);
			written += paintChanges(lines, next);
			lines = next;
		}
		expect({round, lines: await drawn(written)}).toEqual({
			round,
			lines: await drawn(paintWhole(lines, {columns: 20, rows: 4})),
		});
	}
});

test('a whole frame covers whatever was there', async () => {
	const lines = ['one', '', 'x'.repeat(20), 'four'];
	const junk = `\u001B[31m${'junk '.repeat(40)}`;
	expect(await drawn(junk + paintWhole(lines, {columns: 20, rows: 4}))).toEqual(
		await drawn(paintWhole(lines, {columns: 20, rows: 4})),
	);
});
