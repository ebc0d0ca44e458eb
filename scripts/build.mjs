// Bundles the program into one file that runs without node_modules: dist/dmtop.mjs. Beside it comes dist/dmtop.compiled,
// which makes it start faster under the Node that built it, and may be missing.
import {mkdir, rename, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {bundle} from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {code, compiledBy} = await bundle();
const compiled = await compiledBy(process.execPath);

await mkdir(`${root}dist`, {recursive: true});
await replace('dist/dmtop.compiled', compiled);
await replace('dist/dmtop.mjs', code);

/** Somebody may be starting the program just now: there is never half a file. */
async function replace(file, content) {
	const beside = `${root}${file}.${process.pid}`;
	await writeFile(beside, content);
	await rename(beside, `${root}${file}`);
}
