import type {Worker} from '../../domain/cluster.ts';
import {unusableError, upstreamError} from '../../domain/failure/source-error.ts';
import {holdersOf, type Lock} from '../../domain/lock.ts';
import type {FindingKind} from '../../domain/rules/finding-kind.ts';
import type {ResumeView, SourceRow, SubtaskRow, TaskRow} from '../../wire/topics.ts';
import type {Around} from '../advised.ts';
import {age, duration, plural} from '../format.ts';
import type {Seen} from './began.ts';
import {trend} from './trend.ts';

/** What DM does by itself about one source's part of a task; null where there is nothing to say. */
export function dmAboutSubtask(row: SubtaskRow, lock: Lock | null, around: Seen): string | null {
	const {kind, verdict, presence, samples} = row;
	if (kind === 'silent') return awayWords[presence.type](around);
	if (kind === 'lock' && lock !== null) return dmAboutLock(lock);
	if (kind === 'lag') {
		const perSecond = trend(samples.map(({atMs, lagSeconds}) => ({atMs, value: lagSeconds})));
		return perSecond !== null && perSecond < 0 ? 'is catching up by itself' : null;
	}
	if (verdict !== null && kind !== 'paused') return verdictText(kind, verdict, around.nowMs);
	return byKind[kind] ?? null;
}

/** The same of a whole task, from its line in the list. */
export function dmAboutTask({kind, outlook, name}: TaskRow, around: Around): string | null {
	const lock = kind === 'lock' ? around.locks.find(({task}) => task === name) : undefined;
	if (lock !== undefined) return dmAboutLock(lock);
	const rule = /^Needs you: (.*?)\.(?: \d+ of \d+ subtasks keeps? running\.)?$/s.exec(outlook ?? '')?.[1];
	if (kind === 'subtask' || kind === 'relay') {
		if (rule === undefined) return null;
		const vain = /^DM retries it for ever in vain: (.*)$/s.exec(rule)?.[1];
		return vain === undefined ? `will not retry: ${ruleText(rule)}` : `retries for ever in vain: ${vain}`;
	}
	return byKind[kind] ?? null;
}

/** When a lock goes on. */
export function dmAboutLock(lock: Lock): string | null {
	if (lock.isNamedOnly) return null;
	if (lock.mode === 'optimistic') return 'waits for a person: the DDLs have to be made to agree';
	const held = holdersOf(lock);
	const [first] = held;
	if (first === undefined) return null;
	const failed = held.find(({state}) => state === 'failed');
	if (failed !== undefined) return `waits until ${failed.source} has executed the DDL`;
	const who = held.length === 1 ? `${first.source} meets` : `${first.source} and ${held.length - 1} more meet`;
	return `goes on by itself when ${who} the DDL`;
}

/** What DM does about a relay, or a source that does not answer. */
export function dmAboutRelay(row: SourceRow): string | null {
	const {relay, relayVerdict, errors, answered} = row;
	if (!answered) return null;
	if (unusableError(errors) !== null) return 'does not retry an error of the source itself';
	if (upstreamError(errors) !== null) return 'asks its upstream again by itself';
	if (relay === null || relay.stage === 'Running') return null;
	if (relayVerdict === null) return 'leaves the relay so until a person resumes it';
	return relayVerdict.resumes ? 'retries by itself' : `will not retry: ${ruleText(relayVerdict.rule)}`;
}

/** What DM does about a worker that does not answer. */
export function dmAboutWorker({stage}: Worker, isSilent: boolean, around: Around): string | null {
	return isSilent || stage === 'offline' ? awayWords.silent(around) : null;
}

const awayWords: Readonly<Record<SubtaskRow['presence']['type'], (around: Around) => string | null>> = {
	here: () => null,
	silent: around => {
		if (around.version.newest < 200) return 'moves no source to another worker';
		const who = freeText(around);
		return who === null
			? 'moves the source to a free worker once the lease of this one has run out'
			: `moves the source by itself once the lease has run out: ${who}`;
	},
	unbound: around => {
		if (around.version.newest < 200) return null;
		const who = freeText(around);
		return `gives the source to a free worker by itself${who === null ? '' : `: ${who}`}`;
	},
	absent: () => null,
	missing: () => null,
};

function freeText({members}: Around): string | null {
	if (members === null) return null;
	const free = members.workers.filter(({stage}) => stage === 'free').map(({name}) => name);
	if (free.length === 0) return 'no worker is free';
	return free.length === 1
		? `${free[0]} is free`
		: `${free.slice(0, 3).join(', ')}${free.length > 3 ? ' ..' : ''} are free`;
}

function verdictText(kind: FindingKind, verdict: ResumeView, nowMs: number): string {
	const {resumes, heals, rule, tries} = verdict;
	if (!resumes) return `will not retry: ${ruleText(rule)}`;
	if (!heals) return `retries for ever in vain: ${rule}`;
	if (kind === 'in-vain') return `has tried ${plural(tries, 'time')}, in vain`;
	if (kind === 'not-retried') return 'should have retried by now, and was not seen to';
	const next = nextText(verdict, nowMs);
	return `retries by itself${next === '' ? paceText(verdict) : ''}${triedText(verdict, nowMs)}${next}`;
}

/** `: tried 7 times, the last 40s ago`. */
function triedText({tries, lastTryMs}: ResumeView, nowMs: number): string {
	if (tries === 0) return '';
	const last = lastTryMs === null ? '' : `, ${tries === 1 ? '' : 'the last '}${age(lastTryMs, nowMs)} ago`;
	return `: tried ${tries === 1 ? 'once' : plural(tries, 'time')}${last}`;
}

/** When it will try again at the latest; it moves by steps of 5 s, as does the checker. */
function nextText({tries, nextTryByMs}: ResumeView, nowMs: number): string {
	if (nextTryByMs === null) return '';
	const leftMs = nextTryByMs - nowMs;
	const start = tries === 0 ? ': the first' : ', the next';
	if (leftMs <= 0) return `${start} is overdue`;
	const seconds = Math.ceil(leftMs / 5000) * 5;
	return `${start} within ${seconds < 120 ? `${seconds}s` : duration(seconds + 55)}`;
}

/** `(waits 1s to 5m, doubling)`, from the source's configuration. */
function paceText({checker}: ResumeView): string {
	if (checker === null || checker.leastMs === null || checker.mostMs === null) return '';
	const least = duration(checker.leastMs / 1000);
	const most = duration(checker.mostMs / 1000);
	const factor =
		checker.factor === null ? '' : checker.factor === 2 ? ', doubling' : `, ${checker.factor} times as long each`;
	return ` (waits ${least} to ${most}${factor})`;
}

/** A rule of the domain as it stands after `will not retry: `. */
function ruleText(rule: string): string {
	return rule
		.replace(/^"Error (\d+)"/, '$1')
		.replace(/^code (\d+) \([^)]*\)/, '$1')
		.replace(/^code (?=\d+ is)/, '')
		.replace(
			/is on DM's list of (relay errors|errors|.*? errors) to leave alone/,
			'is on its list of errors left to a person',
		)
		.replace(/^DM's checker is off/, 'its checker is off');
}

const byKind: Readonly<Partial<Record<FindingKind, string>>> = {
	source: 'does not retry an error of the source itself',
	paused: 'leaves it so until a person resumes it',
	recovering: 'has resumed it',
	'retry-subtask': 'retries by itself',
	'retry-relay': 'retries by itself',
	'in-vain': 'has tried again and again, in vain',
	'not-retried': 'should have retried by now, and was not seen to',
	conflict: 'waits for a person: the DDLs have to be made to agree',
	'relay-halted': 'leaves the relay so until a person resumes it',
	upstream: 'goes on by itself once its upstream answers',
	'stages-differ': 'leaves it so until a person resumes it',
	stalled: 'says Running, without an error',
	unflushed: 'says Running, without an error',
};
