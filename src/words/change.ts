import {essence} from '../domain/failure/sentence.ts';
import type {TaskRow} from '../wire/topics.ts';
import {errorName, numberOf, refusal} from './answering/error-names.ts';
import {duration, lagDuration, plural} from './format.ts';
import {type Headline, headline} from './headline.ts';

/**
 * What changed between two lines of a task, in the words of STATUS: `Running -> Error 1062: duplicate key at billing-01`,
 * `New -> Dumping, 2 sources`.
 */
export function changeText(before: TaskRow, after: TaskRow, nowMs: number): string {
	return `${stateOf(before)} -> ${newState(before, after, nowMs)}`;
}

/** The state of a task without whom it is at: `Dumping`, `DDL lock`, `Running`; while it works, its unit. */
export function stateOf(row: TaskRow): string {
	if (row.kind === 'paused') return 'Paused';
	return row.kind === 'running' ? unitState(row) : headline(row).what;
}

/** By its slowest part; one that is not told otherwise is in Sync. */
function unitState({phase}: TaskRow): string {
	if (phase.dump > 0) return 'Dumping';
	return phase.load > 0 ? 'Loading' : 'Running';
}

function newState(before: TaskRow, after: TaskRow, nowMs: number): string {
	const {kind, expected, lagSeconds} = after;
	switch (kind) {
		case 'running':
			return `${unitState(after)}${begins(before) && expected > 1 ? `, ${plural(expected, 'source')}` : ''}${caughtUp(before, nowMs)}`;
		case 'finished':
			return before.sinceMs === null ? 'Finished' : `Finished after ${duration((nowMs - before.sinceMs) / 1000)}`;
		case 'lock':
			return `DDL lock${holders(after)}`;
		case 'lag': {
			const told = headline(after);
			return `${told.what}${told.who}${lagSeconds === null ? '' : ` ${lagDuration(lagSeconds)}`}`;
		}
		default:
			return failing(after, headline(after));
	}
}

/** After how long a lag is over; nothing of one whose beginning nobody saw. */
function caughtUp({kind, sinceMs}: TaskRow, nowMs: number): string {
	return kind === 'lag' && sinceMs !== null ? `, caught up after ${duration((nowMs - sinceMs) / 1000)}` : '';
}

/** Where a task goes on to its next unit, it is said of how many sources. */
function begins({kind, phase}: TaskRow): boolean {
	return kind === 'new' || (kind === 'running' && (phase.dump > 0 || phase.load > 0));
}

function holders({heldUpBy, reasonSource}: TaskRow): string {
	const [first, ...rest] = heldUpBy ?? [];
	if (first === undefined) return reasonSource === null ? '' : `: ${reasonSource}`;
	return rest.length === 0 ? `: ${first.source} holds it up` : `: ${first.source} and ${rest.length} more hold it up`;
}

/** With the code that the name of the error lacks, or what DM says where it has no name. */
function failing({blamed}: TaskRow, {what, whoLong}: Headline): string {
	const told = `${what}${whoLong}`;
	if (blamed === null || blamed.text === null) return told;
	const error = {code: blamed.code, scope: blamed.scope, text: blamed.text};
	const number = numberOf(error);
	if (errorName(error) === null && refusal(error) === null) return `${told}: ${essence(blamed.text)}`;
	return number === null || told.includes(String(number)) ? told : `${told} (${number})`;
}
