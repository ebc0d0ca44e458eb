import {mkdtemp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {onCleanUp} from './processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Exports of the sources, bundled as the program is; `contents` is a module that imports from `./src`. */
export async function importSources(contents) {
	// Inside the project, so that what stays outside of the bundle is found.
	const folder = await mkdtemp(join(root, 'node_modules', '.bench-'));
	onCleanUp(() => rm(folder, {recursive: true, force: true}));
	const outfile = join(folder, 'sources.mjs');
	await build({
		stdin: {contents, resolveDir: root, loader: 'tsx'},
		outfile,
		bundle: true,
		minify: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		target: 'node20',
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		logLevel: 'warning',
	});
	return import(pathToFileURL(outfile).href);
}
