import type {Writable} from 'node:stream';
import type {Clock} from '../../clock.ts';
import type {Link, LinkEvent} from '../../wire/link.ts';
import {nothingPrinted, plainLines} from './plain-lines.ts';

/**
 * Prints the list once and then one line for each change, until the signal aborts: for screen readers and logs. Nothing
 * is drawn anew, and nothing is asked of a terminal.
 */
export async function printPlain(options: {
	readonly createLink: (onEvent: (event: LinkEvent) => void) => Link;
	readonly stdout: Writable & {readonly columns?: number; readonly isTTY?: boolean};
	readonly clock: Clock;
	readonly signal: AbortSignal;
}): Promise<void> {
	const {createLink, stdout, clock, signal} = options;
	let printed = nothingPrinted;
	const link = createLink(event => {
		const columns = stdout.isTTY === true ? (stdout.columns ?? null) : null;
		const [next, lines] = plainLines(printed, event, {wallMs: clock.wall(), columns});
		printed = next;
		if (lines.length > 0) stdout.write(lines.map(line => `${line}\n`).join(''));
	});
	link.setTopics(['overview', 'events']);
	try {
		await new Promise<void>(resolve => {
			if (signal.aborted) resolve();
			signal.addEventListener('abort', () => resolve(), {once: true});
		});
	} finally {
		link.close();
	}
}
