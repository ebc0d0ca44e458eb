import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

// Statements that cost start-up time for what is seldom or never needed: file, then what stands there and what instead.
const trims = [
	// CommonJS, of which the parts of the bundle are, waits for nothing; nor does a start-up that is in a hurry.
	[
		/yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/,
		[
			[
				'const Yoga = wrapAssembly(await loadYoga());',
				'const assembly = {instantiateWasm: instantiateNow, printErr() {}};\nloadYoga(assembly);\nconst Yoga = wrapAssembly(assembly);',
			],
		],
	],
	[/yoga-wasm-base64-esm\.js$/, [['return h.instantiateWasm(d,\na)', 'return h.instantiateWasm(d,a,H)']]],
	// For those who work on Ink, and not installed.
	[
		/ink[\\/]build[\\/]reconciler\.js$/,
		[
			["await import('./devtools.js');", ''],
			['await loadPackageJson()', '{}'],
		],
	],
	[
		// A reader of package.json files, which meow is never asked for: 15 ms.
		/meow[\\/]build[\\/]dependencies\.js$/,
		[
			['\nvar libExports = requireLib$1();', '\nvar libExports = {};'],
			['\nvar normalizeExports = requireNormalize();', '\nvar normalizeExports = () => {};'],
			['\npromisify(execFile);', ''],
		],
	],
	// Ink takes each line apart and puts it together three times over, and makes a blank of its own for each cell; a line
	// that is whole and fits is as good as what would become of it. A third of the time that a frame takes.
	[
		/ink[\\/]build[\\/]output\.js$/,
		[
			[
				'let lines = characterLines.map(line => styledCharsToString(line));',
				'let lines = characterLines.length === 1 ? [text] : characterLines.map(line => styledCharsToString(line));',
			],
			[
				'return this.sliceLineToColumns(line, from, to);',
				'return from === 0 && to === width ? line : this.sliceLineToColumns(line, from, to);',
			],
			[
				"row.push({\n                    type: 'char',\n                    value: ' ',\n                    fullWidth: false,\n                    styles: [],\n                });",
				'row.push(blank);',
			],
			[
				'const output = [];',
				"const output = [];\n        const blank = {type: 'char', value: ' ', fullWidth: false, styles: []};",
			],
		],
	],
	// What only odd text needs, made when it comes, and quick ways for all other text: 25 ms here and 60 ms at first use.
	[
		/string-width[\\/]index\.js$/,
		[
			['new Intl.Segmenter()', 'createSegmenter()'],
			['/^\\p{RGI_Emoji}$/v', "lazyPattern('^\\\\p{RGI_Emoji}$', 'v')"],
			[
				'\n\tlet width = 0;\n\tconst eastAsianWidthOptions',
				'\n\tlet width = simpleWidth(string);\n\tif (width !== undefined) return width;\n\twidth = 0;\n\tconst eastAsianWidthOptions',
			],
		],
	],
	[/wrap-ansi[\\/]index\.js$/, [['new Intl.Segmenter()', 'createSegmenter()']]],
	[
		/ansi-tokenize[\\/]build[\\/]tokenize\.js$/,
		[['new Intl.Segmenter(undefined, { granularity: "grapheme" })', 'createSegmenter()']],
	],
	[
		/ink[\\/]build[\\/]line-update\.js$/,
		[["new Intl.Segmenter(undefined, { granularity: 'grapheme' })", 'createLazySegmenter()']],
	],
	[
		/slice-ansi[\\/]tokenize-ansi\.js$/,
		[["new Intl.Segmenter(undefined, {granularity: 'grapheme'})", 'createLazySegmenter()']],
	],
];

const standIns = `
import {createLazySegmenter, createSegmenter, lazyPattern, simpleWidth} from ${besides('segmenter.mjs')};
import {instantiateNow} from ${besides('wasm.mjs')};
`;

function besides(file) {
	return JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
}

/** Cuts from the packages what they do at start-up and dmtop does not need. */
export const trim = {
	name: 'trim',
	setup(build) {
		for (const [filter, replacements] of trims) {
			build.onLoad({filter}, async ({path}) => {
				let contents = await readFile(path, 'utf8');
				for (const [statement, instead] of replacements) {
					if (!contents.includes(statement)) throw new Error(`${path} no longer holds "${statement.trim()}"`);
					contents = contents.replace(statement, () => instead);
				}
				return {contents: `${standIns}${contents}`, loader: 'js'};
			});
		}
	},
};
