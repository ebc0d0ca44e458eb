import type {Worker} from '../../domain/cluster.ts';
import {unusableError} from '../../domain/failure/source-error.ts';
import {holdsUp, type Lock} from '../../domain/lock.ts';
import type {FindingKind} from '../../domain/rules/finding-kind.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {SourceRow, SubtaskRow, TaskRow} from '../../wire/topics.ts';

/** The verdict on a task in a few words, for the rule above its answers. */
export function taskTitle(row: TaskRow): string {
	const {word, kind, phase, gap, lagUnknown, gapUnknown, lagSeconds} = row;
	if (word !== 'running') return titleOf(word, kind);
	if (phase.load > 0) return 'loading';
	if (phase.dump > 0) return 'dumping';
	const isCaughtUp = gap?.type === 'bytes' && gap.bytes === 0 && !gapUnknown && !lagUnknown && (lagSeconds ?? 0) === 0;
	return isCaughtUp ? 'caught up' : 'well';
}

/** The same of one source's part; `lock` is one that it has to do with. */
export function subtaskTitle(row: SubtaskRow, lock: Lock | null): string {
	const {word, kind, work, gap, lagSeconds, lagUnknown} = row;
	if (kind === 'lock' && lock !== null) {
		const part = lock.sources.find(({source}) => source === row.source);
		return part !== undefined && holdsUp(part) ? 'holds up the DDL' : 'waits for the DDL';
	}
	if (word !== 'running') return titleOf(word, kind);
	if (work?.type === 'Load') return 'loading';
	if (work?.type === 'Dump') return 'dumping';
	const isCaughtUp = gap?.type === 'bytes' && gap.bytes === 0 && !lagUnknown && (lagSeconds ?? 0) === 0;
	return isCaughtUp ? 'caught up' : 'well';
}

/** What a lock is to whoever looks. */
export function lockTitle({mode, isNamedOnly}: Lock): string {
	if (isNamedOnly) return 'state unknown';
	return mode === 'optimistic' ? 'conflict' : 'who holds it up';
}

/** How a source is, and its relay. */
export function sourceTitle(row: SourceRow): string {
	const {answered, absent, unbound, errors, relay, relayVerdict, relayBehindSinceMs} = row;
	if (unbound) return 'no worker';
	if (absent) return 'missing';
	if (!answered) return 'no answer';
	if (unusableError(errors) !== null) return 'needs you';
	if (errors.length > 0) return 'upstream silent';
	if (relay === null) return 'relay off';
	if (relay.stage === 'Running') return relayBehindSinceMs === null ? 'well' : 'relay behind';
	if (relayVerdict === null) return `relay ${relay.stage.toLowerCase()}`;
	return relayVerdict.resumes ? 'relay retrying' : 'relay needs you';
}

/** How a worker is. */
export function workerTitle({stage}: Worker, isSilent: boolean): string {
	if (stage === 'offline') return 'offline';
	if (isSilent) return 'no answer';
	return stage === 'free' ? 'free' : 'answers';
}

function titleOf(word: StatusWord, kind: FindingKind): string {
	return byKind[kind] ?? byWord[word];
}

const byKind: Readonly<Partial<Record<FindingKind, string>>> = {
	recovering: 'coming back',
	conflict: 'DDL conflict',
	lock: 'DDL lock',
	'lock-named': 'DDL lock ?',
};

const byWord = {
	error: 'needs you',
	unknown: 'no answer',
	retrying: 'retrying',
	locked: 'DDL',
	warning: 'look',
	paused: 'paused',
	running: 'well',
	new: 'new',
	finished: 'done',
	stopped: 'stopped',
} as const satisfies Record<StatusWord, string>;
