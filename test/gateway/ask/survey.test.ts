import {describe, expect, test} from 'vitest';
import {createSurvey, type Surveyed} from '../../../src/gateway/ask/survey.ts';
import {type Behaviour, surveyed} from '../../support/surveyed.ts';

function start(given: Partial<Behaviour> = {}, workers: readonly string[] = []) {
	const master = surveyed(given);
	const {clock, client, questions, during} = master;
	const survey = createSurvey(client, clock, new AbortController().signal, workers);
	return {
		...master,
		/** The answer of the next poll, what was asked for it, and how long it took. */
		async poll() {
			questions.length = 0;
			const startedMs = clock.now();
			const told = await during(survey.ask());
			return {told, asked: [...questions], ms: clock.now() - startedMs};
		},
		/** Polls every 3 s. */
		async polls(count: number) {
			const ages: number[] = [];
			for (let poll = 0; poll < count; poll++) {
				const startedMs = clock.now();
				await during(survey.ask());
				ages.push(clock.now() - startedMs);
				clock.pass(3000);
			}
			return ages;
		},
	};
}

const names = (count: number) => Array.from({length: count}, (_, index) => `s${index + 1}`);

function silentIn({cluster}: Surveyed): readonly string[] {
	return cluster.sources.filter(({answered}) => !answered).map(({source, message}) => `${source}: ${message}`);
}

function toldIn({cluster}: Surveyed): readonly (string | null)[] {
	return cluster.sources.filter(({answered}) => answered).map(({source}) => source);
}

test('all is asked in one question while that works', async () => {
	const {poll} = start();
	for (let time = 0; time < 3; time++) {
		const {asked, told} = await poll();
		expect(asked).toEqual(['all']);
		expect(told).toMatchObject({parts: null, apart: [], master: 'm:8261', tookMs: 20});
	}
});

describe('an answer that is too large', () => {
	test('is asked in as few parts as fit, and the division is remembered', async () => {
		const {poll} = start({sources: names(10), fits: 6});
		const first = await poll();
		expect(first.asked).toEqual(['all', 's1 s2 s3 s4 s5', 's6 s7 s8 s9 s10']);
		expect(toldIn(first.told)).toEqual(names(10));
		expect(first.told).toMatchObject({parts: 2, bodies: {length: 2}});
		expect((await poll()).asked).toEqual(['s1 s2 s3 s4 s5', 's6 s7 s8 s9 s10']);
	});

	test('what still does not fit is divided again', async () => {
		const {poll, it} = start({sources: names(9), fits: 5});
		await poll();
		it.fits = 2;
		const {told} = await poll();
		expect([told.parts, toldIn(told)]).toEqual([5, names(9)]);
		expect((await poll()).asked).toHaveLength(5);
	});

	test('now and then a larger part is tried, and less and less often in vain', async () => {
		const {poll, it, clock} = start({sources: names(4), fits: 3});
		await poll();
		let tries = 0;
		for (let minute = 0; minute < 60; minute++) {
			clock.pass(60_000);
			if ((await poll()).asked.includes('all')) tries += 1;
		}
		expect(tries).toBeGreaterThan(3);
		expect(tries).toBeLessThan(8);
		it.fits = 4;
		for (let minute = 0; minute < 61; minute++) {
			clock.pass(60_000);
			await poll();
		}
		const {asked, told} = await poll();
		expect([asked, told.parts]).toEqual([['all'], null]);
	});

	test('a source that is too large alone is silent, says why, and is not asked at every poll', async () => {
		const {poll, it} = start({sources: names(4), oversized: new Set(['s3']), fits: 100});
		const {told} = await poll();
		expect(toldIn(told)).toEqual(['s1', 's2', 's4']);
		expect(silentIn(told)).toEqual(['s3: too large for the master itself']);
		const next = await poll();
		expect(next.asked).toEqual(['s1 s2', 's4']);
		expect(silentIn(next.told)).toEqual(['s3: too large for the master itself']);
		expect(it.oversized.size).toBe(1);
	});

	test('a source that is new is asked, one that has gone is not, and one that DM does not know spoils nothing', async () => {
		const {poll, it, clock} = start({sources: names(4), fits: 3});
		await poll();
		it.sources = ['s1', 's2', 's4', 's5'];
		it.unknown = new Set(['s3']);
		expect(toldIn((await poll()).told)).toEqual(['s1', 's2', 's4']);
		clock.pass(60_000);
		expect(toldIn((await poll()).told)).toEqual(['s1', 's2', 's4', 's5']);
	});

	test('1.0 is asked by the addresses of its workers, as far as they are known', async () => {
		const {poll, it} = start({shape: 'workers', sources: ['w1:1', 'w2:1', 'w3:1'], lists: false});
		await poll();
		it.fits = 2;
		expect((await poll()).asked).toEqual(['all', 'w1:1 w2:1', 'w3:1']);
	});

	test('1.0 names its workers nowhere else: without their names it says so, at every poll', async () => {
		const {poll} = start({shape: 'workers', fits: 2, lists: false});
		const message =
			'GET /apis/v1alpha1/status/ of m:8261: too large for the master itself; DM 1.0 names its workers in no other answer: to ask them in parts, name each of them with --worker HOST:PORT';
		await expect(poll()).rejects.toMatchObject({kind: 'too-large', message});
		await expect(poll()).rejects.toMatchObject({kind: 'too-large', message});
		const newer = start({fits: 2, lists: false});
		await expect(newer.poll()).rejects.toMatchObject({message: expect.not.stringContaining('--worker') as string});
	});

	test('1.0 with the names of its workers is asked in parts, and those that it does not know are left out', async () => {
		const sources = ['w1:1', 'w2:1', 'w3:1'];
		const {poll} = start({shape: 'workers', sources, fits: 2, lists: false, unknown: new Set(['w9:1'])}, [
			...sources,
			'w9:1',
		]);
		const {told} = await poll();
		expect(told.cluster.sources.map(({worker}) => worker)).toEqual(sources);
		expect(told).toMatchObject({parts: 2, given: 3});
		expect((await poll()).asked).toEqual(['w1:1 w2:1', 'w3:1']);
		expect((await start({shape: 'workers', sources, lists: false}, ['w1:1']).poll()).told).toMatchObject({given: null});
	});

	test('names that are given do not matter where the cluster lists its sources, or has told of its workers', async () => {
		const listed = start({fits: 2}, ['w1:1']);
		expect((await listed.poll()).told).toMatchObject({given: null, parts: 2});
		const {poll, it} = start({shape: 'workers', sources: ['w1:1', 'w2:1'], lists: false}, ['w1:1']);
		await poll();
		it.fits = 1;
		const {told, asked} = await poll();
		expect([told.given, asked]).toEqual([null, ['all', 'w1:1', 'w2:1']]);
	});

	test('a cluster of one source is asked for it by its name', async () => {
		const {poll, it, client} = start({sources: ['s1']});
		const read = client.readStatus;
		client.readStatus = options => {
			it.fits = options?.only === null ? 0.5 : 1;
			return read(options);
		};
		const {told, asked} = await poll();
		expect([toldIn(told), asked]).toEqual([['s1'], ['all', 's1']]);
	});
});

describe('an answer that hangs', () => {
	test.each([1, 2, 3, 4, 5, 16])('of %i sources the last hangs: the others go on, and it says so', async count => {
		const {poll, it} = start({sources: names(count + 1)});
		await poll();
		it.slow.set(`s${count + 1}`, Number.POSITIVE_INFINITY);
		const {told, ms} = await poll();
		expect(toldIn(told)).toEqual(names(count));
		expect(silentIn(told)).toEqual([`s${count + 1}: no answer within 3 s; it is asked apart from the others`]);
		expect(told.apart).toEqual([`s${count + 1}`]);
		expect(ms).toBeLessThan(9000);
		for (let time = 0; time < 3; time++) {
			const next = await poll();
			expect(next.ms).toBeLessThan(100);
			expect(toldIn(next.told)).toEqual(names(count));
			expect(next.asked).toEqual([names(count).join(' ')]);
		}
	});

	test('two that hang are found, and who answers again comes back at once', async () => {
		const {poll, polls, it, clock} = start({sources: names(8)});
		await poll();
		it.slow = new Map([
			['s2', Number.POSITIVE_INFINITY],
			['s7', 30_000],
		]);
		expect((await poll()).told.apart).toEqual(['s2', 's7']);
		await polls(10);
		const {told} = await poll();
		expect(silentIn(told)).toEqual([
			's2: no answer within 3 s; it is asked apart from the others',
			's7: DeadlineExceeded',
		]);
		it.slow.delete('s7');
		clock.pass(31_000);
		await polls(3);
		expect((await poll()).told.apart).toEqual(['s2']);
	});

	test('a source that takes 5 s each time is as fresh as it can be, and holds up nobody', async () => {
		const {poll, polls, it} = start({sources: names(6)});
		await poll();
		it.slow.set('s4', 5000);
		await polls(3);
		const ages = await polls(10);
		expect(Math.max(...ages)).toBeLessThan(100);
		const {told} = await poll();
		expect([told.apart, silentIn(told)]).toEqual([['s4'], []]);
	});

	test('every third question hangs, whatever it asks for: it is asked again', async () => {
		for (const count of [1, 4]) {
			const {polls, poll} = start({sources: names(count), hangsEach: 3});
			const ages = await polls(12);
			expect(Math.max(...ages)).toBeLessThan(9000);
			expect(toldIn((await poll()).told).length).toBeGreaterThan(0);
		}
	});

	test('where everybody hangs, the answer is waited for, and nothing is asked apart for a while', async () => {
		const {poll, polls, it, questions} = start();
		await poll();
		for (const name of it.sources) it.slow.set(name, 30_000);
		const {told, ms} = await poll();
		expect([told.apart, silentIn(told).length]).toEqual([[], 4]);
		expect(ms).toBeLessThan(31_000);
		questions.length = 0;
		await polls(1);
		expect(questions).toEqual(['all']);
	});

	test('a cluster that is slow as a whole is not asked apart', async () => {
		const {polls, questions} = start({sources: names(16), tookMs: 4000});
		await polls(4);
		questions.length = 0;
		await polls(4);
		expect(questions).toEqual(Array(4).fill('all'));
	});

	test('beside parts', async () => {
		const {poll, it} = start({sources: names(8), fits: 5});
		await poll();
		it.slow.set('s6', Number.POSITIVE_INFINITY);
		const {told} = await poll();
		expect([told.apart, told.parts, toldIn(told).length]).toEqual([['s6'], 2, 7]);
		const next = await poll();
		expect([next.asked, next.ms < 100]).toEqual([['s1 s2 s3 s4', 's5 s7 s8'], true]);
	});
});
