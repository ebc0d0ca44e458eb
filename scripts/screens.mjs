// Makes the pictures of docs/screens/ from the demo: the same bytes each time.
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

// The times on the screens are those of the clock on the wall.
process.env.TZ = 'UTC';

// Inside the project, so that what stays outside of the bundle is found.
const folder = await mkdtemp(`${root}node_modules/.screens-`);
try {
	const outfile = `${folder}/pictures.mjs`;
	await build({
		entryPoints: [`${root}scripts/pictures/pictures.ts`],
		outfile,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		target: 'node20',
		logLevel: 'warning',
	});
	const {pictures} = await import(pathToFileURL(outfile).href);
	await mkdir(`${root}docs/screens`, {recursive: true});
	for (const [name, svg] of Object.entries(await pictures())) {
		await writeFile(`${root}docs/screens/${name}`, svg);
		console.log(`docs/screens/${name}  ${Math.ceil(svg.length / 1024)} KB`);
	}
} finally {
	await rm(folder, {recursive: true, force: true});
}
