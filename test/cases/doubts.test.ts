import {describe, expect, test} from 'vitest';
import {taskTable} from '../../src/commands/table.ts';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {whyLines} from '../../src/tui/pages/why.ts';
import {textOf} from '../../src/tui/ui/line.ts';
import {modelOf, shown} from '../support/builder.ts';
import {caseMemory} from '../support/cases.ts';
import {answer, at, relay, running} from '../support/cluster.ts';
import {remembered} from '../support/remembered.ts';

type Doubt = {
	readonly name: string;
	readonly memory: Memory;
	readonly task?: string;
	/** What is said of a source's figure; null = nothing. */
	readonly says: string | null;
	/** Whose figure it is. */
	readonly source: string;
};

/** A figure of DM's that is not believed is explained in the same words where the whole task is asked for. */
function check({name, memory, task = 'orders', says, source}: Doubt): void {
	const view = taskValue(memory, task);
	const nowMs = memory.lastGood?.atMs ?? 0;

	test(`${name}: dmtop status TASK`, () => {
		const lines = taskTable(view, {nowMs, firstAnswerAtMs: memory.firstGoodAtMs}).split('\n');
		const told = lines.filter(line => line.startsWith(`${source}: `));
		expect(told).toEqual(says === null ? [] : [`${source}: ${says}`]);
	});

	test.for([null, source])(`${name}: the why page of %s`, one => {
		const model = {...modelOf(400, 40, shown(overview(memory), view.task === null ? [] : [view.task])), nowMs};
		const text = view.task === null ? '' : textOf(whyLines(model, view.task, one)).join('\n');
		if (says === null) expect(text).not.toContain('not believed');
		else expect(text).toContain(`\n ${says}`);
	});
}

describe('what is not believed', () => {
	check({
		name: 'lag-stuck-high',
		memory: caseMemory('lag-stuck-high'),
		task: 'crm',
		source: 'mysql-01',
		says: "DM says 5,400 s behind, but the checkpoint is at the upstream's position, so nothing is outstanding; not believed.",
	});
	check({
		name: 'negative-lag',
		memory: caseMemory('negative-lag'),
		task: 'crm',
		source: 'mysql-01',
		says: 'DM says -28,800 s behind, which cannot be: the clocks of the upstream and of DM differ. No lag is believed; the gap is the guide.',
	});
	check({
		name: 'relay-gtid-behind',
		memory: caseMemory('relay-gtid-behind', {polls: 40}),
		task: 'crm',
		source: 'mysql-01',
		says: "DM says that the relay has not caught up (it compares GTID sets), but the relay is at the upstream's position; not believed.",
	});
	check({
		name: 'a halted relay',
		memory: remembered([
			[
				0,
				answer({
					r1: {
						subtasks: [running({binlogType: 'local', secondsBehindMaster: 7, checkpoint: at(900)})],
						relay: relay({stage: 'Paused'}),
					},
				}),
			],
		]),
		source: 'r1',
		says: 'DM says 7 s behind, but the relay that it reads is Paused, so that figure is of the past; not believed.',
	});
	check({
		name: 'checkpoint-ahead',
		memory: remembered([
			[0, answer({r1: {orders: running()}, r2: {orders: running({secondsBehindMaster: 9, checkpoint: at(5000)})}})],
		]),
		source: 'r2',
		says: 'DM says 9 s behind, but the checkpoint is past the upstream; not believed.',
	});
});

describe('what is believed', () => {
	const behind = {secondsBehindMaster: 9, checkpoint: at(900)};
	const cases: ReadonlyArray<readonly [string, Memory]> = [
		['a lag', remembered([[0, answer({r1: {orders: running(behind)}})]])],
		['no lag at all', remembered([[0, answer({r1: {orders: running({secondsBehindMaster: null})}})]])],
		[
			'a lag that was not believed, of a source that is silent now',
			remembered([
				[0, answer({r1: {orders: running({secondsBehindMaster: 9})}})],
				[3, answer({r1: {answered: false}})],
			]),
		],
		['a relay that is behind', remembered([[0, relayAt(900)]])],
	];
	for (const [name, memory] of cases) check({name, memory, source: 'r1', says: null});
});

function relayAt(offset: number) {
	const subtasks = [running({binlogType: 'local', checkpoint: at(900)})];
	return answer({r1: {subtasks, relay: relay({position: at(offset), caughtUp: false})}});
}
