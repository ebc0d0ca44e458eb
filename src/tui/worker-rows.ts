import {byNumbers} from '../domain/order.ts';
import {severity} from '../domain/status.ts';
import type {StatusWord} from '../domain/status-word.ts';
import type {SourceRow, SourcesValue} from '../wire/topics.ts';

/** A worker of the cluster, with what its source tells of it. */
export type WorkerRow = {
	readonly name: string;
	readonly address: string | null;
	/** DM's word: `offline`, `free`, `bound` or `relay`; null where nobody lists the members. */
	readonly stage: string | null;
	readonly source: string | null;
	/** How it is: `unknown` when it is offline or its source is silent. */
	readonly word: StatusWord;
	/** Since when its source has been silent. */
	readonly silentSinceMs: number | null;
	/** How many tasks run on it. */
	readonly tasks: number;
	/** What it comes to, in a few words. */
	readonly note: string;
};

/** Offline and silent ones first, then those that are free, then by name. The same array again for the same value. */
export function workerRows(value: SourcesValue | null): readonly WorkerRow[] {
	if (value === null) return none;
	const before = known.get(value);
	if (before !== undefined) return before;
	const rows = value.members === null ? withoutMembers(value.sources) : withMembers(value, value.members.workers);
	const sorted = [...rows].sort(
		(a, b) => severity(a.word) - severity(b.word) || order(a) - order(b) || byNumbers(a.name, b.name),
	);
	known.set(value, sorted);
	return sorted;
}

const none: readonly WorkerRow[] = [];
const known = new WeakMap<SourcesValue, readonly WorkerRow[]>();

function withMembers(
	{sources}: SourcesValue,
	workers: NonNullable<SourcesValue['members']>['workers'],
): readonly WorkerRow[] {
	return workers.map(({name, address, stage, source}) => {
		const row = source === null ? undefined : sources.find(it => it.source === source);
		const {word, note} = judged(stage, row);
		return {
			name,
			address,
			stage,
			source,
			word,
			silentSinceMs: row?.silentSinceMs ?? null,
			tasks: row?.tasks.length ?? 0,
			note,
		};
	});
}

/** Where nobody lists the members, the workers are those that the sources name. */
function withoutMembers(sources: readonly SourceRow[]): readonly WorkerRow[] {
	const byName = new Map<string, WorkerRow>();
	for (const row of sources) {
		if (row.worker === null) continue;
		const {word, note} = judged(null, row);
		byName.set(row.worker, {
			name: row.worker,
			address: null,
			stage: null,
			source: row.source,
			word,
			silentSinceMs: row.silentSinceMs,
			tasks: row.tasks.length,
			note,
		});
	}
	return [...byName.values()];
}

function judged(stage: string | null, row: SourceRow | undefined): Pick<WorkerRow, 'word' | 'note'> {
	if (stage === 'offline') return {word: 'unknown', note: 'gone: its lease has run out'};
	if (stage === 'free') return {word: 'running', note: 'can take over'};
	if (row !== undefined && !row.answered) {
		if (stage === null) return {word: 'unknown', note: 'no answer'};
		// DM takes up to half an hour to see that a worker is gone.
		return {word: 'unknown', note: 'no answer'};
	}
	if (row?.word === 'error') return {word: 'warning', note: row.reason ?? 'its source has an error'};
	return {word: 'running', note: row === undefined ? '-' : 'answers'};
}

function order({stage}: WorkerRow): number {
	return stage === 'offline' ? 0 : stage === 'free' ? 2 : 1;
}
