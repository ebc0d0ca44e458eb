import {readFileSync, statSync} from 'node:fs';
import {UsageError} from '../exit.ts';

/** The token in a file that only its owner may read; null where no file is named. Throws a UsageError where it holds none. */
export function shownToken(file: string | null): string | null {
	if (file === null) return null;
	try {
		if ((statSync(file).mode & 0o077) !== 0)
			throw new UsageError(`others may read the token in ${file}; chmod 600 ${file}`);
		const token = readFileSync(file, 'utf8').trim();
		if (/^[!-~]{16,512}$/.test(token)) return token;
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(
			`the token in ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
		);
	}
	throw new UsageError(`${file} holds no token; dmtop token add makes one`);
}
