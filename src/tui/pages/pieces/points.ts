import type {Point} from '../../ui/graph.ts';

/**
 * The samples with the present value at their end: samples are seconds apart, and what a graph shows must not
 * contradict what is told beside it.
 */
export function withPresent(samples: readonly Point[], value: number | null, nowMs: number): readonly Point[] {
	return [...samples.filter(({atMs}) => atMs < nowMs), {atMs: nowMs, value}];
}

/** Whether a value rises or falls, and how fast per minute; null where there are too few points to say. */
export function trend(points: readonly Point[]): number | null {
	const told = points.flatMap(({atMs, value}) => (value === null ? [] : [{atMs, value}]));
	const third = Math.floor(told.length / 3);
	if (third < 2) return null;
	const first = mean(told.slice(0, third));
	const last = mean(told.slice(-third));
	const minutes = (last.atMs - first.atMs) / minuteMs;
	return minutes < 0.25 ? null : (last.value - first.value) / minutes;
}

/** The points of the last three minutes: whether it falls now matters, not whether it rose before. */
export function lately(points: readonly Point[], nowMs: number): readonly Point[] {
	return points.filter(({atMs}) => nowMs - atMs <= 3 * minuteMs);
}

/** The trend in words, such as `rising 6s a minute`; `steady` where it changes by less than a twentieth of itself. */
export function trendText(points: readonly Point[], text: (value: number) => string): string {
	const perMinute = trend(points);
	if (perMinute === null) return '';
	const most = Math.max(0, ...known(points));
	if (most === 0 || Math.abs(perMinute) < most / 20) return 'steady';
	return `${perMinute > 0 ? 'rising' : 'falling'} ${text(Math.abs(perMinute))} a minute`;
}

export function known(points: readonly Point[]): readonly number[] {
	return points.flatMap(({value}) => (value === null ? [] : [value]));
}

const minuteMs = 60_000;

function mean(points: readonly {readonly atMs: number; readonly value: number}[]): {atMs: number; value: number} {
	const sum = points.reduce((total, {atMs, value}) => ({atMs: total.atMs + atMs, value: total.value + value}), {
		atMs: 0,
		value: 0,
	});
	return {atMs: sum.atMs / points.length, value: sum.value / points.length};
}
