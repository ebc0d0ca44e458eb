import {type Lack, lackOfAnswer, lackOfCheckpoint, lackOfLock, lackOfRelay, lackOfSync} from '../caught-up.ts';
import type {Position, Validation} from '../cluster.ts';
import {comparePositions, samePosition} from '../position.ts';
import type {CutoverPart, CutoverTask} from './reading.ts';

/** What can be said at one poll of one thing that has to be so. */
export type Judged = {readonly state: 'green' | 'red' | 'unknown'; readonly evidence: string};

/** What has to be so at every poll, in the order in which people see to it. */
export const checks = [
	{id: 'answers', title: 'every source answers', judge: judgeAnswers},
	{id: 'sync', title: 'all Running in Sync', judge: judgeSync},
	{id: 'locks', title: 'no DDL lock, no conflict', judge: judgeLocks},
	{id: 'relay', title: 'relay at the upstream', judge: judgeRelays},
	{id: 'gap', title: 'no lag, no gap', judge: judgeGaps},
	{id: 'validator', title: 'validator clean', judge: judgeValidators},
] as const satisfies readonly {
	readonly id: string;
	readonly title: string;
	readonly judge: (tasks: readonly CutoverTask[]) => Judged;
}[];

function judgeAnswers(tasks: readonly CutoverTask[]): Judged {
	const gone = tasks.find(({isGone}) => isGone);
	if (gone !== undefined) return {state: 'red', evidence: `${gone.name}: DM does not know it`};
	const pending = tasks.find(({sourcesPending}) => sourcesPending);
	if (pending !== undefined)
		return {state: 'unknown', evidence: `${pending.name}: its configuration has not been read yet`};
	for (const task of tasks) {
		const [unheard] = task.unheard;
		if (unheard === undefined) continue;
		return {state: 'unknown', evidence: `${unheard.who} ${unheard.trouble} and may have a part of ${task.name}`};
	}
	return overParts(tasks, lackOfAnswer, parts => `${counted(parts.length, 'source')} ${verb(parts.length, 'answer')}`);
}

function judgeSync(tasks: readonly CutoverTask[]): Judged {
	return overAnswering(tasks, lackOfSync, parts => `${counted(parts.length, 'part')} Running in Sync`);
}

function judgeLocks(tasks: readonly CutoverTask[]): Judged {
	const lack = (part: CutoverPart) => (part.work?.type === 'Sync' ? lackOfLock(part) : unknown('it is not in Sync'));
	return overAnswering(tasks, lack, () => 'none');
}

function judgeRelays(tasks: readonly CutoverTask[]): Judged {
	return overAnswering(tasks, lackOfRelay, parts => {
		const relays = parts.filter(({relay}) => relay !== null).length;
		if (relays === 0) return 'no relay';
		return `${counted(relays, 'relay')} at the upstream${relays < parts.length ? `, ${parts.length - relays} without` : ''}`;
	});
}

function judgeGaps(tasks: readonly CutoverTask[]): Judged {
	return overAnswering(tasks, lackOfTarget, parts => {
		const [only] = parts;
		if (parts.length === 1 && only?.work?.type === 'Sync') return `checkpoint at ${placed(only.work.checkpoint)}`;
		return `${counted(parts.length, 'checkpoint')} where the upstream is`;
	});
}

/** Why its checkpoint is not where its upstream is, by positions and, where both are told, by GTID sets. */
function lackOfTarget(part: CutoverPart): Lack | null {
	const lack = lackOfCheckpoint(part);
	const {work, relay} = part;
	if (lack !== null || work?.type !== 'Sync') return lack;
	if (!sameGtid(work.upstreamGtid, work.checkpointGtid, 'either'))
		return unknown('its GTID set is not that of the upstream, at the same position');
	const isNewer = relay?.upstream != null && work.upstream !== null && !samePosition(relay.upstream, work.upstream);
	return isNewer ? {text: 'its relay saw the upstream elsewhere', isUnknown: false} : null;
}

function judgeValidators(tasks: readonly CutoverTask[]): Judged {
	return overAnswering(tasks, lackOfValidator, parts => {
		const validators = parts.filter(({validation}) => validation !== null).length;
		return validators === 0 ? 'no validator' : `${counted(validators, 'validator')} at the upstream, no row differs`;
	});
}

/** Why its validator, where there is one, has not found all rows the same. */
function lackOfValidator({validation, work}: CutoverPart): Lack | null {
	if (validation === null) return null;
	const {stage, result, errorRows, position} = validation;
	if (stage !== 'Running') return fault(`its validator is ${stage}`);
	if ((result?.errors.length ?? 0) > 0) return fault('its validator reports an error');
	if (errorRows === null) return unknown('how many rows differ is not told');
	if (errorRows.new > 0) return fault(`${counted(errorRows.new, 'row')} ${errorRows.new === 1 ? 'differs' : 'differ'}`);
	const pending = pendingRows(validation);
	if (pending === null) return unknown('how many rows wait for the validator is not told');
	if (pending > 0)
		return fault(`${counted(pending, 'row')} still ${pending === 1 ? 'waits' : 'wait'} for the validator`);
	const upstream = work?.type === 'Sync' ? work.upstream : null;
	if (position === null || upstream === null) return unknown('its validator has told no position yet');
	const behind = comparePositions(position, upstream);
	if (behind === null) return unknown("its validator's position does not compare with the upstream");
	return behind === 0 ? null : fault(`its validator is at ${placed(position)}`);
}

function pendingRows({pendingRows: rows}: Validation): number | null {
	return rows === null ? null : rows.insert + rows.update + rows.delete;
}

/**
 * Whether two GTID sets are the same, whatever the order and the blanks. Where one is not told: `either` takes that for the
 * same, `exact` does not.
 */
export function sameGtid(a: string | null, b: string | null, unknownIs: 'either' | 'exact'): boolean {
	if (a === null || b === null) return unknownIs === 'either' || a === b;
	return a === b || normal(a) === normal(b);
}

function normal(set: string): string {
	const parts = set.toLowerCase().replace(/\s+/g, '').split(',');
	return parts
		.filter(part => part !== '')
		.sort()
		.join(',');
}

/** A place in the binlog, in words. */
export function placed(position: Position | null): string {
	return position === null ? '?' : `${position.file}:${position.offset}`;
}

/** A part by its source; with its task where there are several. */
export function partName(task: CutoverTask, part: Pick<CutoverPart, 'source'>, tasks: readonly CutoverTask[]): string {
	return tasks.length === 1 ? part.source : `${task.name} ${part.source}`;
}

/** As `overParts`; what does not answer cannot be known. */
function overAnswering(
	tasks: readonly CutoverTask[],
	lack: (part: CutoverPart) => Lack | null,
	good: (parts: readonly CutoverPart[]) => string,
): Judged {
	const known = (part: CutoverPart) => {
		const away = lackOfAnswer(part);
		return away === null ? lack(part) : unknown(away.text);
	};
	return overParts(tasks, known, good);
}

/** Green where no part lacks anything; else the first that is known to lack something, or whose state is not known. */
function overParts(
	tasks: readonly CutoverTask[],
	lack: (part: CutoverPart) => Lack | null,
	good: (parts: readonly CutoverPart[]) => string,
): Judged {
	const empty = tasks.find(({parts}) => parts.length === 0);
	if (tasks.length === 0 || empty !== undefined)
		return {state: 'unknown', evidence: `${empty?.name ?? 'it'} is on no source that is known`};
	const found = tasks.flatMap(task =>
		task.parts.flatMap(part => {
			const lacked = lack(part);
			return lacked === null ? [] : [{name: partName(task, part, tasks), ...lacked}];
		}),
	);
	const first = found.find(({isUnknown}) => !isUnknown) ?? found[0];
	if (first === undefined) return {state: 'green', evidence: good(tasks.flatMap(({parts}) => parts))};
	const more = found.length === 1 ? '' : ` (and ${found.length - 1} more)`;
	return {state: first.isUnknown ? 'unknown' : 'red', evidence: `${first.name}: ${first.text}${more}`};
}

function fault(text: string): Lack {
	return {text, isUnknown: false};
}

function unknown(text: string): Lack {
	return {text, isUnknown: true};
}

function counted(number: number, word: string): string {
	return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function verb(number: number, word: string): string {
	return number === 1 ? `${word}s` : word;
}
