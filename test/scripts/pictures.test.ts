import {readdir, readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {pictures} from '../../scripts/pictures/pictures.ts';
import {svgOf} from '../../scripts/pictures/svg.ts';

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));

test('the pictures are those that `npm run screens` makes', async () => {
	const made = await pictures();
	expect((await readdir(folder)).sort()).toEqual(Object.keys(made).sort());
	for (const [name, svg] of Object.entries(made)) {
		const isSame = (await readFile(`${folder}${name}`, 'utf8')) === svg;
		expect(isSame, `docs/screens/${name} is older than the screen: npm run screens`).toBe(true);
		expect(svg.length).toBeLessThan(60_000);
	}
});

describe('a picture of a screen', () => {
	const cellOf = (svg: string, text: string) => /x="([\d.]+)" y="([\d.]+)" textLength="(\d+)"/.exec(lineOf(svg, text));
	const lineOf = (svg: string, text: string) => svg.split('\n').find(line => line.includes(`>${text}<`)) ?? '';

	test('has every text in its cells, also right of wide and of reversed ones', async () => {
		const svg = await svgOf('a screen', ['a  \u001B[7m b  c \u001B[27m会员  d', '⣀⣿e'], 16);
		const places = ['a', 'b', 'c', '会员', 'd', '⣀⣿', 'e'].map(text => cellOf(svg, text)?.slice(1).map(Number));
		const at = (column: number, row: number, columns: number) => [9 + column * 9, 22.5 + row * 18, columns * 9];
		expect(places).toEqual([
			at(0, 0, 1),
			at(4, 0, 1),
			at(7, 0, 1),
			at(9, 0, 4),
			at(15, 0, 1),
			at(0, 1, 2),
			at(2, 1, 1),
		]);
	});

	test('shows tones, and a reversed row over all of its width', async () => {
		const svg = await svgOf(
			'a screen',
			['\u001B[1;31mX\u001B[22;39m \u001B[2mq\u001B[22m', '\u001B[7mrow   \u001B[27m'],
			6,
		);
		expect(lineOf(svg, 'X')).toMatch(/fill="#e05050" class="b"/);
		expect(lineOf(svg, 'q')).toContain('class="d"');
		expect(svg).toContain('<rect x="9" y="27" width="54" height="18"/>');
		expect(lineOf(svg, 'row')).toContain('fill="#101010"');
	});

	test('holds what a text says, whatever is in it', async () => {
		expect(await svgOf('a screen', ['a<b && c>d'], 12)).toContain('>a&lt;b &amp;&amp; c>d<');
	});
});
