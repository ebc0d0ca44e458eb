import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {pack, supported} from './pack.mjs';
import {checkPatched} from './patched.mjs';
import {withinBundle} from './sqlite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program as `pack` makes it, and the sources that are in it, by their paths within the project. */
export async function bundle() {
	const {version} = JSON.parse(await readFile(`${root}package.json`, 'utf8'));
	await checkPatched(root);
	const {outputFiles, metafile} = await build({
		entryPoints: ['src/cli.ts', 'src/commands/own-gateway/gateway-thread.ts'],
		entryNames: '[name]',
		outdir: 'dist',
		write: false,
		metafile: true,
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
	return {...(await pack(outputFiles, 'cli')), inputs: Object.keys(metafile.inputs)};
}
