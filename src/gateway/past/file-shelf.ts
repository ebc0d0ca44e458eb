import {
	appendFileSync,
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {thrownText} from '../../domain/text.ts';
import type {SegmentPlace, Shelf} from './shelf.ts';

/** Keeps segments as files of a folder, one each, named after the time at which it begins. */
export function createFileShelf(folder: string): Shelf {
	const fileOf = (id: string) => path.join(folder, id);
	const written = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw new Error(`${folder} cannot be written: ${isFull(folder) ? 'the disk is full' : thrownText(error)}`);
		}
	};
	/** Those that are there, with their sizes; what others do to them shows at the next start. */
	const known = new Map(placesIn(folder).map(it => [it.id, it]));
	return {
		segments: () => [...known.values()].sort((a, b) => a.fromMs - b.fromMs),
		begin(fromMs, bytes) {
			let id = `${fromMs}${ending}`;
			for (let times = 2; known.has(id); times++) id = `${fromMs}-${times}${ending}`;
			written(() => {
				mkdirSync(folder, {recursive: true, mode: 0o700});
				writeFileSync(fileOf(id), bytes, {mode: 0o600, flag: 'wx'});
			});
			known.set(id, {id, fromMs, bytes: bytes.length});
			return id;
		},
		append(id, bytes) {
			const it = known.get(id);
			if (it === undefined) throw new Error(`${fileOf(id)} is not there any more`);
			written(() => {
				// What is missing would be a hole in the middle: only what is there is added to.
				if (statSync(fileOf(id)).size !== it.bytes) throw new Error('somebody changed it');
				appendFileSync(fileOf(id), bytes);
			});
			known.set(id, {...it, bytes: it.bytes + bytes.length});
		},
		read(id, part) {
			try {
				return part === undefined ? readFileSync(fileOf(id)) : partOf(fileOf(id), part);
			} catch {
				return null;
			}
		},
		remove(id) {
			known.delete(id);
			try {
				rmSync(fileOf(id), {force: true});
			} catch {}
		},
	};
}

const ending = '.readings';

/** Puts a folder aside under another name, in the place of one that was put aside before. */
export function putFolderAside(folder: string, aside: string): void {
	rmSync(aside, {recursive: true, force: true});
	try {
		renameSync(folder, aside);
	} catch {}
}

function placesIn(folder: string): readonly SegmentPlace[] {
	try {
		return readdirSync(folder).flatMap(id => {
			const fromMs = Number.parseInt(id, 10);
			if (!id.endsWith(ending) || !Number.isSafeInteger(fromMs)) return [];
			return [{id, fromMs, bytes: statSync(path.join(folder, id)).size}];
		});
	} catch {
		return [];
	}
}

function partOf(file: string, {at, bytes}: {readonly at: number; readonly bytes: number}): Buffer {
	const descriptor = openSync(file, 'r');
	try {
		const part = Buffer.alloc(bytes);
		return part.subarray(0, readSync(descriptor, part, 0, bytes, at));
	} finally {
		closeSync(descriptor);
	}
}

function isFull(folder: string): boolean {
	try {
		return statfsSync(folder).bavail === 0;
	} catch {
		return false;
	}
}
