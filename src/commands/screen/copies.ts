import {chmodSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {folderTrouble} from '../../gateway/serve/door/trusted-folder.ts';

/**
 * A file of one's own for what is copied, as a terminal may refuse and does not tell; null where there is no folder for it.
 * Nobody else reads it, and nothing that somebody else has put in its place is followed.
 */
export function copiesIn(
	folder: string | null,
): {readonly path: string; readonly keep: (text: string) => boolean} | null {
	if (folder === null) return null;
	const file = path.join(folder, 'copied');
	return {
		path: file,
		keep(text) {
			const next = `${file}.${process.pid}`;
			try {
				mkdirSync(folder, {recursive: true, mode: 0o700});
				if (folderTrouble(realpathSync(folder), [process.getuid?.() ?? 0]) !== null) return false;
				rmSync(next, {force: true});
				writeFileSync(next, `${text}\n`, {flag: 'wx', mode: 0o600});
				chmodSync(next, 0o600);
				renameSync(next, file);
				return true;
			} catch {
				return false;
			}
		},
	};
}
