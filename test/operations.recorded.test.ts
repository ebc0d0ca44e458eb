import {describe, expect, test} from 'vitest';
import {translateOperate} from '../src/dm/answer/operate.ts';
import {translateStatus} from '../src/dm/answer/translate.ts';
import type {Operation, TargetOutcome} from '../src/domain/operation/operation.ts';
import {trustedVisitor} from '../src/gateway/serve/visitor.ts';
import type {DmVersion} from '../src/simulator/world/model.ts';
import {recorded, recordedOn, told, versions} from './simulator/lab.ts';
import {counterOf, seenIn, somebody} from './support/counter.ts';
import {fixture} from './support/recordings.ts';

const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;

type Case = {
	/** The recorded answer, below the version's folder. */
	readonly file: string;
	/** Left out = every version that has the recording. */
	readonly dms?: readonly DmVersion[];
	readonly operation: Operation;
	readonly task: string;
	readonly sources?: readonly string[];
	/** The recorded status before, and where the task itself was asked for (as the second look does) that answer. */
	readonly before: string;
	readonly byName?: string;
	/** A status from before a worker died. */
	readonly earlier?: string;
	/** The recorded status afterwards; null = none was recorded. */
	readonly after: string | null;
	/** Per version where they differ; `refused` = it is not sent, as it could not do any good. */
	readonly outcome: Outcome | Partial<Record<DmVersion, Outcome>>;
	/** What each part is said to be, by source. */
	readonly parts?: readonly string[];
	/** The stages of the task's parts afterwards, in the order of their sources. */
	readonly stages: string;
};

type Outcome = 'done' | 'done with a text' | 'failed' | 'refused';

const v2 = ['2.0', '6.5', '8.5', '26.3'] as const;
const merge = 'orders_merge';

const cases: readonly Case[] = [
	{
		file: 'operations/pause.json',
		operation: 'pause',
		task: 'billing',
		before: 'sync/after-writing.json',
		after: 'operations/paused.json',
		outcome: 'done',
		stages: 'Paused',
	},
	{
		file: 'operations/pause-again.json',
		operation: 'pause',
		task: 'billing',
		before: 'operations/paused.json',
		after: 'operations/paused.json',
		outcome: 'refused',
		stages: 'Paused',
	},
	{
		file: 'operations/resume.json',
		operation: 'resume',
		task: 'billing',
		before: 'operations/paused.json',
		after: 'operations/resumed.json',
		outcome: 'done',
		stages: 'Running',
	},
	{
		file: 'operations/resume-again.json',
		operation: 'resume',
		task: 'billing',
		before: 'operations/resumed.json',
		after: 'operations/resumed.json',
		outcome: 'refused',
		stages: 'Running',
	},
	{
		file: 'operations/pause-one-source.json',
		operation: 'pause',
		task: merge,
		sources: [second],
		before: 'operations/resumed.json',
		after: 'operations/one-of-three-paused.json',
		outcome: 'done',
		parts: [second],
		stages: 'Running Paused Running',
	},
	{
		file: 'operations/resume-one-source.json',
		operation: 'resume',
		task: merge,
		sources: [second],
		before: 'operations/one-of-three-paused.json',
		after: null,
		outcome: 'done',
		parts: [second],
		stages: '',
	},
	{
		file: 'operations/pause-finished.json',
		operation: 'pause',
		task: 'inventory_full',
		before: 'full/finished.json',
		after: 'full/finished.json',
		outcome: 'refused',
		stages: 'Finished',
	},
	{
		file: 'operations/resume-finished.json',
		operation: 'resume',
		task: 'inventory_full',
		before: 'full/finished.json',
		after: 'full/finished.json',
		outcome: 'refused',
		stages: 'Finished',
	},
	{
		file: 'operations/stop-finished.json',
		operation: 'stop',
		task: 'inventory_full',
		before: 'full/finished.json',
		after: 'operations/after-stop.json',
		outcome: 'done',
		stages: '',
	},
	{
		file: 'error/pause-while-error.json',
		operation: 'pause',
		task: 'billing',
		before: 'error/sync-table-missing.json',
		after: 'error/paused-by-hand-after-error.json',
		// 2.0 says that it failed, and it worked: the next status tells.
		outcome: {'1.0': 'refused', '2.0': 'failed', '6.5': 'done with a text', '8.5': 'done with a text'},
		stages: 'Paused',
	},
	{
		file: 'error/resume-while-error.json',
		operation: 'resume',
		task: 'billing',
		before: 'error/paused-by-hand-after-error.json',
		after: 'error/error-again.json',
		outcome: 'done',
		stages: 'Paused',
	},
	{
		file: 'error/resume-after-fix.json',
		operation: 'resume',
		task: 'billing',
		before: 'error/error-again.json',
		after: 'error/recovered.json',
		outcome: {'1.0': 'done', '2.0': 'failed', '6.5': 'failed', '8.5': 'done'},
		stages: 'Running',
	},
	{
		file: 'error/stop-crm.json',
		operation: 'stop',
		task: 'crm',
		before: 'error/load-column-missing.json',
		after: null,
		outcome: 'done',
		stages: '',
	},
	{
		file: 'shard-pessimistic/pause-while-locked.json',
		operation: 'pause',
		task: merge,
		before: 'shard-pessimistic/two-and-a-half.json',
		after: 'shard-pessimistic/paused-while-locked.json',
		outcome: 'done',
		stages: 'Paused Paused Paused',
	},
	{
		file: 'shard-pessimistic/resume-while-locked.json',
		operation: 'resume',
		task: merge,
		before: 'shard-pessimistic/paused-while-locked.json',
		after: 'shard-pessimistic/resumed-while-locked.json',
		outcome: 'done',
		stages: 'Running Running Running',
	},
	{
		file: 'upstream-down/resume.json',
		operation: 'resume',
		task: merge,
		before: 'upstream-down/upstream-back.json',
		after: 'upstream-down/recovered.json',
		outcome: 'refused',
		stages: 'Running Running Running',
	},
	{
		file: 'dump/pause-while-loading.json',
		dms: v2,
		operation: 'pause',
		task: 'archive_full',
		before: 'dump/loading.json',
		after: 'dump/paused-while-loading.json',
		outcome: 'done',
		stages: 'Paused',
	},
	{
		file: 'dump/resume-while-loading.json',
		dms: v2,
		operation: 'resume',
		task: 'archive_full',
		before: 'dump/paused-while-loading.json',
		after: 'dump/resumed-loading.json',
		outcome: 'done',
		stages: 'Running',
	},
	{
		file: 'dump/stop-while-loading.json',
		dms: v2,
		operation: 'stop',
		task: 'archive_full',
		before: 'dump/resumed-loading.json',
		after: 'dump/stopped.json',
		outcome: 'done',
		stages: '',
	},
	{
		file: 'shard-optimistic/stop-conflict.json',
		dms: v2,
		operation: 'stop',
		task: 'orders_opt',
		before: 'shard-optimistic/conflict.json',
		after: null,
		outcome: 'done',
		parts: [first, second, third],
		stages: '',
	},
	{
		// The two that answer are addressed; the dead one is left alone, as 1.0 cannot reach it.
		file: 'worker-dead/pause-with-dead-worker.json',
		dms: ['1.0'],
		operation: 'pause',
		task: merge,
		earlier: 'shard-pessimistic/resolved.json',
		before: 'worker-dead/still-dead.json',
		byName: 'worker-dead/dmctl-just-died-query-status-orders_merge.txt',
		after: null,
		outcome: 'done',
		parts: [first, second, `${third} not-tried`],
		stages: '',
	},
	{
		file: 'worker-dead/pause-not-bound.json',
		dms: ['2.0'],
		operation: 'pause',
		task: merge,
		earlier: 'shard-pessimistic/resolved.json',
		before: 'worker-dead/source-not-bound.json',
		byName: 'worker-dead/dmctl-source-not-bound-query-status-orders_merge.txt',
		after: null,
		outcome: 'failed',
		parts: [first, second, `${third} failed`],
		stages: '',
	},
	{
		file: 'worker-dead/pause-not-bound.json',
		dms: ['6.5', '8.5'],
		operation: 'pause',
		task: merge,
		earlier: 'upstream-down/recovered.json',
		before: 'worker-dead/source-not-bound.json',
		byName: 'worker-dead/dmctl-source-not-bound-query-status-orders_merge.txt',
		after: null,
		outcome: 'failed',
		parts: [`${first} warns`, second, `${third} failed`],
		stages: '',
	},
];

async function check(dm: DmVersion, {operation, task, ...each}: Case) {
	const sources = each.sources ?? null;
	const at = (name: string) => translateStatus(fixture(`${recorded[dm]}/${name}`));
	const answer = translateOperate(fixture(`${recorded[dm]}/${each.file}`));
	let sent = 0;
	const counter = counterOf({
		readTask: async name => toldBy(each.byName === undefined ? ofTask(at(each.before), name) : at(each.byName)),
		operate: async ({targets}) => {
			sent += 1;
			// The recorded request was for the whole task; of that answer, what belongs to those that are asked.
			const asked = (it: (typeof answer.targets)[number]) => targets.includes(it.source ?? it.worker ?? '');
			return toldBy(targets.length === 0 ? answer : {...answer, targets: answer.targets.filter(asked)});
		},
	});
	for (const [index, name] of [each.earlier, each.before].entries()) {
		if (name === undefined) continue;
		const reading = {type: 'status', ok: true, atMs: index, tookMs: 1, master: 'm:8261'} as const;
		counter.take({...reading, version: told[dm], cluster: at(name)});
	}
	const seen = seenIn(counter.memory(), task);
	expect(seen).not.toEqual([]);
	const [outcome] = await counter.operator.operate(
		{operation, targets: [{task, sources, seen}], by: somebody},
		trustedVisitor('test'),
	);
	const expected = typeof each.outcome === 'string' ? each.outcome : each.outcome[dm];
	expect(wordOf(outcome)).toBe(expected);
	expect(sent).toBe(expected === 'refused' ? 0 : 1);
	if (each.parts !== undefined) expect(outcome?.parts.map(wordOfPart).sort()).toEqual(each.parts);
	if (each.after !== null) expect(stagesIn(at(each.after), task)).toBe(each.stages);
}

function toldBy<Value>(value: Value) {
	return {value, master: 'm:8261', tookMs: 1};
}

/** The part of a status that the same master answers when it is asked for one task. */
function ofTask(cluster: ReturnType<typeof translateStatus>, task: string) {
	const sources = cluster.sources
		.map(source => ({...source, subtasks: source.subtasks.filter(subtask => subtask.task === task)}))
		.filter(({subtasks}) => subtasks.length > 0);
	return {...cluster, sources};
}

function wordOf(outcome: TargetOutcome | undefined): string | undefined {
	const warns = outcome?.parts.some(part => part.outcome === 'done' && part.message !== null);
	return warns && outcome?.outcome === 'done' ? 'done with a text' : outcome?.outcome;
}

function wordOfPart({source, outcome, message}: TargetOutcome['parts'][number]): string {
	if (outcome === 'done') return message === null ? String(source) : `${source} warns`;
	return `${source} ${outcome}`;
}

function stagesIn(cluster: ReturnType<typeof translateStatus>, task: string): string {
	const parts = cluster.sources.flatMap(({subtasks}) => subtasks.filter(subtask => subtask.task === task));
	return parts.map(({stage}) => stage).join(' ');
}

describe('what was recorded: the answer is told as it was, and the cluster did what it did', () => {
	for (const each of cases) {
		for (const dm of recordedOn(each.file, each.dms ?? versions)) test(`${dm}: ${each.file}`, () => check(dm, each));
	}
});
