import type {Position, ProcessError, SourceAnswer, Subtask} from '../cluster.ts';
import {comparePositions, parsePosition} from '../position.ts';
import {type Fact, factOf, type Settled} from './act.ts';

/** The DDL at which a subtask fails, as its error tells it. */
export type FailingDdl = {
	readonly code: number;
	readonly ddl: string;
	/** Where the DDL begins in the binlog. */
	readonly at: Position | null;
	/** The flushed checkpoint; null = unknown. */
	readonly checkpoint: Position | null;
};

/**
 * The DDL at which a subtask fails; null where it does not fail, or not at a DDL. DM's errors of rows may quote a statement
 * too: only an `origin SQL` that is none of a row's counts.
 */
export function failingDdl(subtask: Subtask): FailingDdl | null {
	if (subtask.stage !== 'Paused' || subtask.work.type !== 'Sync') return null;
	const error = subtask.result?.errors.find(it => ddlIn(it) !== null);
	const ddl = error === undefined ? null : ddlIn(error);
	if (error === undefined || ddl === null || error.code === null) return null;
	return {code: error.code, ddl, at: startOf(error.message ?? ''), checkpoint: subtask.work.checkpoint};
}

/** Skipping is for DDLs; DM says of 36027, a row that the tracker does not know, that it is none. */
function ddlIn({code, message}: ProcessError): string | null {
	if (code === null || code === rowsDoNotFit) return null;
	const [, told = ''] = /origin SQL: \[(.{1,20000}?)\](?::|,|$)/s.exec(message ?? '') ?? [];
	return /^\s*(?:\/\*.*?\*\/\s*)?(?:alter|create|drop|rename|truncate)\b/is.test(told) ? told.trim() : null;
}

const rowsDoNotFit = 36027;

function startOf(message: string): Position | null {
	const [, told] = /startLocation: \[position: (\([^)]{1,300}\))/.exec(message) ?? [];
	return told === undefined ? null : parsePosition(told);
}

/** What of a subtask a skip depends on. */
export function skipFacts(entry: SourceAnswer, subtask: Subtask): readonly Fact[] {
	const failing = failingDdl(subtask);
	return [
		{what: 'its worker', is: entry.worker},
		{what: 'the stage', is: subtask.stage},
		{what: 'the error', is: failing === null ? codesOf(subtask) : String(failing.code)},
		{what: 'the DDL', is: failing?.ddl ?? null},
		{what: 'its place', is: placeOf(failing?.at ?? null)},
	];
}

/** Why nothing is skipped, in a sentence; null where it can be. */
export function skipWhyNot({answered}: SourceAnswer, subtask: Subtask, isOld: boolean): string | null {
	if (isOld) return 'DM 1.0 skips by its own command (sql-skip), which answers true also where no DDL fits';
	if (!answered) return 'its worker does not answer';
	if (subtask.stage !== 'Paused') return `it is ${subtask.stage}: only a subtask that fails now has a DDL to skip`;
	if (subtask.result?.isCanceled === true && failingDdl(subtask) === null)
		return 'it was paused by a person and does not fail';
	const codes = codesOf(subtask);
	if (codes?.includes(String(rowsDoNotFit)))
		return '36027 is a row that does not fit the table that DM knows: it cannot be skipped';
	return failingDdl(subtask) === null ? 'it does not fail at a DDL: DM skips nothing else' : null;
}

function codesOf({result}: Subtask): string | null {
	const codes = (result?.errors ?? []).map(({code}) => code).filter(code => code !== null);
	return codes.length === 0 ? null : codes.join(', ');
}

/** Recorded: where the flushed checkpoint lies in an earlier file than the DDL, a skip is lost each time. */
export function willBeLost({at, checkpoint}: FailingDdl): boolean {
	return (
		at !== null && checkpoint !== null && at.file !== checkpoint.file && (comparePositions(at, checkpoint) ?? 0) > 0
	);
}

/** What has become of a skip. The same error at the same place once more says that it was lost. */
export function skipSettled(before: readonly Fact[], now: readonly Fact[]): Settled {
	const stage = factOf(now, 'the stage');
	if (stage === 'Running') return {type: 'waiting', says: 'it is Running'};
	const isSame = ['the error', 'the DDL', 'its place'].every(what => factOf(before, what) === factOf(now, what));
	if (isSame) return {type: 'failed', says: skipLost};
	return {
		type: 'failed',
		says: `it got past the DDL, and is ${stage ?? 'not told'} with ${factOf(now, 'the error') ?? 'no error'} now`,
	};
}

/** What is said of a skip that did nothing, with the way out. */
export const skipLost =
	'the skip was lost (the checkpoint lies in an earlier binlog file): it fails at the same DDL again. The way out: stop the task, add a binlog filter rule for the DDL to its file, and start it again';

function placeOf(at: Position | null): string | null {
	return at === null ? null : `${at.file}:${at.offset}`;
}
