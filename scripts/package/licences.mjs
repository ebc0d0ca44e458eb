import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** The licences of what is in the bundle, as their packages have them, one behind the other. */
export async function licences(root, packages) {
	const texts = await Promise.all(
		[...packages].sort().map(async path => {
			const {name, version, license} = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
			const file = (await readdir(join(root, path))).find(each => /^(licen[cs]e|copying)/i.test(each));
			const text = file === undefined ? `Licence: ${license}` : await readFile(join(root, path, file), 'utf8');
			return `${name} ${version}\n\n${text.trim()}\n`;
		}),
	);
	return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** The packages whose files are among these, by their folders: `node_modules/ink`. */
export function packagesOf(inputs) {
	const folders = inputs.map(input => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
	return new Set(folders.filter(folder => folder !== undefined));
}
