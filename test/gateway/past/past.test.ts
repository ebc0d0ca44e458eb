import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import type {Reading} from '../../../src/gateway/memory/reading.ts';
import {createPast, type Past} from '../../../src/gateway/past/past.ts';
import {topicValue} from '../../../src/gateway/views/views.ts';
import {route} from '../../../src/simulator/routes.ts';
import type {ScenarioName} from '../../../src/simulator/scenarios.ts';
import type {Happening} from '../../../src/simulator/world/model.ts';
import {befall, createWorld, step} from '../../../src/simulator/world/world.ts';
import type {Find} from '../../../src/wire/messages.ts';
import type {Topic} from '../../../src/wire/topics.ts';
import {isLong, shareOf} from '../../support/long.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

const startMs = Date.UTC(2026, 10, 27, 14, 0, 0);

/** A gateway's memory and its past, on a world and a clock that a test moves. */
function lab({
	scenario = 'showcase',
	session = 'one',
	form = 'dmtop 1',
	folder = null,
	atMs = startMs,
	limitBytes = 300e6,
	keepMs = 86_400_000,
	wallAheadMs = 0,
	isOurs = true,
	tasks = null,
	yieldTurn = async () => {},
}: {
	scenario?: ScenarioName;
	session?: string;
	form?: string;
	folder?: string | null;
	atMs?: number;
	limitBytes?: number;
	keepMs?: number;
	wallAheadMs?: number;
	isOurs?: boolean;
	/** So many of its tasks alone. */
	tasks?: number | null;
	yieldTurn?: () => Promise<void>;
} = {}) {
	let world = createWorld(scenario, {seed: 7, dm: '6.5'});
	if (tasks !== null) world = {...world, tasks: world.tasks.slice(0, tasks)};
	let nowMs = atMs;
	let memory = emptyMemory(['m:8261'], 3000);
	const notes: (string | null)[] = [];
	const past: Past = createPast(
		{keepMs, limitBytes, memoryLimitBytes: 20e6},
		{
			now: () => nowMs,
			wall: () => nowMs + wallAheadMs,
			form,
			session,
			yieldTurn,
			onNote: note => notes.push(note),
		},
	);
	past.keepIn(folder === null ? null : {folder, isOurs});
	const take = (reading: Reading) => {
		memory = remember(memory, reading);
		past.took(reading, memory);
	};
	return {
		past,
		take,
		notes,
		memory: () => memory,
		nowMs: () => nowMs,
		become(next: Memory) {
			memory = next;
			past.became(next);
		},
		befall: (...happenings: Happening[]) => {
			world = befall(world, ...happenings);
		},
		wait(ms: number) {
			nowMs += ms;
		},
		poll(everyMs = 3000) {
			nowMs += everyMs;
			world = step(world, everyMs);
			const {body} = route(world, {method: 'GET', url: '/apis/v1alpha1/status/', body: ''}).answer;
			const cluster = translateStatus(JSON.parse(String(body)));
			take({type: 'status', ok: true, atMs: nowMs, tookMs: 12, master: 'm:8261', version: 'v6.5.0', cluster});
		},
	};
}

type Lab = ReturnType<typeof lab>;

function topicsOf(memory: Memory): readonly Topic[] {
	return ['overview', 'sources', 'locks', 'events', ...[...memory.tasks.keys()].map(name => `task/${name}` as const)];
}

/** All that viewers may be told of a memory. */
function views(memory: Memory, topics = topicsOf(memory)): string {
	return JSON.stringify(topics.map(topic => topicValue(memory, topic)));
}

async function toldAt({past}: Lab, find: Find, topics: readonly Topic[] = ['overview']) {
	const told = await past.tell({type: 'moment', find, topics});
	if (told.type === 'none') return told.why;
	return {...told, views: JSON.stringify(told.values.map(({value}) => value))};
}

function temporary(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-past-'));
	folders.push(folder);
	return path.join(folder, 'm.readings');
}

/** What is known at each of many moments is told again as it was. */
async function check(of: Lab, polls: number, each: (poll: number) => void = () => {}, everyMs = 3000): Promise<void> {
	const kept: {readonly atMs: number; readonly memory: Memory; readonly views: string}[] = [];
	for (let poll = 0; poll < polls; poll++) {
		each(poll);
		of.poll(everyMs + ((poll * 37) % 11));
		if ((poll * 7) % 13 === 0) kept.push({atMs: of.nowMs(), memory: of.memory(), views: views(of.memory())});
	}
	for (const {atMs, memory, views: then} of kept) {
		const told = await toldAt(of, {type: 'at', atMs}, topicsOf(memory));
		expect(typeof told === 'string' ? told : told.views).toBe(then);
	}
}

describe('a moment is told as it was', () => {
	test.for(
		shareOf(['showcase', 'incident', 'storm', 'cutover'] as const, it => it === 'incident'),
	)('of %s', async scenario => {
		await check(lab({scenario, folder: temporary()}), 80, undefined, 9000);
	});

	test('without a folder', async () => check(lab(), 40));

	test.runIf(isLong)('of a large cluster, which is taken in in turns while more comes', async () => {
		let turns = 0;
		const yieldTurn = async () => {
			turns += 1;
		};
		await check(lab({scenario: 'huge', tasks: 25, folder: temporary(), yieldTurn}), 16, undefined, 30_000);
		expect(turns).toBeGreaterThan(0);
	});

	test('with failures, locks, a dead worker and other readings between the answers', async () => {
		const of = lab({folder: temporary()});
		const atMs = () => of.nowMs();
		await check(of, 120, poll => {
			if (poll === 20) of.befall({type: 'worker-dies', worker: 'worker2'});
			if (poll % 30 === 7) {
				of.past.waits(atMs() + 5000);
				of.take({type: 'failed', ok: false, atMs: atMs(), message: 'nobody answers', timedOut: false});
			}
			if (poll % 30 === 8) of.past.waits(null);
			if (poll % 25 === 3) of.take({type: 'server-locks', ok: true, atMs: atMs(), locks: [], note: 'no gRPC'});
			if (poll === 33) of.take({type: 'sources', ok: true, atMs: atMs(), sources: []});
			if (poll === 50) of.become({...of.memory(), stateNote: 'What is seen is not saved: a test.'});
			if (poll === 70) of.become({...of.memory(), stateNote: null});
		});
	});

	test('with the trouble as it was, and when it was to be tried again', async () => {
		const of = lab();
		for (let poll = 0; poll < 5; poll++) of.poll();
		of.wait(3000);
		of.take({type: 'failed', ok: false, atMs: of.nowMs(), message: 'nobody answers', timedOut: false});
		of.past.waits(of.nowMs() + 4000);
		const failedMs = of.nowMs();
		of.wait(4000);
		of.past.waits(null);
		of.poll();
		const then = await toldAt(of, {type: 'at', atMs: failedMs + 1000});
		expect(then).toMatchObject({
			atMs: failedMs + 1000,
			trouble: {sinceMs: failedMs, message: 'nobody answers', tries: 1, nextTryAtMs: failedMs + 4000},
			lastGoodAtMs: failedMs - 3000,
		});
		expect(await toldAt(of, {type: 'at', atMs: failedMs + 4500})).toMatchObject({trouble: {nextTryAtMs: null}});
		expect(await toldAt(of, {type: 'at', atMs: of.nowMs()})).toMatchObject({trouble: null});
	});
});

describe('moments at which something changed', () => {
	test('are gone through in both directions, and their ends are told', async () => {
		const of = lab({scenario: 'healthy'});
		const changes: number[] = [startMs + 3000];
		for (let poll = 0; poll < 60; poll++) {
			const before = of.memory().events;
			if (poll === 20) of.befall({type: 'paused', task: 'crm'});
			if (poll === 40) of.befall({type: 'worker-dies', worker: 'worker2'});
			of.poll();
			if (poll > 0 && of.memory().events !== before) changes.push(of.nowMs());
		}
		expect(changes.length).toBeGreaterThan(2);
		const back: number[] = [];
		for (let atMs = of.nowMs() + 1; ; ) {
			const told = await toldAt(of, {type: 'step', fromMs: atMs, by: -1});
			if (typeof told === 'string') {
				expect(told).toBe('no-change-before');
				break;
			}
			back.unshift(told.atMs);
			atMs = told.atMs;
		}
		expect(back).toEqual(changes);
		const [, second = 0, third = 0] = changes;
		expect(await toldAt(of, {type: 'step', fromMs: second, by: 1})).toMatchObject({atMs: third});
		expect(await toldAt(of, {type: 'change', atMs: second})).toMatchObject({atMs: second});
		expect(await toldAt(of, {type: 'step', fromMs: changes.at(-1) ?? 0, by: 1})).toBe('no-change-after');
	});

	test('before the first is what is kept first', async () => {
		const of = lab();
		of.poll();
		of.poll();
		const told = await toldAt(of, {type: 'at', atMs: startMs - 60_000});
		expect(told).toMatchObject({atMs: startMs + 3000, remark: {type: 'oldest'}});
	});

	test('where nothing is kept there is none', async () => {
		expect(await toldAt(lab(), {type: 'at', atMs: startMs})).toBe('nothing-yet');
		const none = createPast(null, {
			...{now: () => 0, wall: () => 0, form: '', session: ''},
			yieldTurn: async () => {},
			onNote() {},
		});
		expect(await none.tell({type: 'moment', find: {type: 'at', atMs: 0}, topics: []})).toEqual({
			type: 'none',
			why: 'not-kept',
		});
	});
});

describe('after a restart', () => {
	test('what was seen before is told by its own clock, and the time between is told and not drawn', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 30; poll++) one.poll();
		const then = {atMs: one.nowMs(), views: views(one.memory(), ['overview'])};
		one.past.close();
		// The other run's clock shows 7 s less when the wall shows the same.
		const two = lab({folder, session: 'two', atMs: one.nowMs() + 600_000 - 7000, wallAheadMs: 7000});
		expect(await toldAt(two, {type: 'at', atMs: then.atMs - 7000})).toMatchObject({
			...{atMs: then.atMs, aheadMs: -7000, views: then.views},
			remark: null,
		});
		for (let poll = 0; poll < 5; poll++) two.poll();
		const beginMs = one.nowMs() + 600_000 - 7000 + 3000;
		const gap = {type: 'unwatched', fromMs: then.atMs - 7000, untilMs: beginMs};
		expect(await toldAt(two, {type: 'at', atMs: then.atMs + 100_000})).toMatchObject({
			...{atMs: then.atMs, views: then.views, remark: gap},
		});
		expect(await toldAt(two, {type: 'step', fromMs: beginMs, by: -1})).toMatchObject({aheadMs: -7000, remark: gap});
		expect(await toldAt(two, {type: 'step', fromMs: then.atMs - 7000, by: 1})).toMatchObject({
			...{atMs: beginMs, aheadMs: 0, remark: gap},
		});
	});

	test('of a large run that was killed while its memory was written the readings before that are there', async () => {
		const folder = temporary();
		let isKilled = false;
		const yieldTurn = () => (isKilled ? new Promise<void>(() => {}) : Promise.resolve());
		const killed = lab({scenario: 'huge', tasks: 25, folder, yieldTurn});
		for (let poll = 0; poll < 3; poll++) killed.poll(130_000);
		await toldAt(killed, {type: 'at', atMs: killed.nowMs()});
		isKilled = true;
		killed.poll(130_000);
		const next = lab({session: 'two', folder, atMs: killed.nowMs()});
		const told = await toldAt(next, {type: 'at', atMs: killed.nowMs()});
		expect(typeof told === 'string' ? told : told.views).toBe(views(killed.memory(), ['overview']));
	});

	test('of a run that was killed all but its last seconds is there', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 30; poll++) one.poll();
		// Nothing is closed, and what was being written is torn.
		const [file = ''] = readdirSync(folder);
		truncateSync(path.join(folder, file), statSync(path.join(folder, file)).size - 10);
		const two = lab({folder, session: 'two', atMs: one.nowMs() + 60_000});
		const told = await toldAt(two, {type: 'at', atMs: one.nowMs()});
		const atMs = typeof told === 'string' ? 0 : told.atMs;
		expect(one.nowMs() - atMs).toBeLessThan(30_000);
		expect(atMs).toBeGreaterThan(startMs + 30_000);
	});

	test('what another gateway keeps is read, and left as it is', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 30; poll++) one.poll();
		const then = {atMs: one.nowMs(), views: views(one.memory(), ['overview'])};
		const two = lab({folder, session: 'two', isOurs: false, atMs: one.nowMs() + 1000});
		for (let poll = 0; poll < 5; poll++) {
			two.poll();
			one.wait(1000);
			one.poll(2000);
		}
		one.past.close();
		const files = readdirSync(folder);
		expect(await toldAt(two, {type: 'at', atMs: then.atMs})).toMatchObject({atMs: then.atMs, views: then.views});
		const last = views(two.memory(), ['overview']);
		expect(await toldAt(two, {type: 'at', atMs: two.nowMs()})).toMatchObject({views: last, remark: null});
		expect(readdirSync(folder)).toEqual(files);
	});

	test('what is damaged is told to be, and nothing is drawn of it', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 5; poll++) one.poll();
		one.become({...one.memory(), limits: null} as unknown as Memory);
		one.become({
			...one.memory(),
			tasks: new Map([['t', {task: {subtasks: []}, verdicts: new Map(), tracks: new Map()}]]),
		} as unknown as Memory);
		expect(await toldAt(one, {type: 'at', atMs: one.nowMs()})).toBe('unreadable');
	});

	test('what another version has written is not read', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 10; poll++) one.poll();
		one.past.close();
		const two = lab({folder, session: 'two', form: 'dmtop 2', atMs: one.nowMs() + 60_000});
		expect(await toldAt(two, {type: 'at', atMs: one.nowMs()})).toBe('nothing-yet');
	});

	test('what is of another cluster is put aside', async () => {
		const folder = temporary();
		const one = lab({folder});
		for (let poll = 0; poll < 10; poll++) one.poll();
		one.past.close();
		const two = lab({folder, session: 'two', atMs: one.nowMs() + 60_000});
		two.past.startAnew();
		two.poll();
		expect(await toldAt(two, {type: 'at', atMs: one.nowMs()})).toMatchObject({remark: {type: 'oldest'}});
		expect(readdirSync(path.dirname(folder)).sort()).toEqual(['m.readings', 'm.readings.other']);
	});
});

describe('bounds', () => {
	test.runIf(isLong)('no more is kept than may be, and of what is kept each moment is told', async () => {
		const folder = temporary();
		const of = lab({scenario: 'healthy', folder, limitBytes: 60_000});
		for (let poll = 0; poll < 400; poll++) of.poll();
		const size = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
		expect(size).toBeLessThanOrEqual(60_000);
		expect(size).toBeGreaterThan(30_000);
		const oldest = await toldAt(of, {type: 'at', atMs: startMs});
		const oldestMs = typeof oldest === 'string' ? 0 : oldest.atMs;
		expect(oldest).toMatchObject({remark: {type: 'oldest'}});
		expect(oldestMs).toBeGreaterThan(startMs + 60_000);
		for (let atMs = oldestMs; atMs <= of.nowMs(); atMs += 20_000) {
			expect(await toldAt(of, {type: 'at', atMs})).toMatchObject({atMs, remark: null});
		}
	});

	test.runIf(isLong)('what is too old goes', async () => {
		const of = lab({scenario: 'healthy', folder: temporary(), keepMs: 0});
		for (let poll = 0; poll < 300; poll++) of.poll(20_000);
		const oldest = await toldAt(of, {type: 'at', atMs: startMs});
		// Histories reach back an hour, and a segment has ten minutes.
		const ageMs = typeof oldest === 'string' ? 0 : of.nowMs() - oldest.atMs;
		expect(ageMs).toBeGreaterThan(3_600_000);
		expect(ageMs).toBeLessThan(3_600_000 + 25 * 60_000);
	});
});

describe('trouble', () => {
	test('where a folder cannot be written it is told, kept in memory, and tried again', async () => {
		const folder = temporary();
		writeFileSync(folder, 'no folder');
		const of = lab({folder});
		for (let poll = 0; poll < 10; poll++) of.poll();
		expect(of.notes.at(-1)).toMatch(/^What is seen cannot be looked back at after a restart: .* cannot be written: /);
		expect(await toldAt(of, {type: 'at', atMs: of.nowMs() - 3000})).toMatchObject({remark: null});
		rmSync(folder);
		for (let poll = 0; poll < 30; poll++) of.poll();
		expect(of.notes.at(-1)).toBeNull();
		expect(readdirSync(folder)).toHaveLength(1);
		expect(await toldAt(of, {type: 'at', atMs: startMs + 15_000})).toMatchObject({
			atMs: startMs + 15_000,
			remark: null,
		});
	});

	test('where somebody changes a file nothing more is added to it', async () => {
		const folder = temporary();
		const of = lab({folder});
		for (let poll = 0; poll < 10; poll++) of.poll();
		const [file = ''] = readdirSync(folder);
		writeFileSync(path.join(folder, file), 'something else');
		for (let poll = 0; poll < 10; poll++) of.poll();
		expect(of.notes.at(-1)).toMatch(/somebody changed it/);
		expect(readFileSync(path.join(folder, file), 'utf8')).toBe('something else');
	});
});
