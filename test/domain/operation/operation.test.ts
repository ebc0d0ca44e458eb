import {expect, test} from 'vitest';
import type {ProcessResult} from '../../../src/domain/cluster.ts';
import {changedSince} from '../../../src/domain/operation/change.ts';
import {type Operation, type SeenPart, type Situation, seenPart} from '../../../src/domain/operation/operation.ts';
import {planOf} from '../../../src/domain/operation/plan.ts';
import {dmctlCommand} from '../../../src/domain/operation/words.ts';
import {dmVersion} from '../../../src/domain/version.ts';

const errors = (code: number, isCanceled = false): ProcessResult => ({
	isCanceled,
	errors: [{code, class: null, scope: null, level: null, message: 'no', rawCause: null, workaround: null}],
	detail: null,
});

test.each<{stage: string; result?: ProcessResult; situation: Situation}>([
	{stage: 'New', situation: 'new'},
	{stage: 'Running', situation: 'running'},
	{stage: 'Finished', situation: 'finished'},
	{stage: 'Paused', situation: 'paused'},
	{stage: 'Paused', result: {isCanceled: true, errors: [], detail: null}, situation: 'paused'},
	{stage: 'Paused', result: errors(10006), situation: 'retrying'},
	{stage: 'Paused', result: errors(34020), situation: 'failed'},
	{stage: 'Paused', result: errors(10006, true), situation: 'paused'},
	{stage: 'Stopping', situation: 'other'},
])('$stage is $situation', ({stage, result = null, situation}) => {
	const here = {worker: 'w1', stage, work: {type: 'Other', unit: 'Sync'} as const, result};
	expect(seenPart('s1', here, dmVersion('v6.5.0', null))).toEqual({
		source: 's1',
		worker: 'w1',
		stage,
		unit: 'Sync',
		situation,
	});
});

test('what no answer tells of is silent, whatever was known', () => {
	expect(seenPart('s1', null, dmVersion('v6.5.0', null))).toEqual(part('s1 silent'));
});

/** A part in a few words: source, situation, and where it matters worker and unit. */
function part(words: string): SeenPart {
	const [source = '', situation = 'running', worker = 'w1', unit = 'Sync'] = words.split(' ');
	const known = situation as Situation;
	if (known === 'silent') return {source, worker: null, stage: null, unit: null, situation: known};
	return {source, worker, stage: stages[known] ?? 'Paused', unit, situation: known};
}

const stages: Partial<Record<Situation, string>> = {
	new: 'New',
	running: 'Running',
	finished: 'Finished',
	other: 'Pausing',
};

test.each<{op: Operation; sources?: string[]; parts: string[]; shape?: 'workers' | 'sources'; plan: string}>([
	{op: 'pause', parts: ['a', 'b'], plan: 'all'},
	{op: 'pause', parts: ['a', 'b paused'], plan: 'a; b: already paused'},
	{op: 'pause', parts: ['a finished', 'b'], plan: 'b; a: finished'},
	{op: 'pause', parts: ['a paused', 'b paused'], plan: 'already paused'},
	{op: 'pause', parts: ['a finished', 'b paused'], plan: 'a: finished'},
	{op: 'pause', parts: ['a retrying', 'b failed', 'c silent'], plan: 'all'},
	{
		op: 'pause',
		parts: ['a retrying'],
		shape: 'workers',
		plan: 'DM 1.0 cannot pause what an error has paused already',
	},
	{op: 'pause', parts: ['a', 'b silent'], shape: 'workers', plan: 'a; b: its worker does not answer'},
	{op: 'pause', parts: ['a new'], plan: 'it has not begun to run'},
	{op: 'pause', parts: ['a other'], plan: 'its stage is Pausing'},
	{op: 'pause', parts: ['a', 'b'], sources: ['b'], plan: 'b'},
	{op: 'pause', parts: ['a', 'b'], sources: ['c'], plan: 'DM lists no such part of the task'},
	{op: 'pause', parts: ['a', 'b'], sources: ['b', 'c'], plan: 'the task has no part on c'},
	{op: 'pause', parts: [], plan: 'DM lists no such part of the task'},
	{op: 'resume', parts: ['a paused', 'b failed'], plan: 'all'},
	{op: 'resume', parts: ['a', 'b'], plan: 'already running'},
	{op: 'resume', parts: ['a', 'b retrying'], plan: 'b; a: already running'},
	{op: 'stop', parts: ['a', 'b finished', 'c new', 'd silent', 'e other'], plan: 'all'},
	{op: 'stop', parts: ['a', 'b'], sources: ['a'], plan: 'a'},
])('$op of $sources among $parts: $plan', ({op, sources = null, parts, shape = 'sources', plan}) => {
	const planned = planOf(op, {task: 't', sources}, parts.map(part), shape);
	const words =
		planned.type === 'refused'
			? planned.why
			: [
					planned.whole ? 'all' : planned.parts.map(({source}) => source).join(' '),
					...planned.left.map(({part: {source}, why}) => `${source}: ${why}`),
				].join('; ');
	expect(words).toBe(plan);
});

test.each<{op: Operation; seen: string[]; now: string[]; change: string | null}>([
	{op: 'pause', seen: ['a'], now: ['a'], change: null},
	{op: 'pause', seen: ['a'], now: ['a retrying'], change: null},
	{op: 'pause', seen: ['a'], now: ['a running w1 Load'], change: null},
	{op: 'pause', seen: ['a'], now: ['a paused'], change: 'a was Running in Sync and is Paused in Sync'},
	{op: 'pause', seen: ['a'], now: ['a failed'], change: 'a was Running in Sync and is Paused in Sync with an error'},
	{op: 'pause', seen: ['a'], now: ['a finished'], change: 'a was Running in Sync and is Finished in Sync'},
	{op: 'pause', seen: ['a'], now: ['a running w2'], change: 'a moved from w1 to w2'},
	{op: 'pause', seen: ['a'], now: ['a', 'b'], change: 'b has a part of the task now'},
	{op: 'pause', seen: ['a', 'b'], now: ['a'], change: 'b has no part of the task any more'},
	{op: 'pause', seen: ['a'], now: ['a silent'], change: 'a does not answer any more'},
	{op: 'pause', seen: ['a silent'], now: ['a'], change: 'a answers again and is Running in Sync'},
	{op: 'pause', seen: ['a silent'], now: ['a silent'], change: null},
	{op: 'resume', seen: ['a paused'], now: ['a failed'], change: null},
	{op: 'resume', seen: ['a failed'], now: ['a'], change: 'a was Paused in Sync with an error and is Running in Sync'},
	{op: 'stop', seen: ['a'], now: ['a retrying'], change: 'a was Running in Sync and is Paused in Sync with an error'},
	{op: 'stop', seen: ['a'], now: ['a running w1 Load'], change: 'a was Running in Sync and is Running in Load'},
	{op: 'stop', seen: ['a failed'], now: ['a paused'], change: null},
])('$op: $seen, now $now: $change', ({op, seen, now, change}) => {
	expect(changedSince(op, seen.map(part), now.map(part))).toBe(change);
});

test.each<{task?: string; sources: readonly string[] | null; workers: readonly string[] | null; command: string}>([
	{sources: null, workers: null, command: 'pause-task orders'},
	{sources: ['a', 'b'], workers: null, command: 'pause-task orders -s a -s b'},
	{sources: ['a'], workers: ['10.0.0.1:8262'], command: 'pause-task orders -w 10.0.0.1:8262'},
	{task: '$(rm -rf ~)', sources: null, workers: null, command: "pause-task '$(rm -rf ~)'"},
	{task: '-s evil', sources: null, workers: null, command: "pause-task -- '-s evil'"},
	{task: '-s evil', sources: ['a'], workers: null, command: "pause-task -s a -- '-s evil'"},
	{task: 'a -s b', sources: ['-c', 'd;e'], workers: null, command: "pause-task 'a -s b' -s '-c' -s 'd;e'"},
	{task: "it's", sources: ['a'], workers: ['h:1 -w h:2'], command: "pause-task 'it'\\''s' -w 'h:1 -w h:2'"},
	{task: '', sources: null, workers: null, command: "pause-task ''"},
	{task: '=ls', sources: null, workers: null, command: "pause-task '=ls'"},
	{
		task: '订单',
		sources: ['v1.0:a@b%c+d=e,f/g_h-i'],
		workers: null,
		command: "pause-task '订单' -s v1.0:a@b%c+d=e,f/g_h-i",
	},
])('$command', ({task = 'orders', sources, workers, command}) => {
	expect(dmctlCommand('pause', {task, sources}, workers, 'http://10.0.0.5:8261')).toBe(
		`dmctl --master-addr 10.0.0.5:8261 ${command}`,
	);
});
