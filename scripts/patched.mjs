import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** The patches of a project: for each file that one changes, pieces of it before and after. */
export async function readPatches(root) {
	const names = (await readdir(join(root, 'patches'))).filter(name => name.endsWith('.patch'));
	return Promise.all(
		names.map(async name => {
			const text = await readFile(join(root, 'patches', name), 'utf8');
			return {
				name,
				files: text
					.split(/^diff --git .*\n/m)
					.slice(1)
					.map(fileOf),
			};
		}),
	);
}

/** Throws where the installed packages are not as the patches leave them: they were installed without them. */
export async function checkPatched(root) {
	for (const {name, files} of await readPatches(root)) {
		for (const {path, hunks} of files) {
			const content = await readFile(join(root, path), 'utf8');
			if (hunks.some(({after}) => !content.includes(after))) {
				throw new Error(`${path} lacks patches/${name}: npm ci installs and patches`);
			}
		}
	}
}

function fileOf(text) {
	const [head, ...hunks] = text.split(/^@@ .*\n/m);
	const [, path] = /^\+\+\+ b\/(.*)$/m.exec(head);
	return {path, hunks: hunks.map(hunk => ({before: side(hunk, '+'), after: side(hunk, '-')}))};
}

/** A hunk's lines without those of the other side. */
function side(hunk, other) {
	const lines = hunk.split('\n').filter(line => line !== '' && !line.startsWith(other) && !line.startsWith('\\'));
	return lines.map(line => line.slice(1)).join('\n');
}
