import {describe, expect, test} from 'vitest';
import {type Cell, cellsOf} from '../../scripts/pictures/cells.ts';
import {screenOf} from '../../scripts/pictures/demo.ts';
import {type DemoScreen, demoScreens, shownMoment} from '../../scripts/pictures/screens.ts';
import {width} from '../../src/words/width.ts';

const moment = shownMoment();
const bare = {colours: false} as const;

/** All sizes at which the screen is built in another way, and the usual ones. */
const sizes = [
	[20, 3],
	[40, 10],
	[60, 12],
	[80, 24],
	[120, 40],
	[160, 45],
	[200, 60],
] as const;

describe.each(Object.entries<DemoScreen>(demoScreens))('%s of the demo', (name, {keys}) => {
	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const lines = screenOf(moment, [columns, rows], keys, bare);
		checkExact(lines, columns, rows);
		await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`frames/demo/${name}-${columns}x${rows}.txt`);
	});

	test.each(sizes)('in ASCII at %ix%i, one character for one', async (columns, rows) => {
		const lines = screenOf(moment, [columns, rows], keys, {...bare, ascii: true});
		checkExact(lines, columns, rows);
		expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
		const unicode = screenOf(moment, [columns, rows], keys, bare);
		expect(lines.map(line => width(line))).toEqual(unicode.map(line => width(line)));
		if (columns !== 80) return;
		await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`frames/demo/${name}-${columns}x${rows}.ascii.txt`);
	});

	test.each([
		[80, 24],
		[120, 40],
	] as const)('its tones at %ix%i', async (columns, rows) => {
		const cells = await cellsOf(screenOf(moment, [columns, rows], keys), columns);
		const lines = cells.flatMap(line => [line.map(({text}) => text).join(''), line.map(toneOf).join('')]);
		const text = lines.map(line => line.trimEnd()).filter(line => line !== '');
		await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`frames/demo/${name}-${columns}x${rows}.tones.txt`);
	});
});

test('what is healthy has no colour', () => {
	const running = screenOf(moment, [120, 40], demoScreens.list.keys).filter(line => line.includes(' Running '));
	// A graph of a lag that was there has one.
	const lines = running.filter(line => !/[⣤⣶⣿]/.test(line)).slice(0, 3);
	expect(lines.length).toBeGreaterThan(1);
	for (const line of lines) expect(line).not.toMatch(/\x1b\[[\d;]*3\d/);
});

function checkExact(lines: readonly string[], columns: number, rows: number) {
	expect(lines).toHaveLength(rows);
	for (const line of lines) expect(width(line), line).toBeLessThanOrEqual(columns);
}

/** How a cell is drawn, below it: x bad, ! careful, i info, g good, s strong, q quiet; reversed in capitals, R where plain. */
function toneOf({look: {colour, bold, dim, reversed}, columns}: Cell): string {
	const tone = colour !== null ? tones[colour] : bold ? 's' : dim ? 'q' : reversed ? 'r' : ' ';
	const told = reversed ? (tone === '!' ? '?' : tone.toUpperCase()) : tone;
	return told.repeat(columns);
}

const tones = {red: 'x', yellow: '!', cyan: 'i', green: 'g'} as const satisfies Record<
	NonNullable<Cell['look']['colour']>,
	string
>;
