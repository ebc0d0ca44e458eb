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
	/** The flags that lead another command to the same cluster; null where it has no name. */
	readonly connection: string | null;
	readonly signal: AbortSignal;
}): Promise<void> {
	const {createLink, stdout, clock, connection, signal} = options;
	let printed = nothingPrinted;
	const link = createLink(event => {
		const columns = stdout.isTTY === true ? (stdout.columns ?? null) : null;
		const [next, lines] = plainLines(printed, event, {wallMs: clock.wall(), columns, connection});
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
