import {mkdtemp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {trim} from '../../scripts/trim.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Output = {
	write(x: number, y: number, text: string, options: {transformers: readonly ((line: string) => string)[]}): void;
	clip(clip: {x1?: number; x2?: number; y1?: number; y2?: number}): void;
	unclip(): void;
	get(): {output: string; height: number};
};

type OutputClass = new (options: {width: number; height: number}) => Output;

let folder = '';
let whole: OutputClass;
let trimmed: OutputClass;

beforeAll(async () => {
	folder = await mkdtemp(join(root, 'node_modules', '.trim-'));
	[whole, trimmed] = [await outputClass('whole', []), await outputClass('trimmed', [trim])];
});
afterAll(() => rm(folder, {recursive: true, force: true}));

async function outputClass(name: string, plugins: (typeof trim)[]): Promise<OutputClass> {
	const outfile = join(folder, `${name}.mjs`);
	await build({
		stdin: {contents: `export {default} from './node_modules/ink/build/output.js'`, resolveDir: root},
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		plugins,
	});
	return (await import(pathToFileURL(outfile).href)).default;
}

const [red, bold, inverse, link] = ['\u001B[31m', '\u001B[1m', '\u001B[7m', '\u001B]8;;http://x/\u0007'];
const unclosed = `${red}never closed`;
const texts = [
	'plain',
	' ',
	'',
	'blanks at the end   ',
	`${red}red\u001B[39m and plain`,
	unclosed,
	`${inverse}  all of it  \u001B[27m`,
	`${red}${bold}both\u001B[0m none`,
	`\u001B[1;31mcompound\u001B[22;39m`,
	`${link}a link\u001B]8;;\u0007`,
	'会员积分_华东 wide',
	`${red}会员\u001B[39m积分`,
	'e\u0301 \u200B zero \u00AD width',
	'👨‍👩‍👧 family ✓\uFE0F',
	'two\nlines',
	`${red}over\ntwo lines\u001B[39m`,
	'x'.repeat(30),
	'会'.repeat(15),
];

/** The same frame from Ink's own code and from what the bundle makes of it. */
function check(draw: (output: Output) => void) {
	const [expected, received] = [whole, trimmed].map(type => {
		const output = new type({width: 20, height: 6});
		draw(output);
		return output.get();
	});
	expect(received).toEqual(expected);
}

describe("Ink's frames are the same without the detours", () => {
	test.each(texts)('%j', text => {
		for (const x of [0, 3, -2]) {
			for (const clip of [null, {x1: 0, x2: 20, y1: 0, y2: 6}, {x1: 1, x2: 9, y1: 0, y2: 1}, {y1: 0, y2: 2}]) {
				check(output => {
					if (clip !== null) output.clip(clip);
					output.write(x, 0, text, {transformers: []});
					if (clip !== null) output.unclip();
				});
			}
		}
	});

	test('one upon the other, and through transformers, where a text closes what it opens', () => {
		for (const [index, text] of texts.entries()) {
			if (text === unclosed) continue;
			check(output => {
				output.clip({x1: 0, x2: 20, y1: 0, y2: 6});
				output.write(0, 1, texts[(index + 5) % texts.length] ?? '', {transformers: []});
				output.write(4, 1, text, {transformers: [line => `${bold}${line}\u001B[22m`]});
				output.write(0, 2, text, {transformers: [line => `<${line}>`]});
				output.unclip();
			});
		}
	});
});
