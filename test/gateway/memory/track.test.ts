import {describe, expect, test} from 'vitest';
import type {Subtask} from '../../../src/domain/cluster.ts';
import {firstSeenPast, type PositionHistory, withPosition} from '../../../src/domain/lag/position-history.ts';
import {appendSample, condensed, emptyHistory, historyLength, samples} from '../../../src/gateway/memory/history.ts';
import {etaOf, follow, ratesOf, type Track} from '../../../src/gateway/memory/track.ts';
import {at, running} from '../../support/cluster.ts';

type Reading = readonly [seconds: number, subtask: Subtask];

function followed(readings: readonly Reading[]): Track | undefined {
	return readings.reduce<Track | undefined>(
		(track, [seconds, subtask]) => follow(track, subtask, lagOf(subtask), seconds * 1000),
		undefined,
	);
}

/** As where nothing contradicts it. */
function lagOf({work}: Subtask): number | null {
	return work.type === 'Sync' && work.upstream !== null ? work.secondsBehindMaster : null;
}

const counted = (totalEvents: number | null) => running({totalEvents});
const dumped = (finishedRows: number, estimateTotalRows: number | null) =>
	running(
		{},
		{
			work: {
				type: 'Dump',
				finishedRows,
				estimateTotalRows,
				totalTables: null,
				completedTables: null,
				finishedBytes: null,
				bytesPerSecond: null,
				progress: null,
			},
		},
	);

describe('rates', () => {
	test.each<[string, readonly Reading[], number | null]>([
		['one reading tells nothing', [[0, counted(5)]], null],
		[
			'two readings',
			[
				[0, counted(0)],
				[2, counted(10)],
			],
			5,
		],
		[
			'only the last 10 s',
			[
				[0, counted(0)],
				[10, counted(1000)],
				[20, counted(1010)],
			],
			1,
		],
		[
			'unknown counters',
			[
				[0, counted(null)],
				[2, counted(null)],
			],
			null,
		],
		[
			'a counter that fell',
			[
				[0, counted(100)],
				[2, counted(0)],
			],
			null,
		],
		[
			'another unit',
			[
				[0, dumped(5, 10)],
				[2, counted(100)],
			],
			null,
		],
		[
			'nothing moves',
			[
				[0, counted(7)],
				[9, counted(7)],
			],
			0,
		],
	])('%s', (_, readings, expected) => expect(ratesOf(followed(readings)).now).toBe(expected));

	test('five minutes and since the start', () => {
		const readings = Array.from(
			{length: 61},
			(_, index): Reading => [index * 10, counted(index < 31 ? 0 : (index - 30) * 300)],
		);
		const rates = ratesOf(followed(readings));
		expect(rates).toEqual({now: 30, fiveMinutes: 30, sinceStart: 15});
	});
});

describe('history', () => {
	test('keeps a sample each 10 s, the newest hour of them', () => {
		const readings = Array.from(
			{length: 3700},
			(_, second): Reading => [second, running({secondsBehindMaster: second})],
		);
		const kept = samples(followed(readings)?.history ?? emptyHistory);
		expect(kept.length).toBe(historyLength);
		expect(kept.at(-1)).toMatchObject({atMs: 3_690_000, lagSeconds: 3690});
		expect(kept[0]).toMatchObject({atMs: 100_000, lagSeconds: 100});
	});

	test('an hour is told in at most 60 points, each the worst of its time, and the newest as they are', () => {
		let track: Track | undefined;
		for (let second = 0; second < 4000; second += 10) {
			track = follow(track, running(), second === 2000 ? 99 : 1, second * 1000);
		}
		const points = condensed(track?.history ?? never(), 60);
		expect(points.length).toBeLessThanOrEqual(60);
		expect(points.length).toBeGreaterThan(50);
		expect(points.slice(-18).map(({atMs}) => atMs / 10_000)).toEqual(Array.from({length: 18}, (_, at) => 382 + at));
		expect(points.at(-1)?.atMs).toBe(3_990_000);
		expect(points.filter(({lagSeconds}) => lagSeconds === 99).length).toBe(1);
	});

	test('unknown stays unknown', () => {
		const [sample] = samples(followed([[0, running({upstream: null, totalEvents: null})]])?.history ?? never());
		expect(sample).toEqual({atMs: 0, lagSeconds: null, gapBytes: null, rate: null, counter: null, rows: null});
	});
});

describe('ETA', () => {
	test('a dump by rows', () => {
		const readings: readonly Reading[] = [
			[0, dumped(0, 1000)],
			[10, dumped(100, 1000)],
			[20, dumped(200, 1000)],
		];
		expect(etaOf(followed(readings), dumped(200, 1000))).toMatchObject({minSeconds: 80, maxSeconds: 80});
	});

	test('a dump by rows and by bytes, as a range where they disagree', () => {
		const both = (part: number): Subtask => ({
			...dumped(0, null),
			work: {
				type: 'Dump',
				finishedRows: 1000 * part,
				estimateTotalRows: 10_000,
				finishedBytes: 100 * part,
				progress: ` ${5 * part} %`,
				totalTables: null,
				completedTables: null,
				bytesPerSecond: null,
			},
		});
		const readings: readonly Reading[] = [
			[0, both(1)],
			[10, both(2)],
		];
		expect(etaOf(followed(readings), both(2))).toEqual({minSeconds: 80, maxSeconds: 180, steady: false});
	});

	test('a dump by tables where DM tells neither rows nor a share, as a range', () => {
		const through = (completedTables: number | null, part: number): Subtask => ({
			...dumped(0, null),
			work: {
				type: 'Dump',
				finishedRows: null,
				estimateTotalRows: null,
				finishedBytes: 100 * part,
				progress: null,
				totalTables: 10,
				completedTables,
				bytesPerSecond: null,
			},
		});
		const readings = (completed: number | null): readonly Reading[] => [
			[0, through(null, 1)],
			[10, through(completed, 4)],
		];
		// 30 bytes a second. Four tables are through: at most 100 bytes each are left of six; or one more is nearly so.
		expect(etaOf(followed(readings(4)), through(4, 4))).toEqual({
			minSeconds: (80 * 5) / 30,
			maxSeconds: (100 * 6) / 30,
			steady: false,
		});
		expect(etaOf(followed(readings(10)), through(10, 4))).toMatchObject({minSeconds: 0, maxSeconds: 0});
		expect(etaOf(followed(readings(0)), through(0, 4))).toBeNull();
		expect(etaOf(followed(readings(11)), through(11, 4))).toBeNull();
	});

	test('a sync by how fast its gap shrinks, only within one file', () => {
		const gapped = (upstream: number, file?: string) => running({upstream: at(upstream, file), checkpoint: at(0)});
		const shrinking = Array.from({length: 8}, (_, index): Reading => [index * 10, gapped(1000 - index * 100)]);
		expect(etaOf(followed(shrinking), gapped(300))).toMatchObject({minSeconds: 30, maxSeconds: 30});
		const jumping = [...shrinking, [80, gapped(900)]] as const;
		expect(etaOf(followed(jumping), gapped(900))).toBeNull();
		expect(etaOf(followed(shrinking), gapped(300, 'mysql-bin.000002'))).toBeNull();
		const growing: readonly Reading[] = [
			[0, gapped(300)],
			[10, gapped(600)],
		];
		expect(etaOf(followed(growing), gapped(600))).toBeNull();
	});
});

describe('ETA of a sync that catches up', () => {
	/** Each 30 s the checkpoint is flushed, and between two flushes the gap grows with what is written. */
	function sawTooth(minutes: number): readonly Reading[] {
		return Array.from({length: minutes * 6 + 1}, (_, index): Reading => {
			const seconds = index * 10;
			const checkpoint = Math.floor(seconds / 30) * 30 * 3000;
			return [seconds, running({upstream: at(2_000_000 + seconds * 1000), checkpoint: at(checkpoint)})];
		});
	}

	test('is told through the steps of the checkpoint, as a range that holds the truth', () => {
		const readings = sawTooth(8);
		const [, last] = readings.at(-1) ?? [];
		const eta = last === undefined ? null : etaOf(followed(readings), last);
		// 2 kB a second less are left of 2,000,000 - 960,000.
		expect(eta?.minSeconds).toBeLessThanOrEqual(520);
		expect(eta?.maxSeconds).toBeGreaterThanOrEqual(520);
		expect(eta?.maxSeconds).toBeLessThan(1100);
	});

	test('over several files by how the lag falls', () => {
		const readings = Array.from({length: 40}, (_, index): Reading => {
			const sync = {upstream: at(4, 'mysql-bin.000009'), checkpoint: at(900), secondsBehindMaster: 1000 - 10 * index};
			return [index * 10, running(sync)];
		});
		const track = readings.reduce<Track | undefined>(
			(last, [seconds, subtask], index) => follow(last, subtask, 1000 - 10 * index, seconds * 1000),
			undefined,
		);
		const [, newest] = readings.at(-1) ?? [];
		// A second a second, and 610 are left.
		expect(newest && etaOf(track, newest)).toMatchObject({minSeconds: 610, maxSeconds: 610});
	});

	test('goes on by the minutes that an earlier run of the program has written', () => {
		const loaded = (finishedBytes: number): Subtask => ({
			...running(),
			work: {
				type: 'Load',
				finishedBytes,
				totalBytes: 10_000,
				progress: null,
				metaBinlog: null,
				metaBinlogGtid: null,
				bytesPerSecond: null,
			},
		});
		const history = Array.from({length: 5}, (_, minute) => minute).reduce(
			(last, minute) =>
				appendSample(last, {
					atMs: minute * 60_000,
					lagSeconds: null,
					gapBytes: null,
					rate: null,
					counter: minute * 600,
					rows: null,
				}),
			emptyHistory,
		);
		const track = {unit: 'Load', start: null, recent: [], history};
		expect(etaOf(track, loaded(2400))).toMatchObject({minSeconds: 760, maxSeconds: 760, steady: true});
	});
});

describe('where the upstream was', () => {
	const positions = (...points: readonly (readonly [seconds: number, offset: number])[]): PositionHistory =>
		points.reduce<PositionHistory>((before, [seconds, offset]) => withPosition(before, at(offset), seconds * 1000), []);

	test.each<[string, PositionHistory, number, number | null]>([
		['not behind', positions([0, 100]), 100, null],
		['past it before anyone looked', positions([0, 100], [5, 200]), 50, null],
		['seen at it', positions([0, 100], [5, 200]), 100, 0],
		['passed while watched', positions([0, 100], [5, 200], [9, 300]), 150, 5000],
		['ahead of the upstream', positions([0, 100]), 500, null],
	])('%s', (_, points, checkpoint, expected) => expect(firstSeenPast(points, at(checkpoint))).toBe(expected));

	test('thinning never makes the data look younger', () => {
		let long: PositionHistory = [];
		for (let second = 0; second < 5000; second++) long = withPosition(long, at(100 + second), second * 1000);
		expect(long.length).toBeLessThanOrEqual(240);
		for (let offset = 101; offset < 5000; offset += 37) {
			const found = firstSeenPast(long, at(offset));
			if (found !== null) expect(found).toBeLessThanOrEqual((offset - 100) * 1000);
		}
	});
});

function never(): never {
	throw new Error('no track');
}
