import {
	chmodSync,
	chownSync,
	linkSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	rmdirSync,
	type Stats,
	statSync,
	unlinkSync,
} from 'node:fs';
import {connect, type Server} from 'node:net';
import path from 'node:path';
import {ListenError} from '../listen-error.ts';
import {folderTrouble, realFolder} from './trusted-folder.ts';

/** Where a gateway listens on this host only, and who may open it. */
export type SocketPlace = {
	readonly path: string;
	/** The number of a group whose members may open it too; null = this user alone. */
	readonly gid: number | null;
};

/**
 * Has a server listen on a socket of this host, in a folder that is made where it is missing. What a dead gateway left there
 * is replaced. Resolves with what takes the socket away again. Throws a ListenError.
 *
 * It is made in a folder of its own, and comes to its place once only those who may can open it.
 */
export async function listenOnSocket(server: Server, place: SocketPlace): Promise<() => void> {
	const where = `unix:${place.path}`;
	try {
		makeFolder(place);
		await clear(place.path);
		const made = mkdtempSync(path.join(path.dirname(place.path), '.d'));
		const file = path.join(made, 's');
		try {
			if (Buffer.byteLength(file) > longestPath) throw sentence(`the path is longer than ${longestPath} bytes`);
			await listening(server, file);
			if (place.gid !== null) chownSync(file, -1, place.gid);
			chmodSync(file, place.gid === null ? 0o600 : 0o660);
			linkSync(file, place.path);
		} catch (error) {
			server.close();
			throw error;
		} finally {
			quietly(() => unlinkSync(file));
			quietly(() => rmdirSync(made));
		}
		const own = lstatSync(place.path);
		return () => quietly(() => isSame(lstatSync(place.path), own) && unlinkSync(place.path));
	} catch (error) {
		if (error instanceof ListenError) throw error;
		throw new ListenError(where, reasonOf(error as NodeJS.ErrnoException, place));
	}
}

/** As long as a path of a socket may be on every system. */
const longestPath = 103;

function makeFolder({path: file, gid}: SocketPlace): void {
	const folder = path.dirname(file);
	if (statSync(folder, {throwIfNoEntry: false}) === undefined) {
		mkdirSync(folder, {mode: 0o700});
		if (gid !== null) {
			chownSync(folder, -1, gid);
			chmodSync(folder, 0o750);
		}
	}
	const real = realFolder(file);
	const trouble = folderTrouble(real, [process.getuid?.() ?? 0]);
	if (trouble !== null) throw sentence(`${trouble}, so another program could take its place`);
	if (gid !== null) checkReach(real, gid);
}

/** Throws where the group could never come to the socket. */
function checkReach(folder: string, gid: number): void {
	for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
		const told = statSync(at);
		const mayEnter = (told.mode & 0o001) !== 0 || (told.gid === gid && (told.mode & 0o010) !== 0);
		if (!mayEnter) throw sentence(`the group may not enter ${at}; choose another place with --listen unix:PATH`);
	}
}

/** Takes away what a dead gateway left. Throws where something else is there. */
async function clear(file: string): Promise<void> {
	const found = lstatSync(file, {throwIfNoEntry: false});
	if (found === undefined) return;
	if (!found.isSocket()) throw sentence('a file is there that is no socket');
	if (await answers(file)) throw sentence('another gateway listens there; dmtop connect opens it');
	if (isSame(lstatSync(file), found)) unlinkSync(file);
}

/** Whether a program listens on a socket. Throws where that cannot be told. */
function answers(file: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const socket = connect({path: file});
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
			// Its queue is full: it lives.
			else if (error.code === 'EAGAIN') resolve(true);
			else reject(error);
		});
	});
}

function listening(server: Server, file: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({path: file}, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** The number of a file that is gone is given to the next one. */
function isSame(one: Stats, other: Stats): boolean {
	return one.ino === other.ino && one.dev === other.dev && one.mtimeMs === other.mtimeMs;
}

function sentence(message: string): Error {
	return new Error(message);
}

function reasonOf({code, message}: NodeJS.ErrnoException, {path: file, gid}: SocketPlace) {
	if (code === 'EPERM' && gid !== null) return {message: 'this user is no member of that group'};
	if (code === 'ENOENT') return {message: `the folder above ${path.dirname(file)} is not there`};
	if (code === 'EEXIST') return {message: 'another gateway began to listen there at the same moment'};
	return {...(code !== undefined && {code}), message};
}

function quietly(work: () => unknown): void {
	try {
		work();
	} catch {
		// What is not there need not be taken away.
	}
}
