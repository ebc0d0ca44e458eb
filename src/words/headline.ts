import {blamedError} from '../domain/failure/blamed-error.ts';
import type {FindingKind} from '../domain/rules/finding-kind.ts';
import type {SubtaskRow, TaskRow} from '../wire/topics.ts';
import {errorName, numberOf, refusal} from './answering/error-names.ts';
import {doneText} from './answering/work.ts';

/** What STATUS says of a row: what it is, and with whom. */
export type Headline = {
	/** What it is, such as `Error 1062`; it has the tone of the row's letter. */
	readonly what: string;
	/** What follows it, with what parts the two: `: duplicate key`; empty where there is nothing. */
	readonly who: string;
	/** The same where there is room: `: duplicate key at billing-01`. */
	readonly whoLong: string;
};

/** From so many columns on there is room for the long form. */
export const longFrom = 39;

/** What STATUS says of a task, or of one source's part of it, which needs no name for itself. */
export function headline(row: TaskRow | SubtaskRow): Headline {
	const it = factsOf(row);
	const {what, who = null, long = null} = table[row.kind](it);
	const name = who ?? it.name;
	const whole = long ?? name;
	// A lock names whom it waits for, and how many of them.
	const more = it.more > 0 && row.kind !== 'lock' ? ` +${it.more}` : '';
	return {what, who: told(name, more), whoLong: told(whole, more)};
}

/** The text of STATUS in a column of that width. */
export function statusText(row: TaskRow | SubtaskRow, columns: number): string {
	const {what, who, whoLong} = headline(row);
	return `${what}${columns >= longFrom ? whoLong : who}`;
}

function told(text: string, more: string): string {
	if (text === '') return more;
	return `${text.startsWith(',') ? '' : ': '}${text}${more}`;
}

/** What a row knows, of a task or of a part of one. */
type Facts = {
	readonly row: TaskRow | SubtaskRow;
	/** Whom the finding is at; empty on the line of a source, which begins with that name. */
	readonly name: string;
	readonly more: number;
	readonly worker: string | null;
	readonly stage: string | null;
	readonly away: string | null;
	readonly code: number | null;
	readonly scope: string | null;
	/** What fails it, message and cause. */
	readonly text: string;
	/** Seconds of lag (or bytes of gap), oldest first. */
	readonly history: readonly (number | null)[];
};

/** `who` and `long` are null where the name alone is meant; `long` where it is as `who`. */
type Told = {readonly what: string; readonly who?: string | null; readonly long?: string | null};

/** One entry for everything that can be found. */
const table: Readonly<Record<FindingKind, (it: Facts) => Told>> = {
	source: failed('Error'),
	subtask: failed('Error'),
	relay: it => ({...failed('Relay error')(it), what: 'Relay error'}),
	'in-vain': it => ({...failed('Error')(it), what: 'Retried in vain'}),
	'not-retried': it => ({...failed('Error')(it), what: 'Not retried'}),
	'retry-subtask': it => {
		const why = refusal(it) ?? errorName(it);
		return {
			what: 'Retrying',
			who: why?.short ?? null,
			long: at(why?.long ?? null, why?.isPlace === true ? '' : it.name),
		};
	},
	'retry-relay': it => ({what: 'Relay retrying', long: at(errorName(it)?.long ?? refusal(it)?.short ?? null, it.name)}),
	recovering: () => ({what: 'Coming back'}),
	silent: it => {
		if (it.away === 'unbound') return {what: 'No worker'};
		if (it.away === 'absent') return {what: 'Not in the answer'};
		const who = it.name === '' ? '' : (it.worker ?? it.name);
		return {what: 'No answer', who, long: it.worker === null || it.name === '' ? who : `${who}, with ${it.name}`};
	},
	unlisted: () => ({what: 'Not listed'}),
	missing: () => ({what: 'Not at its source'}),
	nowhere: ({row}) => ({what: row.label, who: ''}),
	conflict: it => {
		const ddl = /: alter table (?:(?:`[^`]*`|\w+)\.)?(?:`[^`]*`|\w+) (.*)$/is.exec(it.row.reason ?? '')?.[1];
		return {what: 'DDL conflict', long: [it.name, ddl ?? ''].filter(text => text !== '').join(', ')};
	},
	lock: ({row}) => ('heldUpBy' in row ? lockOfTask(row) : {what: 'DDL lock', who: roleOf(row)}),
	'lock-named': () => ({what: 'DDL lock ?'}),
	upstream: () => ({what: 'Upstream silent'}),
	'past-upstream': () => ({what: 'Past its upstream'}),
	'relay-halted': ({row}) => ({what: row.label.replace(/ \d+\/\d+$/, '')}),
	'relay-behind': () => ({what: 'Relay behind'}),
	'relay-disk': () => ({what: 'Relay disk nearly full'}),
	stalled: () => ({what: 'Not moving'}),
	unflushed: () => ({what: 'Checkpoint stands'}),
	lag: lagTold,
	'invalid-rows': () => ({what: 'Invalid rows'}),
	validator: ({row}) => ({what: row.label.replace(/ \d+\/\d+$/, '')}),
	'validator-behind': () => ({what: 'Validator behind'}),
	between: ({stage, row}) => ({what: stage ?? row.label}),
	stage: ({stage, row}) => ({what: stage ?? row.label}),
	'stages-differ': ({row, name, stage}) =>
		'good' in row
			? {
					what: `Running ${row.good} of ${row.expected}`,
					who: `${name}${stage === null ? '' : ` ${stage.toLowerCase()}`}`,
				}
			: {what: row.label},
	paused: () => ({what: 'Paused by a person', who: ''}),
	running: ({row}) => workOf(row) ?? {what: 'Running', who: ''},
	new: ({row}) => checksOf(row),
	finished: () => ({what: 'Finished', who: ''}),
	stopped: stoppedTold,
	gone: stoppedTold,
};

/** With the command of dmctl that begins again a task that DM has forgotten. */
function stoppedTold({row}: Facts): Told {
	return {what: 'Stopped', who: 'goneAtMs' in row && row.goneAtMs !== null ? 'start-task' : ''};
}

/** With who is slow, where that is known, and where the lag goes. */
function lagTold({row, name, history}: Facts): Told {
	const cause = /^Lagging: (.+?)(?: \d+\/\d+)?$/.exec(row.label)?.[1] ?? null;
	return {
		what: 'Lagging',
		who: cause,
		long: [at(cause, name) ?? name, wayOf(history)].filter(text => text !== '').join(', '),
	};
}

function failed(word: string): (it: Facts) => Told {
	return it => {
		const number = numberOf(it);
		const name = errorName(it);
		return {
			what: number === null ? word : `${word} ${number}`,
			who: name?.short ?? it.name,
			long: name === null ? it.name : at(name.long, it.name),
		};
	};
}

/** `duplicate key at billing-01`; null where nothing is told but the name. */
function at(text: string | null, name: string): string | null {
	if (text === null) return null;
	return name === '' ? text : `${text} at ${name}`;
}

function lockOfTask({heldUpBy, reasonSource}: TaskRow): Told {
	const [first, ...rest] = heldUpBy ?? [];
	const what = 'DDL lock';
	if (heldUpBy === null) return {what, who: reasonSource ?? ''};
	if (first === undefined) return {what, who: 'all have met it'};
	if (rest.length > 0) return {what, who: `${first.source} +${rest.length}`};
	const {source, tables} = first;
	const misses = tables === null ? 'has not met it' : `misses ${tables} ${tables === 1 ? 'table' : 'tables'}`;
	return {what, who: source, long: `${source} ${misses}`};
}

/** What one source is to the lock that it is in. */
function roleOf({work}: SubtaskRow): string {
	const group = work?.type === 'Sync' ? work.groups[0] : undefined;
	if (group === undefined) return 'waits';
	return group.received && group.unsynced.length === 0 ? 'waits' : 'holds it up';
}

/** Where a figure of ten minutes goes. */
function wayOf(history: Facts['history']): string {
	const known = history.filter(value => value !== null).slice(-3);
	const [first] = known;
	const last = known.at(-1);
	if (first === undefined || last === undefined || known.length < 2 || first === last) return '';
	return last < first ? 'falling' : 'growing';
}

function workOf(row: TaskRow | SubtaskRow): Told | null {
	if (!('phase' in row)) {
		const text = doneText(row);
		return text === null ? null : {what: text, who: ''};
	}
	const {done, phase} = row;
	const unit = done?.unit ?? (phase.dump > 0 ? 'Dump' : phase.load > 0 ? 'Load' : null);
	if (unit === null) return null;
	const percent = done === null ? '' : ` ${Math.floor(done.fraction * 100)} %`;
	const last = done?.last == null ? '' : `, ${done.last} is last`;
	return {what: `${unit === 'Dump' ? 'Dumping' : 'Loading'}${percent}`, who: '', long: last};
}

function checksOf(row: TaskRow | SubtaskRow): Told {
	if (!('checks' in row)) return {what: 'New', who: ''};
	const {checks, phase} = row;
	if (checks !== null) {
		const counted = `${checks.successful} of ${checks.total} checks`;
		return {what: 'New', who: 'checks', long: counted};
	}
	return {what: 'New', who: phase.check > 0 ? 'checks' : ''};
}

function factsOf(row: TaskRow | SubtaskRow): Facts {
	if ('blamed' in row) {
		const {blamed} = row;
		return {
			row,
			name: row.reasonSource ?? '',
			more: row.more,
			worker: blamed?.worker ?? null,
			stage: blamed?.stage ?? null,
			away: blamed?.away ?? null,
			code: blamed?.code ?? null,
			scope: blamed?.scope ?? null,
			text: blamed?.text ?? '',
			history: row.history,
		};
	}
	const error = blamedError(row.kind, row);
	return {
		row,
		name: '',
		more: 0,
		worker: row.worker,
		stage: row.stage,
		away: row.presence.type === 'here' ? null : row.presence.type,
		code: error?.code ?? null,
		scope: error?.scope ?? null,
		text: [error?.message, error?.rawCause].filter(text => text != null).join('\n'),
		history: row.samples.map(({lagSeconds}) => lagSeconds),
	};
}
