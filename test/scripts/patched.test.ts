import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build, type Plugin} from 'esbuild';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {checkPatched, readPatches} from '../../scripts/patched.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Output = {
	write(x: number, y: number, text: string, options: {transformers: readonly ((line: string) => string)[]}): void;
	clip(clip: {x1?: number; x2?: number; y1?: number; y2?: number}): void;
	unclip(): void;
	get(): {output: string; height: number};
};

type OutputClass = new (options: {width: number; height: number}) => Output;

type Drawing = {
	readonly Output: OutputClass;
	readonly tokenize: (text: string) => readonly object[];
	readonly stringWidth: (text: string, options?: {ambiguousIsNarrow: boolean}) => number;
};

let folder = '';
let published: Drawing;
let patched: Drawing;

beforeAll(async () => {
	folder = await mkdtemp(join(root, 'node_modules', '.patched-'));
	[published, patched] = [await drawing('published', [asPublished]), await drawing('patched', [])];
});
afterAll(() => rm(folder, {recursive: true, force: true}));

async function drawing(name: string, plugins: Plugin[]): Promise<Drawing> {
	const outfile = join(folder, `${name}.mjs`);
	await build({
		stdin: {
			contents: `export {default as Output} from './node_modules/ink/build/output.js';
				export {tokenize} from './node_modules/@alcalzone/ansi-tokenize/build/tokenize.js';
				export {default as stringWidth} from './node_modules/string-width/index.js';`,
			resolveDir: root,
		},
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		plugins,
	});
	return import(pathToFileURL(outfile).href);
}

/** Takes the patches off again. */
const asPublished: Plugin = {
	name: 'as published',
	setup({onLoad}) {
		onLoad({filter: /\.js$/}, async ({path}) => {
			const contents = await readFile(path, 'utf8');
			const hunks = (await readPatches(root)).flatMap(({files}) =>
				files.filter(file => join(root, file.path) === path).flatMap(file => file.hunks),
			);
			return {contents: hunks.reduce((text, {before, after}) => text.replace(after, () => before), contents)};
		});
	},
};

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

/** The same frame from Ink as it is published and as it is patched. */
function check(draw: (output: Output) => void) {
	const [expected, received] = [published, patched].map(({Output}) => {
		const output = new Output({width: 20, height: 6});
		draw(output);
		return output.get();
	});
	expect(received).toEqual(expected);
}

describe('Ink draws as it was published', () => {
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

test.each(texts)('%j is taken apart as it was published', text => {
	expect(patched.tokenize(text)).toEqual(published.tokenize(text));
});

describe('what is alone, and what stands together', () => {
	const characters = Array.from({length: 0x1_0000}, (_, code) => String.fromCharCode(code)).filter(
		character => !/[\uD800-\uDFFF\p{M}\p{C}]/u.test(character),
	);
	const mixed = Array.from({length: 2000}, (_, round) =>
		Array.from({length: 40}, (_, index) => characters[(round * 7919 + index * index * 104_729) % characters.length]),
	).map(picked => picked.join(''));
	const common = ['order_库', 'Żółw', '───', '▁▂▃ 12…', 'か゛カナ', '（全角）', '한국어', '⠿⠇', '«×÷»', '–—‘’“”'];

	test('every character has its width as published', () => {
		for (let code = 0; code <= 0xffff; code++) {
			const text = String.fromCharCode(code);
			for (const ambiguousIsNarrow of [true, false]) {
				const told = patched.stringWidth(text, {ambiguousIsNarrow});
				const expected = published.stringWidth(text, {ambiguousIsNarrow});
				if (told !== expected)
					expect({code, ambiguousIsNarrow, told}).toEqual({code, ambiguousIsNarrow, told: expected});
			}
		}
	});

	test.each(['width', 'parts'])('texts have their %s as published', of => {
		for (const text of [...texts, ...mixed, ...common, ...common.map(part => `e\u0301${part}\u3099${part}`)]) {
			if (of === 'width') expect(patched.stringWidth(text)).toBe(published.stringWidth(text));
			else expect(patched.tokenize(text)).toEqual(published.tokenize(text));
		}
	});
});

test('both are put to the test', () => {
	expect(String(patched.Output)).not.toBe(String(published.Output));
	expect(String(patched.tokenize)).not.toBe(String(published.tokenize));
	expect(String(patched.stringWidth)).not.toBe(String(published.stringWidth));
});

describe('the patches', () => {
	test('are in what is installed', () => checkPatched(root));

	test('are for the versions that are installed, each with its figure', async () => {
		const told = await readFile(join(root, 'patches/README.md'), 'utf8');
		for (const {name} of await readPatches(root)) {
			const [, library = '', version] = /^(.+)\+(\d.*)\.patch$/.exec(name) ?? [];
			const path = join(root, 'node_modules', library.replace('+', '/'), 'package.json');
			expect({name, version: JSON.parse(await readFile(path, 'utf8')).version}).toEqual({name, version});
			expect(told).toMatch(new RegExp(`^\\| \\[${library.replace('+', '/')}\\].*\\| ${version} \\|.*\\d.*\\|$`, 'm'));
		}
	});

	test('are missed where they are not', async () => {
		const bare = await mkdtemp(join(tmpdir(), 'dmtop-bare-'));
		try {
			const patch = await readFile(join(root, 'patches/ink+8.0.0.patch'));
			await mkdir(join(bare, 'patches'));
			await writeFile(join(bare, 'patches/ink+8.0.0.patch'), patch);
			for (const {path} of (await readPatches(bare)).flatMap(({files}) => files)) {
				await mkdir(dirname(join(bare, path)), {recursive: true});
				await writeFile(join(bare, path), 'export default 1;\n');
			}
			await expect(checkPatched(bare)).rejects.toThrow(
				'node_modules/ink/build/output.js lacks patches/ink+8.0.0.patch',
			);
		} finally {
			await rm(bare, {recursive: true, force: true});
		}
	});
});
