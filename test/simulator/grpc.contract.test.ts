import {describe, expect, test} from 'vitest';
import {callMaster} from '../../src/simulator/grpc/master.ts';
import {shapes} from '../../src/simulator/grpc/shapes.ts';
import {read, type Shape, type Told, write} from '../../src/simulator/grpc/wire.ts';
import type {DmVersion, Happening, World} from '../../src/simulator/world/model.ts';
import {befall, step} from '../../src/simulator/world/world.ts';
import {fixture, lab, recorded} from './lab.ts';

/** The bytes of the recorded answers, by the field numbers of each version. */
const wire = JSON.parse(fixture('operations/wire.json')) as Readonly<
	Record<string, {readonly request: string; readonly answer: string}>
>;

type Case = {
	readonly name: string;
	readonly dms: readonly DmVersion[];
	/** The recording: its request is played, and its answer is what the simulator has to say. */
	readonly file: string;
	readonly world: (dm: DmVersion) => World;
	/** The texts may differ: another number of the log, another address. */
	readonly looseTexts?: true;
};

const v2: readonly DmVersion[] = ['2.0', '6.5'];
const all: readonly DmVersion[] = ['1.0', '2.0', '6.5'];
const u1 = 'ALTER TABLE `shop`.`orders` ADD COLUMN `u1` INT';

function ddl(source: string): Happening {
	const schema = `shop_${source.slice(-1)}`;
	const tables = [`\`${schema}\`.\`orders_1\``, `\`${schema}\`.\`orders_2\``];
	return {type: 'ddl-met', task: 'orders_merge', source, sql: u1, tables, met: 2};
}

const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
const oneWaits = (dm: DmVersion) => befall(step(lab(dm, [], {relayOn: [first]}), 1000), ddl(first));
const leftOver = (dm: DmVersion) => befall(oneWaits(dm), {type: 'stopped', task: 'orders_merge'});
const withRelay = (dm: DmVersion) => step(lab(dm, [], {relayOn: [first]}), 1000);
const relayPaused = (dm: DmVersion) => befall(withRelay(dm), {type: 'relay-paused', source: first});

const cases: readonly Case[] = [
	{name: 'no lock', dms: v2, file: 'locks-none', world: lab},
	{name: 'a lock at which one source waits', dms: all, file: 'locks-one-source', world: oneWaits},
	{name: 'a plain unlock', dms: all, file: 'unlock-plain', world: oneWaits, looseTexts: true},
	{name: 'no lock after it', dms: v2, file: 'locks-after-unlock', world: lab},
	{name: 'an unknown lock', dms: ['1.0', '6.5'], file: 'unlock-unknown', world: oneWaits, looseTexts: true},
	{name: 'the lock of a stopped task is unlocked', dms: v2, file: 'unlock-left-over', world: leftOver},
	{name: 'the relay is paused', dms: all, file: 'relay-pause', world: withRelay},
	{name: 'the relay is resumed', dms: v2, file: 'relay-resume', world: relayPaused},
	{
		name: 'the relay is paused again',
		dms: ['1.0', '6.5'],
		file: 'relay-pause-again',
		world: relayPaused,
		looseTexts: true,
	},
	{name: 'the relay is off', dms: v2, file: 'relay-pause-not-enabled', world: dm => step(lab(dm), 1000)},
	{name: 'nobody is named', dms: ['6.5'], file: 'relay-pause-no-source', world: withRelay},
	{name: 'the relay is started', dms: v2, file: 'relay-start', world: dm => step(lab(dm), 1000)},
	{name: 'a validator of an unknown task is started', dms: ['6.5'], file: 'validation-start-unknown-task', world: lab},
	{name: 'a task is checked', dms: ['1.0', '2.0'], file: 'check-task', world: lab},
	{name: 'a task is checked whose upstream is a MariaDB', dms: ['6.5'], file: 'check-task-real-checks', world: lab},
	{name: 'what is no YAML is checked', dms: ['6.5'], file: 'check-task-bad-yaml', world: lab},
	{name: 'the relay of an unknown source', dms: ['6.5'], file: 'relay-start-unknown-source', world: withRelay},
];

/** Addresses of workers are the lab's own. */
function ownAddresses(world: World, text: string): string {
	return text.replaceAll(/127\.0\.0\.1:826([234])/g, (_, digit) => world.workers[Number(digit) - 2]?.address ?? '');
}

function called(dm: DmVersion, {file, world: worldOf}: Case) {
	const name = `${recorded[dm]}/${file}`;
	const {method, request} = JSON.parse(fixture(`operations/${name}.json`)) as {method: string; request: Told};
	const world = worldOf(dm);
	const shape = shapes[dm][method.split('/').at(-1) ?? ''];
	if (shape === undefined) throw new Error(`${method} is not simulated`);
	const asked = JSON.parse(ownAddresses(world, JSON.stringify(request))) as Told;
	const after = callMaster(world, method, write(shape.request, whole(shape.request, asked)));
	const recordedAnswer = Buffer.from(wire[name]?.answer ?? '', 'base64');
	return {...after, shape, before: world, recordedAnswer};
}

function whole(shape: Shape, told: Told): Told {
	return Object.fromEntries(
		Object.values(shape).map(([name, , many]) => [name, told[name] ?? (many ? [] : undefined)]),
	);
}

describe('the simulated gRPC answers as it was recorded', () => {
	for (const it of cases) {
		test.for(it.dms)(`${it.name}: ${it.file} on %s`, dm => {
			const {reply, recordedAnswer, shape, before} = called(dm, it);
			if (reply === 'drop' || reply.type !== 'message') throw new Error(`no message: ${JSON.stringify(reply)}`);
			if (it.looseTexts !== true && dm !== '1.0') {
				expect(read(shape.answer, reply.bytes)).toEqual(read(shape.answer, recordedAnswer));
				return;
			}
			const answerOf = (bytes: Buffer) => partsIn(bytes, shape.answer);
			const [told, expected] = [answerOf(reply.bytes), answerOf(recordedAnswer)];
			expect(told.result).toBe(expected.result);
			expect(told.op).toBe(expected.op);
			expect(told.codes).toEqual(expected.codes);
			expect(told.results).toEqual(expected.results);
			expect(told.names).toEqual(expected.names.map(name => ownAddresses(before, name)));
		});
	}

	test('what was recorded is played on each version that has it', () => {
		expect(cases.flatMap(({dms}) => dms).length).toBeGreaterThan(20);
	});

	test.for([
		'2.0',
		'6.5',
	] as const)('after a plain unlock on %s nobody waits, and the late source makes a lock of its own', dm => {
		const {world} = called(dm, {name: '', dms: [], file: 'unlock-plain', world: oneWaits});
		expect(world.locks).toEqual([]);
		expect(world.tasks.find(({name}) => name === 'orders_merge')?.subtasks.map(it => it.ddl)).toEqual([
			null,
			null,
			null,
		]);
		const late = befall(world, ddl(second));
		expect(late.locks).toMatchObject([{owner: second, synced: [second], unsynced: [first, third]}]);
	});

	test('of a stopped task 1.0 removes the lock by force alone, and says false all the same', () => {
		const plain = called('1.0', {name: '', dms: [], file: 'unlock-left-over', world: leftOver});
		const forced = called('1.0', {name: '', dms: [], file: 'unlock-left-over-force', world: leftOver});
		expect([plain.world.locks.length, forced.world.locks.length]).toEqual([1, 0]);
	});
});

function partsIn(bytes: Buffer, shape: Shape) {
	const told = read(shape, bytes);
	const parts = Object.values(shape).flatMap(([name, type]) =>
		typeof type === 'object' ? (told[name] as readonly Told[]) : [],
	);
	const codes = (text: unknown) => String(text).match(/code=\d+/g) ?? [];
	return {
		result: told['result'],
		op: told['op'],
		codes: [...codes(told['msg']), ...parts.flatMap(part => codes(part['msg']))],
		results: parts.map(part => part['result']),
		names: parts.map(part => String(part['worker'] ?? part['owner'] ?? '')),
	};
}
