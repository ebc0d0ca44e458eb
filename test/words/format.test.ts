import {describe, expect, test} from 'vitest';
import {
	age,
	count,
	duration,
	etaText,
	lagDuration,
	longBytes,
	moment,
	shortAge,
	shortBytes,
	shortGap,
	shortRate,
} from '../../src/words/format.ts';

describe('duration', () => {
	const check = (seconds: number, expected: string) => {
		expect(duration(seconds)).toBe(expected);
		expect(duration(seconds).length).toBeLessThanOrEqual(5);
	};
	test.each([
		[0, '0s'],
		[-4, '0s'],
		[59.9, '59s'],
		[60, '1m'],
		[3599, '59m'],
		[3600, '1h00m'],
		[7860, '2h11m'],
		[86_399, '23h'],
		[86_400, '1d00h'],
		[273_600, '3d04h'],
		[123 * 86_400, '123d'],
	] as const)('%d s is %s', check);
});

describe('age', () => {
	const check = (seconds: number, second: number, expected: string) => {
		const nowMs = 1_000_000_000_000 + second * 1000;
		expect(age(nowMs - seconds * 1000, nowMs)).toBe(expected);
	};
	test.each([
		[5, 3, '5s'],
		[9.9, 3, '9s'],
		[23, 3, '20s'],
		[59, 9, '50s'],
		// The clock of long ages moves every 10 s and never back to seconds.
		[61, 9, '1m'],
		[122, 1, '2m'],
		[122, 9, '1m'],
	] as const)('%d s ago, at second %d, is %s', check);
});

test.each([
	[0, '0s'],
	[61, '61s'],
	[599, '599s'],
	[599.9, '599s'],
	[600, '10m'],
	[5400, '1h30m'],
] as const)('a lag of %d s is told as %s', (seconds, expected) => {
	expect(lagDuration(seconds)).toBe(expected);
});

describe('the ages of many rows change on one screen at most once in 10 s', () => {
	const start = 1_000_000_000_000;
	test.each([['from a minute on', age, 60_000]] as const)('%s', (_, told, fromMs) => {
		const screens = Array.from({length: 60}, (_, second) =>
			Array.from({length: 50}, (_, row) => told(start - fromMs - row * 1357, start + second * 1000)).join(' '),
		);
		const changes = screens.filter((screen, index) => index > 0 && screen !== screens[index - 1]).length;
		expect(changes).toBeLessThanOrEqual(6);
		expect(changes).toBeGreaterThan(0);
	});
});

describe('figures', () => {
	const check = (text: string, expected: string) => expect(text).toBe(expected);
	test.each([
		[count(0), '0'],
		[count(310), '310'],
		[count(999.6), '1.0k'],
		[count(8120), '8.1k'],
		[count(124_400), '124k'],
		[count(412_330_118), '412M'],
		[shortBytes(0), '0B'],
		[shortBytes(1023), '1.0K'],
		[shortBytes(12_700_000), '12.1M'],
		[longBytes(12_700_000), '12.1 MiB'],
		[longBytes(12), '12 B'],
		[shortGap({type: 'bytes', bytes: 0}), '0'],
		[shortGap({type: 'bytes', bytes: 1}), '0.1M'],
		[shortGap({type: 'bytes', bytes: 4 * 1024 ** 2}), '4.0M'],
		[shortGap({type: 'bytes', bytes: 18.4 * 1024 ** 2}), '18M'],
		[shortGap({type: 'bytes', bytes: 1.2 * 1024 ** 3}), '1.2G'],
		[shortRate(0), '0'],
		[shortRate(967), '970'],
		[shortRate(52), '52'],
		[shortRate(1684), '1.7k'],
		[shortRate(12_345), '12k'],
		[shortAge(0, 59_000), '<1m'],
		[shortAge(0, 180_000), '3m'],
		[shortAge(0, 7_900_000), '2h'],
		[shortAge(0, 9 * 86_400_000), '9d'],
		[shortGap({type: 'files', files: 2, atLeastBytes: 1}), '2f+'],
		[etaText({minSeconds: 2340, maxSeconds: 2880, steady: true}), '44m'],
		[etaText({minSeconds: 2340, maxSeconds: 2880, steady: false}), '<48m'],
		[etaText({minSeconds: 3000, maxSeconds: 7200, steady: false}), '<2h'],
		[etaText({minSeconds: 3540, maxSeconds: 170_000, steady: false}), '<47h'],
	] as const)('%s', check);
});

test('a moment of another day is a day', () => {
	const nowMs = Date.UTC(2026, 10, 20, 14, 2);
	expect(moment(nowMs - 60_000, {nowMs, wallShiftMs: 0})).toBe('14:01');
	expect(moment(nowMs - 60_000, {nowMs, wallShiftMs: 3_600_000})).toBe('15:01');
	expect(moment(nowMs - 86_400_000, {nowMs, wallShiftMs: 0})).toBe('11-19');
});
