import {unreachable} from '../../../domain/unreachable.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {count} from '../../../words/format.ts';
import type {Line} from '../../ui/line.ts';
import {prose, section} from '../pieces/blocks.ts';
import {barLine} from './bar-line.ts';

type Slow = NonNullable<SubtaskRow['slow']>;

/** Where the time of a Sync that lags goes, by its worker's metrics: a bar for each part of its way, and what decided. */
export function slowLines({slow}: Pick<SubtaskRow, 'slow'>, columns: number): readonly (string | Line)[] {
	if (slow === null) return [];
	const {busy, queues, spanMs} = slow;
	const writers = Math.max(1, queues.length);
	return section<string | Line>(columns, `who is slow: of ${Math.round(spanMs / 1000)} s, by its worker's metrics`, [
		barLine('read', busy.read, share(busy.read), columns),
		barLine('relay', busy.relay, share(busy.relay), columns),
		barLine('keys', busy.conflicts, share(busy.conflicts), columns),
		barLine('queues', busy.queue, share(busy.queue), columns),
		barLine('target', busy.target === null ? null : busy.target / writers, share(busy.target, writers), columns),
		...prose(decided(slow), columns),
		...prose(meaning, columns),
	]);
}

const meaning =
	'read: waiting for binlog; relay: its relay waiting for the upstream; keys: finding rows that depend on one another; queues: waiting for room in them; target: transactions there, of all its writers.';

/** Of each second, in hundredths; may be a little more than all where what began before the span ended in it. */
function share(busy: number | null, writers = 1): string {
	return (busy === null ? '-' : `${Math.round((busy / writers) * 100)} %`).padStart(5);
}

function decided({part, busy, queues}: Slow): string {
	const jobs = `${queues.map(count).join(', ')} jobs wait for its ${queues.length === 1 ? 'writer' : `${queues.length} writers`}`;
	switch (part) {
		case 'target':
			return `The target is slow: ${jobs}, which are busy with transactions there nearly all the time.`;
		case 'one-row':
			return `One row, or a chain of rows that depend on one another, is changed again and again: ${jobs}, so one does all the work, and more of them do not help.`;
		case 'upstream':
			return busy.relay !== null && busy.relay >= 0.9
				? 'The upstream is slow, or the network to it: nothing waits for its writers, and its relay, which is behind the upstream and not catching up, waits for binlog nearly all the time.'
				: 'The upstream is slow, or the network to it: nothing waits for its writers, and it waits for binlog nearly all the time.';
		case 'relay-disk':
			return 'Its relay is slow to be read, such as by a slow disk: the relay has all that the upstream wrote, nothing waits for its writers, and it waits for binlog nearly all the time.';
		case 'unknown':
			return `Who is slow is not known: no rule matches. ${jobs.charAt(0).toUpperCase()}${jobs.slice(1)}.`;
		default:
			return unreachable(part);
	}
}
