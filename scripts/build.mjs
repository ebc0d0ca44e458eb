// Bundles the program into one file that runs without node_modules: dist/dmtop.mjs. Beside it comes dist/dmtop.compiled,
// which makes it start faster under the Node that built it, and may be missing.
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {pack, supported} from './pack.mjs';
import {checkPatched} from './patched.mjs';
import {withinBundle} from './sqlite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {version} = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

await checkPatched(root);
const {outputFiles} = await build({
	entryPoints: ['src/cli.ts', 'src/commands/own-gateway/gateway-thread.ts'],
	entryNames: '[name]',
	outdir: 'dist',
	write: false,
	absWorkingDir: root,
	bundle: true,
	splitting: true,
	minify: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	supported,
	legalComments: 'none',
	plugins: [withinBundle],
	define: {
		'process.env.NODE_ENV': '"production"',
		__VERSION__: JSON.stringify(version),
		'import.meta': '__importMeta__',
	},
	logLevel: 'warning',
});
const {code, compiled} = await pack(outputFiles, 'cli');

await mkdir(`${root}dist`, {recursive: true});
await replace('dist/dmtop.compiled', compiled);
await replace('dist/dmtop.mjs', code);

/** Somebody may be starting the program just now: there is never half a file. */
async function replace(file, content) {
	const beside = `${root}${file}.${process.pid}`;
	await writeFile(beside, content);
	await rename(beside, `${root}${file}`);
}
