import {expect, test} from 'vitest';
import {route} from '../../src/simulator/routes.ts';
import type {DmVersion, Happening, World} from '../../src/simulator/world/model.ts';
import {befall} from '../../src/simulator/world/world.ts';
import {fixture, lab, recorded} from './lab.ts';

type Answer = {readonly result?: boolean; readonly msg?: string} & Readonly<Record<string, unknown>>;
type Part = {readonly result?: boolean; readonly source?: string; readonly msg?: string};

const stopped = (task: string, sources?: readonly string[]): Happening => ({
	type: 'stopped',
	task,
	...(sources && {sources}),
});
const merged = [stopped('orders_merge')];
const second = [stopped('orders_merge', ['mysql-replica-02'])];

test.for<readonly [DmVersion, string, readonly Happening[]]>([
	['1.0', 'start-task', merged],
	['1.0', 'start-running-task', []],
	['2.0', 'start-task', merged],
	['2.0', 'start-running-task', []],
	['2.0', 'start-from-getcfg', [stopped('billing')]],
	['2.0', 'start-subset-wrong-source', merged],
	['6.5', 'start-again-after-stop', merged],
	['6.5', 'start-running-task', []],
	['6.5', 'start-from-getcfg', merged],
	['6.5', 'start-subset', second],
	['6.5', 'start-subset-wrong-source', merged],
	['6.5', 'start-bad-yaml', []],
	['6.5', 'start-empty', []],
])('the simulated %s answers to %s as it was recorded', ([dm, file, happened]) => {
	const {request, answer} = JSON.parse(fixture(`operations/${recorded[dm]}/${file}.json`)) as {
		readonly request: {readonly method: string; readonly path: string; readonly body: unknown};
		readonly answer: Answer;
	};
	const before = happened.reduce<World>((world, each) => befall(world, each), lab(dm));
	const {world, answer: told} = route(before, {
		method: request.method,
		url: request.path,
		body: JSON.stringify(request.body),
	});
	const body = JSON.parse(told.body) as Answer;
	expect(summary(body)).toEqual(summary(answer));
	if (dm !== '1.0') expect(Object.keys(body)).toEqual(Object.keys(answer));
	const starts = partsOf(answer).filter(({result}) => result === true).length;
	expect(subtasks(world) - subtasks(before)).toBe(starts);
});

/** Which worker a source has, and where in 1.0's code something failed, is the lab's own. */
function summary(answer: Answer) {
	const {result = false, msg = ''} = answer;
	const parts = partsOf(answer).map(part => ({
		result: part.result === true,
		source: part.source,
		codes: part.msg?.match(/code=\d+/g) ?? [],
	}));
	return {result, msg, parts};
}

function partsOf(answer: Answer): readonly Part[] {
	return (answer['sources'] ?? answer['workers'] ?? []) as readonly Part[];
}

function subtasks({tasks}: World): number {
	return tasks.reduce((sum, task) => sum + task.subtasks.length, 0);
}
