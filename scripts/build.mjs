// Bundles the program into one file that runs without node_modules: dist/dmtop.mjs.
import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

// Statements that cost start-up time for what is seldom or never needed: file, then what stands there and what instead.
const trims = [
	[
		// A reader of package.json files, which meow is never asked for: 15 ms.
		/meow[\\/]build[\\/]dependencies\.js$/,
		[
			['\nvar libExports = requireLib$1();', '\nvar libExports = {};'],
			['\nvar normalizeExports = requireNormalize();', '\nvar normalizeExports = () => {};'],
			['\npromisify(execFile);', ''],
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

const segmenter = JSON.stringify(fileURLToPath(new URL('segmenter.mjs', import.meta.url)));
const segmenterImport = `import {createLazySegmenter, createSegmenter, lazyPattern, simpleWidth} from ${segmenter};`;

const trim = {
	name: 'trim',
	setup(build) {
		// Yoga fetches its own data: URL, which loads all of undici; without fetch it decodes the data itself.
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => ({
			contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
			loader: 'js',
		}));
		for (const [filter, replacements] of trims) {
			build.onLoad({filter}, async ({path}) => {
				let contents = await readFile(path, 'utf8');
				for (const [statement, instead] of replacements) {
					if (!contents.includes(statement)) throw new Error(`${path} no longer holds "${statement.trim()}"`);
					contents = contents.replace(statement, () => instead);
				}
				return {contents: `${segmenterImport}\n${contents}`, loader: 'js'};
			});
		}
		// Optional in Ink, and not installed.
		build.onLoad({filter: /ink[\\/]build[\\/]devtools\.js$/}, () => ({contents: 'export {}', loader: 'js'}));
	},
};

// One file has all its imports at the top, so Node would load http, tls and the rest at every start. Behind a module of
// its own, each is required when the first module that needs it runs.
const lazyBuiltins = {
	name: 'lazy-builtins',
	setup(build) {
		build.onResolve({filter: /.*/}, ({path, kind, namespace}) => {
			if (namespace === 'builtin' || !isBuiltin(path)) return undefined;
			if (kind !== 'import-statement' && kind !== 'dynamic-import') return undefined;
			return {path: path.replace(/^node:/, ''), namespace: 'builtin', sideEffects: false};
		});
		build.onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
			contents: `module.exports = require('node:${path}');`,
			loader: 'js',
		}));
	},
};

await build({
	entryPoints: ['src/cli.ts'],
	outfile: 'dist/dmtop.mjs',
	absWorkingDir: new URL('..', import.meta.url).pathname,
	bundle: true,
	minify: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	legalComments: 'none',
	plugins: [trim, lazyBuiltins],
	define: {'process.env.NODE_ENV': '"production"', __VERSION__: JSON.stringify(version)},
	// CommonJS packages (ws) require Node's modules.
	banner: {
		js: "import{createRequire as createRequireOfBanner}from'node:module';const require=createRequireOfBanner(import.meta.url);",
	},
	logLevel: 'warning',
});
