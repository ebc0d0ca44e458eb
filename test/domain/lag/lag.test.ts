import {describe, expect, test} from 'vitest';
import type {Relay, Sync} from '../../../src/domain/cluster.ts';
import {isLagUnknown, lagDoubt, trustedLag} from '../../../src/domain/lag/lag.ts';
import {overview, taskValue} from '../../../src/gateway/views/views.ts';
import {answer, at, relay, running} from '../../support/cluster.ts';
import {remembered} from '../../support/remembered.ts';

type Case = {
	readonly name: string;
	readonly sync?: Partial<Sync>;
	readonly stage?: string;
	readonly relay?: Relay | null;
	readonly doubt?: ReturnType<typeof lagDoubt>;
	/** In seconds; null = none is believed. */
	readonly lag: number | null;
	/** Nobody knows it; `doubted` = only where DM's figure is not believed. */
	readonly unknown?: boolean | 'doubted';
};

const behind = {secondsBehindMaster: 7, checkpoint: at(900)};
const local = {...behind, binlogType: 'local'};

describe('the lag that DM tells', () => {
	test.for<Case>([
		{name: 'of a Sync that is behind', sync: behind, lag: 7},
		{name: 'of one that is at its upstream', sync: {secondsBehindMaster: 0}, lag: 0},
		{
			name: 'beside equal positions',
			sync: {secondsBehindMaster: 7},
			doubt: 'at-upstream',
			lag: null,
			unknown: 'doubted',
		},
		{name: 'negative', sync: {...behind, secondsBehindMaster: -1}, doubt: 'clocks', lag: null, unknown: 'doubted'},
		{name: 'none (1.0)', sync: {...behind, secondsBehindMaster: null}, lag: null},
		{name: 'without an upstream', sync: {...behind, upstream: null}, lag: null, unknown: true},
		{name: 'while it is paused', sync: behind, stage: 'Paused', lag: null},
		{name: 'through a relay that runs', sync: local, relay: relay(), lag: 7},
		{
			name: 'through a relay that is stopped',
			sync: local,
			relay: relay({stage: 'Stopped'}),
			doubt: 'relay-halted',
			lag: null,
			unknown: true,
		},
		{
			name: 'beside a stopped relay that it does not read',
			sync: {...behind, binlogType: 'remote'},
			relay: relay({stage: 'Stopped'}),
			lag: 7,
		},
	])('$name', ({sync = {}, stage = 'Running', relay: of = null, doubt = null, lag, unknown = false}) => {
		const subtask = running(sync, {stage});
		const memory = remembered([[0, answer({r1: {subtasks: [subtask], relay: of}})]]);
		const it = memory.tasks.get('orders')?.task.subtasks[0];
		if (it === undefined || subtask.work.type !== 'Sync') throw new Error('no Sync');
		expect(trustedLag(subtask, false, of)).toBe(lag);
		expect(trustedLag(subtask, true, of)).toBeNull();
		expect(lagDoubt(subtask.work, of)).toBe(doubt);
		expect([isLagUnknown(it, false), isLagUnknown(it, true)]).toEqual([unknown === true, unknown !== false]);
		expect(it.lag.seconds).toBe(lag);
		const row = taskValue(memory, 'orders').task?.subtasks[0];
		expect([row?.lagSeconds, row?.lagUnknown]).toEqual([lag, unknown !== false]);
		expect(overview(memory).tasks[0]?.lagSeconds).toBe(lag);
	});
});
