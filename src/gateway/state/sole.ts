import {closeSync, linkSync, lstatSync, openSync, renameSync, type Stats, unlinkSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** The right to be the only one. It dies with the process, however that dies. */
export type Sole = {
	/** Whether it is still held: somebody may have taken the file away. */
	readonly holds: () => boolean;
	readonly release: () => void;
};

/**
 * Takes the right that `name` in the folder stands for; null where another process holds it. It is a unix socket: the
 * kernel stops answering on it at the moment its process is gone, also for a process of another container that shares the
 * folder. `own` is part of a name that nobody else uses.
 */
export async function becomeSole(folder: string, name: string, own: string): Promise<Sole | null> {
	const door = openFolder(folder);
	const mine = `${name}.${own}`;
	const server = net.createServer(socket => socket.on('error', () => {}).destroy());
	try {
		await listening(server, door.path(mine));
		server.unref();
		const inode = lstatSync(path.join(folder, mine)).ino;
		for (let tries = 0; tries < mostTries; tries++) {
			const came = await take(folder, name, mine, door.path);
			if (came === 'ours') return held(inode);
			if (came === 'taken') break;
		}
		end();
		return null;
	} catch (error) {
		end();
		throw error;
	}

	function held(inode: number): Sole {
		quietly(() => unlinkSync(path.join(folder, mine)));
		const file = path.join(folder, name);
		const holds = () => statOf(file)?.ino === inode;
		return {
			holds,
			release() {
				if (holds()) quietly(() => unlinkSync(file));
				end();
			},
		};
	}

	function end(): void {
		server.close();
		quietly(() => unlinkSync(path.join(folder, mine)));
		door.close();
	}
}

const mostTries = 5;

/** Whether it is ours now, or another's, or a dead one was taken away. */
async function take(
	folder: string,
	name: string,
	mine: string,
	pathOf: (name: string) => string,
): Promise<'ours' | 'taken' | 'dead'> {
	const [file, own] = [path.join(folder, name), path.join(folder, mine)];
	if (quietly(() => linkSync(own, file))) return 'ours';
	if (await isAnswered(pathOf(name))) return 'taken';
	const dead = `${mine}.dead`;
	if (!quietly(() => renameSync(file, path.join(folder, dead)))) return 'dead';
	// Between the question and the renaming somebody may have come.
	const isAlive = await isAnswered(pathOf(dead));
	if (isAlive) quietly(() => linkSync(path.join(folder, dead), file));
	quietly(() => unlinkSync(path.join(folder, dead)));
	return isAlive ? 'taken' : 'dead';
}

/** Whether a process answers on a socket; one that is stopped does too. */
function isAnswered(socket: string): Promise<boolean> {
	return new Promise(resolve => {
		const client = net.connect(socket, () => {
			client.destroy();
			resolve(true);
		});
		client.on('error', () => resolve(false));
	});
}

function listening(server: net.Server, socket: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({path: socket}, resolve);
	});
}

/** The names of sockets are short: below a long path the open folder itself is named, where the system can. */
function openFolder(folder: string): {readonly path: (name: string) => string; readonly close: () => void} {
	if (folder.length <= longestFolder) return {path: name => path.join(folder, name), close() {}};
	if (process.platform !== 'linux') throw new Error(`the path ${folder} is too long`);
	const descriptor = openSync(folder, 'r');
	return {path: name => `/proc/self/fd/${descriptor}/${name}`, close: () => closeSync(descriptor)};
}

/** A socket's path has 107 bytes on Linux, and 103 elsewhere. */
const longestFolder = 50;

function statOf(file: string): Stats | null {
	try {
		return lstatSync(file);
	} catch {
		return null;
	}
}

/** Whether the work could be done. */
function quietly(work: () => void): boolean {
	try {
		work();
		return true;
	} catch {
		return false;
	}
}
