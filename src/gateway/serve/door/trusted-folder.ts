import {realpathSync, statSync} from 'node:fs';
import path from 'node:path';

/** What is told of a folder: whose it is, by number, and its mode. */
export type FolderLook = (folder: string) => {readonly uid: number; readonly mode: number};

/**
 * Why somebody whom nobody trusts could put something else into a folder, in words; null where only the users of these
 * numbers and root could. All folders above it count too: who owns one of them can put another one in its place.
 */
export function folderTrouble(folder: string, trusted: readonly number[], look: FolderLook = statSync): string | null {
	for (let at = folder; ; at = path.dirname(at)) {
		const {uid, mode} = look(at);
		if (uid !== 0 && !trusted.includes(uid)) return `${at} belongs to another user (uid ${uid})`;
		// In a sticky folder, such as /tmp, nobody else can move or remove what is there.
		if ((mode & othersWrite) !== 0 && (mode & sticky) === 0) return `others may write to ${at}`;
		if (at === path.dirname(at)) return null;
	}
}

/** The folder of a file as it really is, without links. Throws where it is not there. */
export function realFolder(file: string): string {
	return realpathSync(path.dirname(file));
}

const othersWrite = 0o022;
const sticky = 0o1000;
