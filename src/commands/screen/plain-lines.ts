import {cleanText} from '../../domain/text.ts';
import {momentsOf} from '../../tui/event-rows.ts';
import {wordOf} from '../../tui/event-word.ts';
import {objectOf, whatText} from '../../tui/pages/pieces/event-text.ts';
import type {LinkEvent} from '../../wire/link.ts';
import {timeOfDay} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {listTable} from '../table.ts';

/** What has been printed so far. */
export type Printed = {
	/** The list was printed. */
	readonly hasList: boolean;
	/** The events that were printed or were there before, by the names of their moments; null before the first ones came. */
	readonly events: ReadonlySet<string> | null;
	/** The sentence with which the state is no longer live; null while it is. */
	readonly lost: string | null;
};

/** The time on the wall, the width of the terminal, and the flags that lead another command here; null where there is none. */
type PlainAround = {readonly wallMs: number; readonly columns: number | null; readonly connection: string | null};

export const nothingPrinted: Printed = {hasList: false, events: null, lost: null};

/** What is printed after the gateway or the link to it has told something, and what has been printed then. */
export function plainLines(
	printed: Printed,
	told: LinkEvent,
	{wallMs, columns, connection}: PlainAround,
): readonly [Printed, readonly string[]] {
	const line = (atMs: number, text: string) => `${timeOfDay(atMs)} ${cleanText(text)}`;
	const lost = lostText(told);
	if (lost !== undefined && lost !== printed.lost) {
		return [{...printed, lost}, [line(wallMs, lost === null ? 'LIVE again' : `NOT LIVE: ${lost}`)]];
	}
	if (told.type === 'link-problem' || told.type === 'link-note') return [printed, [line(wallMs, told.message)]];
	if (told.type !== 'topic') return [printed, []];
	if (told.topic === 'overview' && !printed.hasList && told.value.cluster.master !== null) {
		const list = listTable(told.value, wallMs, columns, {locks: [], connection}).trimEnd().split('\n');
		return [{...printed, hasList: true}, list];
	}
	if (told.topic !== 'events') return [printed, []];
	const moments = momentsOf(told.value.events);
	const {events} = printed;
	// The newest are first, and a log goes on at its end.
	const fresh = events === null ? [] : moments.filter(({id}) => !events.has(id)).reverse();
	const lines = fresh.map(row => {
		const word = wordOf(row.event);
		return line(row.event.atMs, `${verdicts[word].letter} ${objectOf(row.event)}: ${whatText(row)}`);
	});
	return [{...printed, events: new Set(moments.map(({id}) => id))}, lines];
}

/** Why it is not live, null that it is; undefined where nothing is told of it. */
function lostText(told: LinkEvent): string | null | undefined {
	if (told.type === 'link-lost') return told.message;
	return told.type === 'heartbeat' ? (told.trouble?.message ?? null) : undefined;
}
