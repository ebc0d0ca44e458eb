import type {Writable} from 'node:stream';
import {cut} from '../../words/width.ts';

export type ProgressIo = {
	readonly stderr: Writable & {readonly columns?: number};
	/** A person reads stderr: only then there is any progress on it. */
	readonly terminal: boolean;
};

/** One line on a terminal, written over and over. */
export type Progress = {
	/** Shows this text in place of the last one, cut to the width of the terminal. */
	show(text: string): void;
	/** Takes the line away. */
	end(): void;
};

/** Creates the line; without a terminal it shows nothing. */
export function createProgress({stderr, terminal}: ProgressIo): Progress {
	let shown = '';
	const write = (text: string) => {
		if (!terminal || text === shown) return;
		shown = text;
		stderr.write(`\r${text}\u001B[K`);
	};
	return {
		// The last column stays free: a terminal that is full to the brim may wrap.
		show: text => write(cut(text.split('\n', 1)[0] ?? '', (stderr.columns ?? 80) - 1)),
		end: () => write(''),
	};
}
