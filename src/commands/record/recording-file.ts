import {closeSync, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../exit.ts';

/** A new file that only its owner may read. */
export type RecordingFile = {
	/** Whole, for the person who will look for it. */
	readonly path: string;
	readonly write: (line: string) => void;
	/** Why something could not be written, such as that the disk is full; null where all was. */
	readonly failure: () => string | null;
	readonly close: () => void;
};

/** Makes the file. Throws a UsageError where it cannot be made, and where there is one already: it may be somebody's. */
export function createRecordingFile(name: string): RecordingFile {
	const file = path.resolve(name);
	const handle = open(file);
	let failure: string | null = null;
	return {
		path: file,
		write(line) {
			try {
				if (failure === null) writeSync(handle, line);
			} catch (error) {
				failure = `${file} cannot be written (${(error as NodeJS.ErrnoException).code})`;
			}
		},
		failure: () => failure,
		close: () => closeSync(handle),
	};
}

function open(file: string): number {
	try {
		return openSync(file, 'wx', 0o600);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') throw new UsageError(`${file} is there already, and is not written over`);
		throw new UsageError(`${file} cannot be made (${code})`);
	}
}
