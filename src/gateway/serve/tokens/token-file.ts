import {
	closeSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	unlinkSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import {type Clock, every} from '../../../clock.ts';
import {thrownText} from '../../../domain/text.ts';
import type {Keys} from './keys.ts';
import {parseTokens, type TokenEntry, tokensText} from './token-list.ts';

/** The file of tokens cannot be read or written, or somebody else could do so; the message is a sentence for a person. */
export class TokenFileError extends Error {
	override readonly name = 'TokenFileError';
}

/** The tokens of a file; none where there is no file. Throws a TokenFileError. */
export function readTokens(file: string): readonly TokenEntry[] {
	try {
		const told = statSync(file, {throwIfNoEntry: false});
		if (told === undefined) return [];
		const own = process.getuid?.();
		if (own !== undefined && told.uid !== own && told.uid !== 0) throw new Error('it belongs to another user');
		if ((told.mode & 0o077) !== 0) throw new Error(`others may read or write it; chmod 600 ${file}`);
		return parseTokens(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new TokenFileError(`the tokens in ${file} cannot be used: ${thrownText(error)}`);
	}
}

/**
 * Changes the tokens of a file, which is made with its folder where it is missing. Whoever reads it sees all of the old or
 * all of the new. Throws a TokenFileError, also while another program changes it.
 */
export function changeTokens(
	file: string,
	change: (entries: readonly TokenEntry[]) => readonly TokenEntry[],
): readonly TokenEntry[] {
	const beside = `${file}.new`;
	let opened: number | null = null;
	try {
		mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
		opened = openSync(beside, 'wx', 0o600);
	} catch (error) {
		const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		const why = isTaken
			? `another program changes them, or ended in the middle: then remove ${beside}`
			: thrownText(error);
		throw new TokenFileError(`the tokens in ${file} cannot be changed: ${why}`);
	}
	try {
		const changed = change(readTokens(file));
		writeSync(opened, tokensText(changed));
		fsyncSync(opened);
		renameSync(beside, file);
		return changed;
	} catch (error) {
		unlinkSync(beside);
		throw error;
	} finally {
		closeSync(opened);
	}
}

export type TokenFile = Keys & {
	/** Reads the file now. */
	readonly reload: () => void;
	readonly close: () => void;
};

export type TokenFileOptions = {
	readonly file: string;
	readonly clock: Clock;
	/** Hears why the file could not be read anew; until it can, what was read before holds. */
	readonly onTrouble: (sentence: string) => void;
};

/** The tokens of a file, which is read again as soon as it changes. Throws a TokenFileError where it cannot be used now. */
export function openTokenFile({file, clock, onTrouble}: TokenFileOptions): TokenFile {
	const listeners = new Set<() => void>();
	let mark = markOf(file);
	let entries = readTokens(file);
	const stop = every(clock, lookEveryMs, () => {
		if (markOf(file) !== mark) reload();
	});

	function reload(): void {
		mark = markOf(file);
		try {
			entries = readTokens(file);
		} catch (error) {
			onTrouble(thrownText(error));
			return;
		}
		for (const listener of listeners) listener();
	}

	return {
		all: () => entries,
		onChange(work) {
			listeners.add(work);
			return () => listeners.delete(work);
		},
		reload,
		close: stop,
	};
}

/** Who is revoked has to be gone within a second. */
const lookEveryMs = 400;

/** What differs after any change of a file, or of who may read it. */
function markOf(file: string): string {
	try {
		const {ino, size, mtimeMs, ctimeMs} = statSync(file);
		return [ino, size, mtimeMs, ctimeMs].join(' ');
	} catch {
		return '';
	}
}
