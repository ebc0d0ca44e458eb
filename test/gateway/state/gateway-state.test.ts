import {existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {sleep} from '../../../src/clock.ts';
import {startGateway} from '../../../src/gateway/gateway.ts';
import {startSimulator} from '../../../src/simulator/server.ts';
import {createLink, type LinkEvent} from '../../../src/wire/link.ts';
import {startCaseMaster} from '../../support/cases.ts';
import {createTestClock, type TestClock} from '../../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../../support/keys.ts';

let folder = '';
const closing: (() => unknown)[] = [];
beforeEach(() => {
	folder = path.join(mkdtempSync(path.join(tmpdir(), 'dmtop-gateway-')), 'state');
});
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
	rmSync(path.dirname(folder), {recursive: true, force: true});
});

type Overview = Extract<LinkEvent, {topic: 'overview'}>['value'];

/** What a gateway that saves shows once it is so, and what it said; it has ended then. */
async function shownBy(master: string, clock: TestClock, met: (value: Overview, note: string | undefined) => boolean) {
	const notes: string[] = [];
	const gateway = await startGateway({
		masters: [master],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 500,
		program: 'dmtop 0.0.0',
		clock,
		random: () => 0,
		state: {folder, limitBytes: 16e6},
		onStateNote: note => notes.push(note),
	});
	const events: LinkEvent[] = [];
	const onEvent = (event: LinkEvent) => events.push(event);
	const link = createLink({url: gateway.url, token: testToken, onEvent, random: () => 0, clock});
	link.setTopics(['overview']);
	let shown: Overview | undefined;
	await clock.until(
		() => {
			for (const event of events.splice(0))
				if (event.type === 'topic' && event.topic === 'overview') shown = event.value;
			return shown !== undefined && met(shown, notes[0]);
		},
		() => `The list is ${JSON.stringify(shown)?.slice(0, 2000)}; said was ${notes}`,
	);
	link.close();
	await clock.during(gateway.close());
	return {value: shown, notes};
}

async function simulated(clock: TestClock) {
	const wait = (ms: number, signal: AbortSignal) => sleep(clock, ms, signal);
	const listen = {host: '127.0.0.1', port: 0};
	const simulator = await startSimulator({listen, scenario: 'healthy', dm: '6.5', now: () => 0, wait});
	closing.push(() => simulator.close());
	return simulator;
}

const fileOf = (master: string) => path.join(folder, `${master.replace(/^http:\/\//, '').replace(':', '_')}.db`);
const hasTasks = ({tasks}: Overview) => tasks.length > 0;
/** What is saved is opened a little after the first answer. */
const isSaving = (master: string) => (value: Overview) => hasTasks(value) && existsSync(fileOf(master));

test('a gateway that starts again goes on where the one before it was', async () => {
	const clock = createTestClock();
	const simulator = await simulated(clock);
	const {value: before} = await shownBy(simulator.url, clock, isSaving(simulator.url));
	clock.pass(3_600_000);
	const {value: after} = await shownBy(simulator.url, clock, ({events}) => events.length > 0);
	expect(after?.events.map(({type}) => type)).toEqual(['unwatched']);
	expect(after?.cluster.firstAnswerAtMs).toBe(before?.cluster.firstAnswerAtMs);
	expect(after?.tasks.map(({name, seenSinceMs}) => [name, seenSinceMs])).toEqual(
		before?.tasks.map(({name, seenSinceMs}) => [name, seenSinceMs]),
	);
});

test('while no master answers it shows what was last known, and says so', async () => {
	const clock = createTestClock();
	const simulator = await simulated(clock);
	await shownBy(simulator.url, clock, isSaving(simulator.url));
	await simulator.control.down();
	clock.pass(60_000);
	const {value} = await shownBy(simulator.url, clock, hasTasks);
	expect(value?.tasks).toHaveLength(6);
});

test('what was saved of another cluster is put aside', async () => {
	const clock = createTestClock();
	const simulator = await simulated(clock);
	await shownBy(simulator.url, clock, isSaving(simulator.url));
	const other = await startCaseMaster('negative-lag');
	closing.push(() => other.close());
	renameSync(fileOf(simulator.url), fileOf(other.address));
	rmSync(path.join(folder, '.journal'), {recursive: true});
	const {value, notes} = await shownBy(other.address, clock, (it, note) => hasTasks(it) && note !== undefined);
	const aside = fileOf(other.address).replace(/db$/, 'other.db');
	expect(notes).toEqual([`What was saved is of another cluster: it is kept as ${aside}, and a new file was begun.`]);
	expect(value?.remarks).toEqual(notes);
	expect([existsSync(aside), existsSync(fileOf(other.address))]).toEqual([true, true]);
});

test('what cannot be kept is told, and so is that it can be again', async () => {
	const clock = createTestClock();
	const simulator = await simulated(clock);
	const readings = fileOf(simulator.url).replace(/db$/, 'readings');
	mkdirSync(folder, {mode: 0o700});
	writeFileSync(readings, '');
	const notes: string[] = [];
	const gateway = await startGateway({
		...{masters: [simulator.url], door: loopbackDoor(), keys: testKeys, everyMs: 10_000, program: 'dmtop 0.0.0'},
		...{clock, random: () => 0, state: {folder, limitBytes: 16e6}},
		keepReadings: {keepMs: 86_400_000, limitBytes: 1e6, memoryLimitBytes: 1e6},
		onStateNote: note => notes.push(note),
	});
	const told = (count: number) =>
		clock.until(
			() => notes.length === count,
			() => `said was ${notes.join(' ')}`,
		);
	await told(1);
	expect(notes[0]).toMatch(/^What is seen cannot be looked back at after a restart: .*\.readings/);
	rmSync(readings);
	clock.pass(60_000);
	await told(2);
	expect(notes[1]).toBe('What is seen can be looked back at now, also after a restart.');
	await clock.during(gateway.close());
});
