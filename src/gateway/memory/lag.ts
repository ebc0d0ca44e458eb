import type {Subtask} from '../../domain/cluster.ts';
import type {Lag} from '../../domain/task.ts';

/** Nothing known of a lag yet. */
export const noLag: Lag = {
	nowSeconds: null,
	seconds: null,
	isPeak: false,
	peaks: [],
	cameBackAtMs: null,
	isHigh: false,
	belowSinceMs: null,
};

const minuteMs = 60_000;

/** The lag with that of one more answer; `nowSeconds` is null where it cannot be told. */
export function rememberLag(
	before: Lag,
	{stage, work}: Subtask,
	nowSeconds: number | null,
	limitSeconds: number,
	atMs: number,
): Lag {
	// What does not sync has no lag that could fall or come back.
	if (stage !== 'Running' || work.type !== 'Sync') return noLag;
	const recent = before.peaks.filter(peak => peak.atMs <= atMs && atMs - peak.atMs < minuteMs);
	const peaks =
		nowSeconds === null ? recent : [...recent.filter(peak => peak.seconds > nowSeconds), {atMs, seconds: nowSeconds}];
	const peak = peaks[0]?.seconds ?? null;
	const cameBackAtMs = hasComeBack(before, recent, nowSeconds) ? atMs : before.cameBackAtMs;
	const isLow = nowSeconds !== null && nowSeconds < (limitSeconds * 3) / 4;
	const belowSinceMs = nowSeconds === null || isLow ? (before.belowSinceMs ?? (isLow ? atMs : null)) : null;
	const stays = before.isHigh && (belowSinceMs === null || atMs - belowSinceMs < minuteMs);
	const isHigh = (nowSeconds !== null && nowSeconds > limitSeconds) || stays;
	const hasFallen = isHigh && isLow;
	const flaps = cameBackAtMs !== null && atMs - cameBackAtMs < minuteMs;
	return {
		nowSeconds,
		seconds: nowSeconds === null ? null : flaps || hasFallen ? peak : nowSeconds,
		isPeak: nowSeconds !== null && (flaps || hasFallen),
		peaks,
		cameBackAtMs,
		isHigh,
		belowSinceMs,
	};
}

/** It had dropped under half of the last minute's peak, and is above that again. */
function hasComeBack({nowSeconds: last}: Lag, recent: Lag['peaks'], nowSeconds: number | null): boolean {
	const half = (recent[0]?.seconds ?? 0) / 2;
	return last !== null && nowSeconds !== null && last < half && nowSeconds >= half;
}
