import {statSync} from 'node:fs';
import {connect} from 'node:net';
import {folderTrouble, realFolder} from '../../gateway/serve/door/trusted-folder.ts';
import {userOf} from './accounts.ts';
import type {Dialled} from './dialled.ts';

/**
 * Opens a gateway's socket, once it is certain whose it is: this user's, root's, or that of the `owner` who was named. It is
 * looked at each time anew. Who listens cannot be asked from here; but nobody else can put a socket there.
 */
export async function dialUnix(file: string, owner: number | null): Promise<Dialled> {
	const own = process.getuid?.() ?? 0;
	const trusted = owner === null ? [own] : [own, owner];
	const told = statSync(file);
	if (!told.isSocket()) throw new Error('a file is there that is no socket');
	const user = userOf(told.uid);
	if (told.uid !== 0 && !trusted.includes(told.uid)) {
		throw new Error(`the socket belongs to ${user}; --owner ${user.replace(/^uid /, '')} trusts it`);
	}
	const trouble = folderTrouble(realFolder(file), trusted);
	if (trouble !== null) throw new Error(`${trouble}, so the gateway there may be anybody's`);
	const socket = await new Promise<Dialled['socket']>((resolve, reject) => {
		const opened = connect({path: file});
		opened.once('connect', () => {
			opened.off('error', reject);
			resolve(opened);
		});
		opened.once('error', reject);
	});
	return {socket, note: {text: `the gateway of ${user} at unix:${file}`, isToCompare: false}};
}
