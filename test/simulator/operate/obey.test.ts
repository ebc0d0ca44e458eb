import {describe, expect, test} from 'vitest';
import type {Json} from '../../../src/simulator/answers/json.ts';
import {route} from '../../../src/simulator/routes.ts';
import type {DmVersion, Happening, SimSubtask, World} from '../../../src/simulator/world/model.ts';
import {befall, step} from '../../../src/simulator/world/world.ts';
import {fixture, lab, recorded, recordedOn, versions} from '../lab.ts';
import {entryAt, shape} from '../shape.ts';

const third = 'mysql-replica-03';
const tableMissing = {type: 'failed', task: 'billing', failure: 'table-missing'} as const;
const paused = (task: string) => ({type: 'paused', task}) as const;
const stopOf = {'1.0': 1, '2.0': 1, '6.5': 7, '8.5': 7, '26.3': 7} as const satisfies Record<DmVersion, number>;
const one = (dm: DmVersion) => (dm === '1.0' ? {workers: ['10.0.4.12:8262']} : {sources: ['mysql-replica-02']});

type Case = {
	readonly file: string;
	readonly dms?: readonly DmVersion[];
	readonly already?: readonly Happening[];
	readonly task: string;
	readonly op: (dm: DmVersion) => number;
	readonly only?: (dm: DmVersion) => object;
	readonly after: string;
	/** How long the recorded master took, in whole seconds. */
	readonly seconds?: Partial<Record<DmVersion, number>>;
	/** What differs in the subtask of `inventory_full`. */
	readonly full?: Partial<SimSubtask>;
};

const v2 = ['2.0', '6.5', '8.5', '26.3'] as const;
const loading = {stage: 'Running', unit: 'Load', unitMs: 5000} as const;
const failed = {type: 'failed', task: 'orders_merge', failure: 'column-missing'} as const;
const twoLeft = 'Paused Paused';
const lock = {
	type: 'ddl-met',
	task: 'orders_merge',
	source: 'mysql-replica-01',
	sql: 'ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)',
	tables: ['`shop_1`.`orders_1`', '`shop_1`.`orders_2`'],
	met: 2,
} as const;

const pauseOp = () => 2;
const resumeOp = () => 3;

const cases: readonly Case[] = [
	{
		file: 'operations/pause.json',
		task: 'billing',
		op: pauseOp,
		after: 'Paused',
		seconds: {'1.0': 1, '2.0': 0, '6.5': 0, '26.3': 0},
	},
	{file: 'operations/pause-again.json', already: [paused('billing')], task: 'billing', op: pauseOp, after: 'Paused'},
	{file: 'operations/resume.json', already: [paused('billing')], task: 'billing', op: resumeOp, after: 'Running'},
	{file: 'operations/resume-again.json', task: 'billing', op: resumeOp, after: 'Running'},
	{
		file: 'operations/pause-one-source.json',
		task: 'orders_merge',
		op: pauseOp,
		only: one,
		after: 'Running Paused Running',
	},
	{
		file: 'operations/pause-finished.json',
		task: 'inventory_full',
		op: pauseOp,
		after: 'Finished',
		seconds: {'1.0': 1, '2.0': 30, '6.5': 9, '26.3': 9},
	},
	{file: 'operations/resume-finished.json', task: 'inventory_full', op: resumeOp, after: 'Finished'},
	{file: 'operations/stop-finished.json', task: 'inventory_full', op: dm => stopOf[dm], after: ''},
	{file: 'error/pause-while-error.json', already: [tableMissing], task: 'billing', op: pauseOp, after: 'Paused'},
	{file: 'error/resume-while-error.json', already: [tableMissing], task: 'billing', op: resumeOp, after: 'Running'},
	{
		file: 'error/resume-after-fix.json',
		already: [tableMissing, {type: 'repaired', task: 'billing'}],
		task: 'billing',
		op: resumeOp,
		after: 'Running',
	},
	{
		file: 'operations/resume-one-source.json',
		already: [paused('orders_merge')],
		task: 'orders_merge',
		op: resumeOp,
		only: one,
		after: 'Paused Running Paused',
	},
	{
		file: 'error/stop-crm.json',
		already: [failed],
		only: one,
		task: 'orders_merge',
		op: dm => stopOf[dm],
		after: twoLeft,
	},
	{
		file: 'shard-pessimistic/pause-while-locked.json',
		already: [lock],
		task: 'orders_merge',
		op: pauseOp,
		after: 'Paused Paused Paused',
	},
	{
		file: 'shard-pessimistic/resume-while-locked.json',
		already: [lock, paused('orders_merge')],
		task: 'orders_merge',
		op: resumeOp,
		after: 'Running Running Running',
	},
	{file: 'upstream-down/resume.json', task: 'orders_merge', op: resumeOp, after: 'Running Running Running'},
	{file: 'dump/pause-while-loading.json', dms: v2, full: loading, task: 'inventory_full', op: pauseOp, after: 'Paused'},
	{
		file: 'dump/resume-while-loading.json',
		dms: v2,
		full: {...loading, stage: 'Paused', isCanceled: true},
		task: 'inventory_full',
		op: resumeOp,
		after: 'Running',
	},
	{
		file: 'dump/stop-while-loading.json',
		dms: v2,
		full: loading,
		task: 'inventory_full',
		op: dm => stopOf[dm],
		after: '',
	},
	{
		file: 'worker-dead/pause-with-dead-worker.json',
		dms: ['1.0'],
		already: [{type: 'worker-dies', source: third}],
		task: 'orders_merge',
		op: pauseOp,
		after: 'Paused Paused Running',
	},
	{
		file: 'worker-dead/resume-with-dead-worker.json',
		dms: ['1.0'],
		already: [paused('orders_merge'), {type: 'worker-dies', source: third}],
		task: 'orders_merge',
		op: resumeOp,
		after: 'Running Running Paused',
	},
];

function operate(world: World, {task, op, only}: Case) {
	const body = JSON.stringify({op: op(world.dm), ...only?.(world.dm)});
	return route(world, {method: 'PUT', url: `/apis/v1alpha1/tasks/${task}`, body});
}

function stages(world: World, task: string): string {
	const subtasks = world.tasks.find(({name}) => name === task)?.subtasks ?? [];
	return subtasks.map(({stage}) => stage).join(' ');
}

function check(dm: DmVersion, each: Case) {
	const before = lab(dm, each.already, {full: each.full ?? {}});
	const {world, answer} = operate(before, each);
	const real: Json = JSON.parse(fixture(`${recorded[dm]}/${each.file}`));
	expect(shape(JSON.parse(answer.body))).toEqual(shape(real));
	expect(stages(world, each.task)).toBe(each.after);
	const seconds = each.seconds?.[dm];
	if (seconds !== undefined) expect(Math.floor((answer.afterMs ?? 0) / 1000)).toBe(seconds);
	expect(before).toEqual(lab(dm, each.already, {full: each.full ?? {}}));
}

describe('operations are answered as recorded, and do what they did there', () => {
	for (const each of cases) {
		for (const dm of recordedOn(each.file, each.dms ?? versions)) test(`${dm}: ${each.file}`, () => check(dm, each));
	}

	for (const dm of ['2.0', '6.5', '8.5'] as const) {
		test(`${dm}: a source without worker refuses, the others are paused`, () => {
			const world = step(lab(dm, [{type: 'worker-dies', source: third}], {freeWorkers: 0}), 61_000);
			const {answer} = operate(world, {file: '', task: 'orders_merge', op: pauseOp, after: ''});
			const real: Json = JSON.parse(fixture(`${recorded[dm]}/worker-dead/pause-not-bound.json`));
			expect(entryAt(JSON.parse(answer.body), 2)).toEqual(entryAt(real, 2));
			expect(entryAt(JSON.parse(answer.body), 1)).toMatchObject({result: true, msg: ''});
		});
	}

	test.each(['6.5', '26.3'] as const)('%s refuses the old stop without effect', dm => {
		const {world, answer} = operate(lab(dm), {file: '', task: 'billing', op: () => 1, after: ''});
		expect(JSON.parse(answer.body)).toEqual({
			op: 'Stop',
			result: false,
			msg: '[code=38041:class=dm-master:scope=internal:level=medium], Message: invalid op Stop on task',
			sources: [],
		});
		expect(stages(world, 'billing')).toBe('Running');
	});

	test('resumed while the cause persists, a subtask fails again at once', () => {
		const world = step(
			operate(lab('6.5', [tableMissing]), {file: '', task: 'billing', op: resumeOp, after: ''}).world,
			2000,
		);
		expect(stages(world, 'billing')).toBe('Paused');
	});

	test("a person's pause ends DM's own tries", () => {
		const failed = befall(lab('6.5', [tableMissing]), {type: 'repaired', task: 'billing'});
		expect(stages(step(failed, 10_000), 'billing')).toBe('Running');
		const {world} = operate(failed, {file: '', task: 'billing', op: pauseOp, after: ''});
		expect(stages(step(world, 60_000), 'billing')).toBe('Paused');
		const subtask: Pick<SimSubtask, 'isCanceled'> | undefined = world.tasks[0]?.subtasks[0];
		expect(subtask?.isCanceled).toBe(true);
	});
});
