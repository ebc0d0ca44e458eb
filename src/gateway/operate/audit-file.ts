import fs from 'node:fs';
import path from 'node:path';
import {underLock} from './audit-lock.ts';

/** Writes all bytes at the end of an open file and tells how many went. */
export type Append = (file: number, bytes: Uint8Array) => number;

export type FileLimits = {
	readonly maxBytes: number;
	readonly files: number;
	readonly append?: Append;
};

/**
 * Appends a line to a file that its owner alone can read, making it and its folder where they are missing; `lineAfter`
 * makes it of the last lines that are there, while no other program writes. A file that is full is put aside as
 * `name.1.ext`, the ones before it one further. Gives the line. Throws an Error with one sentence.
 */
export function appendLine(
	file: string,
	lineAfter: (last: readonly string[]) => string,
	{maxBytes, files, append = fs.writeSync}: FileLimits,
): string {
	try {
		makeFolder(path.dirname(file));
		return underLock(file, () => {
			const line = lineAfter(lastLinesOf(file));
			const opened = openWithRoom(file, Buffer.byteLength(line) + 1, maxBytes, files);
			try {
				// A line that broke off, as on a full disk, must not spoil the one after it.
				const bytes = Buffer.from(`${endsInLine(opened) ? '' : '\n'}${line}\n`);
				// One write for a line: what breaks off is this line alone.
				const written = append(opened.descriptor, bytes);
				if (written < bytes.length) throw Object.assign(new Error('short write'), {code: 'ENOSPC'});
				return line;
			} finally {
				fs.closeSync(opened.descriptor);
			}
		});
	} catch (error) {
		throw new Error(`the audit log ${file} cannot be written: ${reasonOf(error)}`);
	}
}

/** Not Node's recursive way, which takes a read-only file system for a folder that is missing. */
function makeFolder(folder: string): void {
	if (fs.existsSync(folder)) return;
	makeFolder(path.dirname(folder));
	try {
		fs.mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		// Another program was faster.
		if (!fs.existsSync(folder)) throw error;
	}
}

type Opened = {readonly descriptor: number; readonly bytes: number; readonly inode: number};

function open(file: string): Opened {
	const {O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = fs.constants;
	const descriptor = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	try {
		const stat = fs.fstatSync(descriptor);
		if (!stat.isFile()) throw new Error('it is no regular file');
		if ((stat.mode & 0o777) !== 0o600) fs.fchmodSync(descriptor, 0o600);
		return {descriptor, bytes: stat.size, inode: stat.ino};
	} catch (error) {
		fs.closeSync(descriptor);
		throw error;
	}
}

/** The last lines of a log, oldest first: of the file that was put aside where this one has none yet. */
function lastLinesOf(file: string): readonly string[] {
	const opened = open(file);
	try {
		const last = lastLines(opened);
		if (last.length > 0) return last;
	} finally {
		fs.closeSync(opened.descriptor);
	}
	const aside = fileAside(file, 1);
	// What is no plain file, such as a pipe that somebody has put there, is not part of the log.
	if (fs.lstatSync(aside, {throwIfNoEntry: false})?.isFile() !== true) return [];
	const descriptor = fs.openSync(aside, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
	try {
		return lastLines({descriptor, bytes: fs.fstatSync(descriptor).size});
	} finally {
		fs.closeSync(descriptor);
	}
}

/** At least the last line, whole, and as many before it as come with it. */
function lastLines({descriptor, bytes}: Pick<Opened, 'descriptor' | 'bytes'>): readonly string[] {
	for (let length = Math.min(bytes, lookBackBytes); ; length = Math.min(bytes, length * 4)) {
		const read = Buffer.alloc(length);
		const got = fs.readSync(descriptor, read, 0, length, bytes - length);
		// Bytes, not text: a piece may begin in the middle of a character.
		const begin = length === bytes ? 0 : read.indexOf(0x0a) + 1;
		const text = read.subarray(begin, got).toString().replace(/\n$/, '');
		if (length === bytes) return text === '' ? [] : text.split('\n');
		if (begin > 0 && begin < got) return text.split('\n');
	}
}

const lookBackBytes = 64 * 1024;

function openWithRoom(file: string, lineBytes: number, maxBytes: number, files: number): Opened {
	const opened = open(file);
	if (opened.bytes === 0 || opened.bytes + lineBytes <= maxBytes) return opened;
	fs.closeSync(opened.descriptor);
	rotate(file, opened.inode, files);
	return open(file);
}

function endsInLine({descriptor, bytes}: Opened): boolean {
	const last = Buffer.alloc(1);
	return bytes === 0 || fs.readSync(descriptor, last, 0, 1, bytes - 1) === 0 || last[0] === 0x0a;
}

function rotate(file: string, inode: number, files: number): void {
	// Another program that shares the file may have put it aside already.
	if (fs.lstatSync(file, {throwIfNoEntry: false})?.ino !== inode) return;
	const aside = (index: number) => fileAside(file, index);
	for (let index = files - 1; index > 0; index--) {
		if (fs.existsSync(aside(index - 1))) fs.renameSync(aside(index - 1), aside(index));
	}
	if (files <= 1) fs.rmSync(file);
}

/** Where a full file is put: `name.1.ext`, and one further each time; 0 is the file itself. */
export function fileAside(file: string, index: number): string {
	const {dir, name, ext} = path.parse(file);
	return index === 0 ? file : path.join(dir, `${name}.${index}${ext}`);
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
	if (code === null) return error.message;
	return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? code;
}

const full = 'the disk is full';
const noRight = 'permission denied';
const reasons: Readonly<Record<string, string>> = {
	ENOSPC: full,
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'the file may not grow any more',
	ENOENT: 'a part of its path is missing',
	EROFS: 'the file system is read-only',
	EACCES: noRight,
	EPERM: noRight,
	EISDIR: 'it is a directory',
	ELOOP: 'it is a symbolic link',
	ENOTDIR: 'a part of its path is no directory',
	EEXIST: 'a part of its path is no directory',
	ENXIO: 'it is no regular file',
	EIO: 'the disk does not work',
	EMFILE: 'too many files are open',
};
