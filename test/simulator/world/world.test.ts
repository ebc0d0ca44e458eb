import {describe, expect, test} from 'vitest';
import {route} from '../../../src/simulator/routes.ts';
import {type ScenarioName, scenarios} from '../../../src/simulator/scenarios.ts';
import type {DmVersion, World} from '../../../src/simulator/world/model.ts';
import {isSince} from '../../../src/simulator/world/since.ts';
import {createWorld, step} from '../../../src/simulator/world/world.ts';
import {shareOf} from '../../support/long.ts';
import {versions} from '../lab.ts';

type Subtask = {
	readonly name: string;
	readonly stage: string;
	readonly unit?: string;
	readonly result?: {readonly isCanceled?: boolean; readonly errors?: readonly unknown[]} | null;
	readonly sync?: {
		readonly totalEvents?: string;
		readonly masterBinlog: string;
		readonly blockingDDLs?: readonly string[];
		readonly unresolvedGroups?: readonly {readonly unsynced?: readonly string[]}[];
		readonly secondsBehindMaster?: string;
		readonly conflictMsg?: string;
	};
	readonly validation?: {readonly errorRowsStatus: string} | null;
};

type Entry = {
	readonly result?: boolean;
	readonly subTaskStatus?: readonly Subtask[];
	readonly relayStatus?: {readonly stage: string} | null;
	readonly sourceStatus?: {readonly worker: string; readonly relayStatus: {readonly stage: string} | null};
};

function entriesOf(world: World): readonly Entry[] {
	const {answer} = route(world, {method: 'GET', url: '/apis/v1alpha1/status/', body: ''});
	const parsed: {readonly sources?: readonly Entry[]; readonly workers?: readonly Entry[]} = JSON.parse(answer.body);
	return parsed.sources ?? parsed.workers ?? [];
}

function subtasksOf(entries: readonly Entry[]): readonly Subtask[] {
	return entries.flatMap(entry => entry.subTaskStatus ?? []);
}

function relayOf(entry: Entry) {
	return (entry.sourceStatus ?? entry).relayStatus ?? null;
}

type Sight = (entries: readonly Entry[], subtasks: readonly Subtask[]) => boolean;

const errorsOf = ({result}: Subtask) => JSON.stringify(result?.errors ?? []);
const paused: (is: (subtask: Subtask) => boolean) => Sight = is => (_entries, subtasks) =>
	subtasks.some(subtask => subtask.stage === 'Paused' && is(subtask));

/** What an operator's screen makes its letters of. */
const sights = {
	'X an error that needs a person': paused(subtask => errorsOf(subtask).includes('Error 1062')),
	'? a silent source': entries => entries.some(({result}) => result !== true),
	'~ an error that DM retries': paused(subtask => errorsOf(subtask).includes(':4000: connect: connection refused')),
	'L a blocked shard DDL': (_entries, subtasks) => subtasks.some(({sync}) => (sync?.blockingDDLs ?? []).length > 0),
	'! a relay paused by a person': entries =>
		entries.some(entry => relayOf(entry)?.stage === 'Paused' && (entry.subTaskStatus ?? []).some(running)),
	'= paused by a person': paused(subtask => errorsOf(subtask) === '[]'),
	'. running': (_entries, subtasks) => subtasks.some(running),
	'+ new': (_entries, subtasks) => subtasks.some(({stage}) => stage === 'New'),
	'# finished': (_entries, subtasks) => subtasks.some(({stage}) => stage === 'Finished'),
	'- a task is gone, and every source answers': (entries, subtasks) =>
		entries.every(({result}) => result === true) && !subtasks.some(({name}) => name === 'inventory_full'),
	'an upstream is away': (_entries, subtasks) =>
		subtasks.some(({sync}) => sync !== undefined && /^$|\(, 0\)/.test(sync.masterBinlog)),
	dump: (_entries, subtasks) => subtasks.some(({unit}) => unit === 'Dump'),
	load: (_entries, subtasks) => subtasks.some(({unit}) => unit === 'Load'),
} as const satisfies Record<string, Sight>;

/** The same, where the version can say it. */
const laterSights = {
	'! a lag of more than a minute': (_entries, subtasks) =>
		subtasks.some(({sync}) => Number(sync?.secondsBehindMaster) > 60),
	'a source that has not met the DDL': (_entries, subtasks) =>
		subtasks.some(
			({sync}) => sync?.unresolvedGroups?.[0]?.unsynced?.[0]?.startsWith("this DM-worker doesn't") === true,
		),
	'a source moves to another worker': entries => entries.some(({sourceStatus}) => sourceStatus?.worker === 'worker7'),
} as const satisfies Record<string, Sight>;

const newestSights = {
	'an optimistic conflict': (_entries, subtasks) =>
		subtasks.some(({sync}) => sync?.conflictMsg?.includes('conflicts') === true),
	'validator errors': (_entries, subtasks) =>
		subtasks.some(({validation}) => validation != null && !validation.errorRowsStatus.endsWith(': 0/0/0')),
} as const satisfies Record<string, Sight>;

const sourceErrorSights = {
	'the error of a source that cannot ask its upstream': entries =>
		entries.some(({sourceStatus}) => JSON.stringify(sourceStatus).includes('"ErrScope":"upstream"')),
} as const satisfies Record<string, Sight>;

function running({stage, unit}: Subtask): boolean {
	return stage === 'Running' && unit === 'Sync';
}

function checkShowcase(dm: DmVersion) {
	const wanted: Readonly<Record<string, Sight>> = {
		...sights,
		...(dm === '1.0' ? {} : laterSights),
		...(isSince('6.5', dm) ? newestSights : {}),
		...(isSince('26.3', dm) ? sourceErrorSights : {}),
	};
	let world = createWorld('showcase', {seed: 3, dm});
	const atFirst = look(world, wanted);
	expect(atFirst.filter(name => /^[X~=.+#]/.test(name))).toHaveLength(6);
	for (let round = 0; round < 2; round += 1) {
		const seen = new Set<string>();
		let quietSeconds = 0;
		let before = '';
		for (let second = 0; second < 120; second += 1) {
			for (const name of look(world, wanted)) seen.add(name);
			const now = states(world);
			quietSeconds = now === before ? quietSeconds + 1 : 0;
			expect(quietSeconds, `nothing happens until second ${second}`).toBeLessThanOrEqual(6);
			before = now;
			world = step(world, 1000);
		}
		expect([...seen].sort()).toEqual(Object.keys(wanted).sort());
	}
}

function look(world: World, wanted: Readonly<Record<string, Sight>>): string[] {
	const entries = entriesOf(world);
	const subtasks = subtasksOf(entries);
	return Object.entries(wanted).flatMap(([name, sight]) => (sight(entries, subtasks) ? [name] : []));
}

/** What would be an event: stages, units, errors, locks, workers, relays; no counters. */
function states(world: World): string {
	const entries = entriesOf(world);
	return JSON.stringify(
		entries.map(entry => [
			entry.result,
			entry.sourceStatus?.worker,
			relayOf(entry)?.stage,
			(entry.subTaskStatus ?? []).map(({name, stage, unit, sync, validation}) => [
				name,
				stage,
				unit,
				sync?.blockingDDLs,
				sync?.unresolvedGroups,
				sync?.conflictMsg,
				(sync?.masterBinlog ?? '').length > 10,
				Number(sync?.secondsBehindMaster ?? 0) > 5,
				validation?.errorRowsStatus,
			]),
		]),
	);
}

function stagesOf(world: World): readonly string[] {
	return world.tasks.flatMap(task => task.subtasks.map(({source, stage}) => `${task.name} ${source} ${stage}`));
}

describe('showcase', () => {
	for (const dm of shareOf(versions, it => it === '1.0' || it === '6.5'))
		test(`${dm}: passes through everything within two minutes, and again`, () => checkShowcase(dm));
});

describe('every scenario', () => {
	for (const name of Object.keys(scenarios).filter(each => each !== 'huge') as ScenarioName[]) {
		test(`${name} lives the same life under the same seed, however its time is cut`, () => {
			const begin = (seed: number) => createWorld(name, {seed, dm: '6.5'});
			const atOnce = step(begin(5), 30_000);
			let inSteps = begin(5);
			for (const ms of [1, 999, 7313, 250, 21_437]) inSteps = step(inSteps, ms);
			expect(inSteps).toEqual(atOnce);
			expect(entriesOf(step(begin(6), 30_000))).not.toEqual(entriesOf(atOnce));
		});
	}

	for (const name of ['showcase', 'storm'] as const) {
		test(`${name}: a step leaves the world before it as it was`, () => {
			let world = createWorld(name, {seed: 1, dm: '6.5'});
			for (let round = 0; round < 12; round += 1) {
				const before = structuredClone(world);
				const next = step(world, 10_000);
				expect(world).toEqual(before);
				world = next;
			}
		});
	}
});

test('healthy stays healthy, and its counters move', () => {
	let world = createWorld('healthy', {seed: 1, dm: '6.5'});
	expect(world.tasks).toHaveLength(6);
	for (let minute = 0; minute < 5; minute += 1) {
		const before = subtasksOf(entriesOf(world)).map(({sync}) => Number(sync?.totalEvents));
		world = step(world, 60_000);
		const after = subtasksOf(entriesOf(world));
		expect(after.every(running)).toBe(true);
		expect(after.every(({sync}) => sync?.secondsBehindMaster === '0')).toBe(true);
		expect(after.every(({sync}, index) => Number(sync?.totalEvents) > (before[index] ?? 0))).toBe(true);
	}
});

test('storm: one subtask a second changes its stage, and every figure changes', () => {
	let world = createWorld('storm', {seed: 9, dm: '6.5'});
	expect(world.tasks.map(({subtasks}) => subtasks.length)).toEqual(Array.from({length: 24}, () => 4));
	for (let second = 0; second < 120; second += 1) {
		const next = step(world, 1000);
		const before = stagesOf(world);
		expect(stagesOf(next).filter((stage, index) => stage !== before[index])).toHaveLength(1);
		const were = subtasksOf(entriesOf(world));
		const same = subtasksOf(entriesOf(next)).filter(
			({stage, sync}, index) => stage === 'Running' && sync?.totalEvents === were[index]?.sync?.totalEvents,
		);
		// One that has just been resumed has not worked yet.
		expect(same.length).toBeLessThanOrEqual(1);
		world = next;
	}
});

test('huge: 500 tasks on 16 sources in one answer', () => {
	const world = step(createWorld('huge', {seed: 1, dm: '6.5'}), 5000);
	const {answer} = route(world, {method: 'GET', url: '/apis/v1alpha1/status/', body: ''});
	expect(answer.body.length).toBeGreaterThan(6_000_000);
	const subtasks = subtasksOf(entriesOf(world));
	expect(subtasks).toHaveLength(8000);
	expect(new Set(subtasks.map(({name}) => name)).size).toBe(500);
	expect(new Set(subtasks.map(({stage}) => stage))).toEqual(new Set(['Running', 'Paused']));
});
