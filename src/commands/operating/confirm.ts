import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';

export type ConfirmIo = {
	readonly stdin: Readable;
	readonly stderr: Writable;
	readonly signal: AbortSignal;
	/** The clock, in ms. */
	readonly now: () => number;
};

/**
 * What was typed before the question could be read does not answer it. A terminal hands over a line at once, so it is
 * told by its time.
 */
const soonestMs = 300;

/** Asks on stderr and reads one line: true when it is the expected one. Throws when the signal aborts. */
export async function confirm(question: string, expected: string, io: ConfirmIo): Promise<boolean> {
	const {stdin, stderr, signal, now} = io;
	signal.throwIfAborted();
	// The terminal itself echoes and edits, and its Ctrl-C comes as a signal.
	const lines = createInterface({input: stdin, terminal: false});
	const ended = new AbortController();
	lines.once('close', () => ended.abort());
	const over = AbortSignal.any([signal, ended.signal]);
	try {
		for (;;) {
			stderr.write(question);
			const askedMs = now();
			const [line] = await once(lines, 'line', {signal: over});
			if (now() - askedMs >= soonestMs) return String(line).trim() === expected;
			stderr.write('\nThat was typed before the question could be read; it was ignored.\n');
		}
	} catch (error) {
		if (!over.aborted) throw error;
		stderr.write('\n');
		signal.throwIfAborted();
		// The input has ended: nobody says yes.
		return false;
	} finally {
		lines.close();
	}
}

/** Throws a UsageError where it would have to ask, and nobody is there. */
export function refuseWithoutAnswer(
	act: string,
	{yes, dryRun}: Pick<Options, 'yes' | 'dryRun'>,
	{terminal}: {readonly terminal: boolean},
): void {
	if (yes || dryRun || terminal) return;
	throw new UsageError(`${act} asks before it acts, and here is nobody to ask: it needs --yes; nothing was sent`);
}
