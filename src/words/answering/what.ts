import type {ProcessError} from '../../domain/cluster.ts';
import {blamedError} from '../../domain/failure/blamed-error.ts';
import {isPlainPause} from '../../domain/failure/resume.ts';
import {essence, sentenceOf} from '../../domain/failure/sentence.ts';
import type {Lock} from '../../domain/lock.ts';
import type {FindingKind} from '../../domain/rules/finding-kind.ts';
import type {SubtaskRow, TaskRow} from '../../wire/topics.ts';
import type {Around} from '../advised.ts';
import {count, gapText, lagDuration} from '../format.ts';
import {lockWhat} from './lock.ts';
import {workText} from './work.ts';

/** An error on one line, its number first: `Error 1062 Duplicate entry …`. */
export function errorText({code, message, rawCause}: Pick<ProcessError, 'code' | 'message' | 'rawCause'>): string {
	const sentence = sentenceOf({message, rawCause});
	const [, number, text] = /^error (\d{3,5})(?: \([^)]*\))?: ?(.*)$/is.exec(sentence) ?? [];
	if (number !== undefined && text !== undefined) return `Error ${number} ${text}`;
	return code === null ? sentence : `Error ${code} ${sentence}`;
}

/** What is the matter with one source's part of a task; of a healthy one its figures. */
export function whatOfSubtask(row: SubtaskRow, lock: Lock | null): string {
	const {kind, presence, label, reason, source} = row;
	const error = toldByReason.has(kind) ? null : blamedError(kind, row);
	if (kind === 'paused') {
		const isPlain = row.result === null || isPlainPause(row.result);
		return isPlain || error === null ? pausedByPerson : `${pausedByPerson}, after ${errorText(error)}`;
	}
	if (error !== null) return errorText(error);
	if (kind === 'silent') return silences[presence.type](row);
	if ((kind === 'lock' || kind === 'conflict') && lock !== null) return lockWhat(lock);
	if (kind === 'running') return runningWhat(row);
	if (kind === 'new' || kind === 'finished') return workText(row) ?? label;
	return reason === null ? label : withoutPlace(reason, source);
}

/** The same of a whole task, as far as its line in the list tells. */
export function whatOfTask(row: TaskRow, {locks}: Pick<Around, 'locks'>): string {
	const {kind, blamed, label, reason, reasonSource} = row;
	const error = blamed === null || toldByReason.has(kind) ? null : errorOfBlamed(blamed);
	if (kind === 'paused') return pausedByPerson;
	if (error !== null) return errorText(error);
	const lock = kind === 'lock' || kind === 'conflict' ? locks.find(({task}) => task === row.name) : undefined;
	if (lock !== undefined) return lockWhat(lock);
	if (kind === 'running') return healthyTask(row);
	if (reason === null) return label;
	return reasonSource === null ? reason : withoutPlace(reason, reasonSource);
}

/** What fails a task, from its line in the list. */
export function errorOfBlamed({
	code,
	text,
}: NonNullable<TaskRow['blamed']>): Pick<ProcessError, 'code' | 'message' | 'rawCause'> | null {
	if (text === null) return null;
	const [message = '', ...rest] = text.split('\n');
	return {code, message, rawCause: rest.length === 0 ? null : rest.join('\n')};
}

/** Their reason says more than the error alone does. */
const toldByReason: ReadonlySet<FindingKind> = new Set(['conflict', 'upstream', 'validator', 'invalid-rows']);

const pausedByPerson = 'Paused by a person';

type Silence = (row: SubtaskRow) => string;

const silences: Readonly<Record<SubtaskRow['presence']['type'], Silence>> = {
	here: ({label}) => label,
	silent: ({worker, source, presence}) => `No answer from ${worker ?? source}${said(presence)}`,
	unbound: ({source, presence}) => `No worker is bound to ${source}${said(presence)}`,
	absent: ({source}) => `${source} is missing from the master's answer`,
	missing: ({source}) => `${source} answers and does not list it`,
};

function said(presence: SubtaskRow['presence']): string {
	const message = 'message' in presence ? presence.message : null;
	return message === null ? '' : `: ${essence(message)}`;
}

function runningWhat(row: SubtaskRow): string {
	const {work, lagSeconds, gap, rates, lagUnknown, busySinceMs} = row;
	if (work === null || work.type !== 'Sync') return workText(row) ?? row.label;
	if (busySinceMs !== null) return 'Running; its worker is busy and tells no figures';
	const isBehind = gap === null || gap.type === 'files' || gap.bytes > 0 || (lagSeconds ?? 0) > 0;
	return figures(isBehind || lagUnknown ? 'Running' : 'Caught up', {lagSeconds, gap, rowsPerSecond: rates.now});
}

function healthyTask(row: TaskRow): string {
	const {gap, lagSeconds, rowsPerSecond, lagUnknown, gapUnknown, phase, label} = row;
	if (phase.sync === 0 || lagUnknown || gapUnknown) return label;
	const isBehind = gap === null || gap.type === 'files' || gap.bytes > 0 || (lagSeconds ?? 0) > 0;
	return figures(isBehind ? 'Running' : 'Caught up', {lagSeconds, gap, rowsPerSecond});
}

function figures(
	head: string,
	{lagSeconds, gap, rowsPerSecond}: Pick<TaskRow, 'lagSeconds' | 'gap' | 'rowsPerSecond'>,
): string {
	const known = [
		lagSeconds === null ? null : `${lagDuration(lagSeconds)} behind`,
		gap === null ? null : `gap ${gap.type === 'bytes' && gap.bytes === 0 ? '0' : gapText(gap)}`,
		rowsPerSecond === null ? null : `${count(rowsPerSecond)} ${rowsPerSecond === 1 ? 'row' : 'rows'}/s`,
	].filter(text => text !== null);
	return known.length === 0 ? head : `${head}: ${known.join(', ')}`;
}

/** A reason without the source, worker and unit that it begins with, as a sentence of its own without a full stop. */
function withoutPlace(reason: string, source: string): string {
	const at = reason.startsWith(source) ? reason.indexOf(': ') : -1;
	const text = at < 0 ? reason : reason.slice(at + 2);
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, '');
}
