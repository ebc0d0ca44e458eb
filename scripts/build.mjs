// Bundles the program into one file that runs without node_modules: dist/dmtop.mjs.
import {readFile} from 'node:fs/promises';
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
	[
		// Only text that is not ASCII needs them: 25 ms.
		/string-width[\\/]index\.js$/,
		[
			[
				'const segmenter = new Intl.Segmenter();',
				'let made; const segmenter = {segment: text => (made ??= new Intl.Segmenter()).segment(text)};',
			],
			[
				'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
				"let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text)};",
			],
		],
	],
];

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
				return {contents, loader: 'js'};
			});
		}
		// Optional in Ink, and not installed.
		build.onLoad({filter: /ink[\\/]build[\\/]devtools\.js$/}, () => ({contents: 'export {}', loader: 'js'}));
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
	plugins: [trim],
	define: {'process.env.NODE_ENV': '"production"', __VERSION__: JSON.stringify(version)},
	// CommonJS packages (ws) require Node's modules.
	banner: {
		js: "import{createRequire as createRequireOfBanner}from'node:module';const require=createRequireOfBanner(import.meta.url);",
	},
	logLevel: 'warning',
});
