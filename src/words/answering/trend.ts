/** A figure at a moment; null where it was not known. */
type Point = {readonly atMs: number; readonly value: number | null};

/**
 * By how much a figure grows in a second (below 0: falls) over the last minutes; null where too little is known, or where
 * it goes up and down and nowhere.
 */
export function trend(points: readonly Point[]): number | null {
	const known = points.flatMap(({atMs, value}) => (value === null ? [] : [{atMs, value}]));
	const newest = known.at(-1);
	if (newest === undefined) return null;
	const recent = known.filter(({atMs}) => newest.atMs - atMs <= spanMs);
	const [first] = recent;
	if (first === undefined || recent.length < least || newest.atMs - first.atMs < leastMs) return null;
	const half = Math.floor(recent.length / 2);
	const before = recent.slice(0, half);
	const after = recent.slice(-half);
	const seconds = (mean(after.map(({atMs}) => atMs)) - mean(before.map(({atMs}) => atMs))) / 1000;
	const difference = mean(after.map(({value}) => value)) - mean(before.map(({value}) => value));
	const steps = recent.slice(1).map(({value}, index) => value - (recent[index]?.value ?? value));
	const along = steps.filter(each => Math.sign(each) === Math.sign(difference)).length;
	const against = steps.filter(each => Math.sign(each) === -Math.sign(difference)).length;
	return seconds <= 0 || difference === 0 || along < 2 * against ? null : difference / seconds;
}

/** The same of a figure without a saw-tooth: null too where it has just turned and now goes the other way. */
export function trendNow(points: readonly Point[]): number | null {
	const along = trend(points);
	const last = points.flatMap(({value}) => (value === null ? [] : [value])).slice(-4);
	const turn = (last.at(-1) ?? 0) - (last[0] ?? 0);
	return along !== null && Math.sign(turn) === -Math.sign(along) ? null : along;
}

const spanMs = 5 * 60_000;
const least = 4;
const leastMs = 30_000;

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
