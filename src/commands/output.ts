import {exit} from './exit.ts';

/** What becomes of the output: whoever asked for it must not take an empty file for an answer. */
export type Output = {
	/** The exit code of a command, or the one for output that could not be written. */
	readonly codeOf: (code: number) => number;
};

/** Listens to the errors of standard output and standard error; a reader that has left, such as `head`, is none. */
export function watchOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
	let isLost = false;
	// Trouble that nobody could read is no news of trouble; the other codes say all that there is to say.
	const isTold = (code: number) => code !== exit.fine && code !== exit.trouble;
	const codeOf = (code: number) => (isLost && !isTold(code) ? exit.unwritten : code);
	stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (isLost || readerIsGone.has(error.code ?? '')) return;
		isLost = true;
		stderr.write(`dmtop: the output could not be written: ${reasons[error.code ?? ''] ?? error.message}\n`);
		if (typeof process.exitCode === 'number') process.exitCode = codeOf(process.exitCode);
	});
	// Nobody is left who could be told.
	stderr.on('error', () => {});
	return {codeOf};
}

const readerIsGone: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED']);

const reasons: Readonly<Record<string, string>> = {
	ENOSPC: 'no space is left (ENOSPC)',
	EDQUOT: 'the quota of the disk is used up (EDQUOT)',
	EFBIG: 'the file is too large (EFBIG)',
};
