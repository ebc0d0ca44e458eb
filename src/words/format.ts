import type {Position} from '../domain/cluster.ts';
import type {Gap} from '../domain/position.ts';
import type {Eta} from '../domain/progress.ts';

/** A duration in at most five characters: `45s`, `3m`, `2h11m`, `17h`, `3d04h`, `123d`. Over a minute it has no seconds. */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	if (whole < 60) return `${whole}s`;
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return hours < 10 ? `${hours}h${twoDigits(minutes % 60)}m` : `${hours}h`;
	const days = Math.floor(hours / 24);
	return days < 100 ? `${days}d${twoDigits(hours % 24)}h` : `${days}d`;
}

/** A lag, in seconds up to ten minutes: whether it is 61 s or 119 s matters. */
export function lagDuration(seconds: number): string {
	return seconds < 600 ? `${Math.floor(seconds)}s` : duration(seconds);
}

/**
 * How long ago, as a duration that changes no more often than a reader needs: each second up to 10 s, then each 10 s.
 * From a minute on it is told by a clock that moves every 10 s, so that many ages do not cost a frame each: an idle
 * screen changes at most once in 10 s.
 */
export function age(sinceMs: number, nowMs: number): string {
	const exactMs = nowMs - sinceMs;
	if (exactMs < 10_000) return duration(exactMs / 1000);
	if (exactMs < 60_000) return duration(wholeTens(exactMs));
	return agedByClock(sinceMs, nowMs);
}

/** How long ago without seconds: `<1m` up to a minute, then as `age`. */
export function ageInMinutes(sinceMs: number, nowMs: number): string {
	return nowMs - sinceMs < 60_000 ? '<1m' : age(sinceMs, nowMs);
}

/** How long ago, in whole seconds up to a minute, then as `age`. */
export function exactAge(sinceMs: number, nowMs: number): string {
	const exactMs = nowMs - sinceMs;
	return exactMs < 60_000 ? duration(exactMs / 1000) : agedByClock(sinceMs, nowMs);
}

function agedByClock(sinceMs: number, nowMs: number): string {
	return duration(Math.max(60, (slowClock(nowMs) - sinceMs) / 1000));
}

function slowClock(nowMs: number): number {
	return Math.floor(nowMs / 10_000) * 10_000;
}

function wholeTens(ms: number): number {
	return Math.floor(ms / 10_000) * 10;
}

/** A time of the day, local, `14:02:11`. */
export function timeOfDay(atMs: number): string {
	const date = new Date(atMs);
	return `${hourAndMinute(atMs)}:${twoDigits(date.getSeconds())}`;
}

/** A time of the day without seconds, local, `14:02`. */
export function hourAndMinute(atMs: number): string {
	const date = new Date(atMs);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/**
 * A moment as short as it can be told: `14:02` today, else the day, `11-20`. Both are by the clock of the data, which is
 * `wallShiftMs` behind the clock on the wall.
 */
export function moment(
	atMs: number,
	{nowMs, wallShiftMs}: {readonly nowMs: number; readonly wallShiftMs: number},
): string {
	const date = new Date(atMs + wallShiftMs);
	const sameDay = date.toDateString() === new Date(nowMs + wallShiftMs).toDateString();
	return sameDay ? hourAndMinute(atMs + wallShiftMs) : `${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** A moment in full, local: `2026-11-20 14:02:11`. */
export function fullMoment(atMs: number): string {
	const date = new Date(atMs);
	return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${timeOfDay(atMs)}`;
}

/** A number in at most four characters: `310`, `8.1k`, `124k`, `1.2M`. */
export function count(value: number): string {
	return scaled(value, 1000, ['', 'k', 'M', 'G', 'T', 'P']);
}

/** Bytes in at most five characters: `512B`, `12.1M`, `212G`. Powers of 1024. */
export function shortBytes(bytes: number): string {
	return scaled(bytes, 1024, ['B', 'K', 'M', 'G', 'T', 'P']);
}

/** Bytes with their unit in full: `512 B`, `12.1 MiB`. */
export function longBytes(bytes: number): string {
	const text = shortBytes(bytes);
	const unit = text.at(-1) ?? 'B';
	return `${text.slice(0, -1)} ${unit === 'B' ? 'B' : `${unit}iB`}`;
}

/** A whole number with its thousands apart: `71,204,113`. */
export function wholeNumber(value: number): string {
	return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A gap in at most five characters: `0`, `0.1M`, `18M`, `1.2G`, or `2f+` for whole binlog files and more. */
export function shortGap(gap: Gap): string {
	if (gap.type === 'files') return `${count(gap.files)}f+`;
	if (gap.bytes <= 0) return '0';
	const megabytes = gap.bytes / 1024 ** 2;
	const unit = megabytes < 999.5 ? 'M' : megabytes < 999.5 * 1024 ? 'G' : 'T';
	const value = unit === 'M' ? megabytes : unit === 'G' ? megabytes / 1024 : megabytes / 1024 ** 2;
	return value < 9.95 ? `${Math.max(0.1, value).toFixed(1)}${unit}` : `${Math.round(value)}${unit}`;
}

/** A rate in two digits that count: `52`, `110`, `1.7k`, `12k`. */
export function shortRate(perSecond: number): string {
	const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, perSecond))) - 1);
	return count(Math.round(perSecond / 10 ** digits) * 10 ** digits).replace(/(\d\d)\.0/, '$1');
}

/** How long it has been so, in one unit: `<1m`, `3m`, `2h`, `9d`. */
export function shortAge(sinceMs: number, nowMs: number): string {
	// By a clock that moves every 10 s, so that many ages do not cost a frame each.
	const minutes = Math.floor((slowClock(nowMs) - sinceMs) / 60_000);
	if (minutes < 1) return '<1m';
	if (minutes < 60) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	return hours < 24 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

/** A gap in words: `12.1 MiB`, `2 files + 71.2 MiB`. */
export function longGap(gap: Gap): string {
	if (gap.type === 'bytes') return longBytes(gap.bytes);
	return plural(gap.files, 'file');
}

/** What is left, in at most five characters: `<1m`, `42m` when steady, a range `7-16m` when not, or `<48m`. */
export function etaText(eta: Eta): string {
	const from = coarse(eta.minSeconds);
	const to = coarse(eta.maxSeconds);
	if (eta.steady || from === to) return coarse((eta.minSeconds + eta.maxSeconds) / 2);
	if (from === '<1m') return `<${to.replace('<', '')}`;
	const range = from.at(-1) === to.at(-1) ? `${from.slice(0, -1)}-${to}` : `${from}-${to}`;
	return range.length <= 5 ? range : `<${to}`;
}

/** `3 subtasks`, `1 subtask`. */
export function plural(number: number, word: string): string {
	return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** A text that ends as a sentence does. */
export function withFullStop(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

function coarse(seconds: number): string {
	if (seconds < 60) return '<1m';
	if (seconds < 3600) return `${Math.round(seconds / 60)}m`;
	if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)}h`;
	return `${Math.min(999, Math.round(seconds / 86_400))}d`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
	let rest = Math.max(0, value);
	let unit = 0;
	// Rounding may lift 999.6 to 1000, which is one unit higher.
	while (rest >= 999.5 && unit < units.length - 1) {
		rest /= base;
		unit++;
	}
	const digits = unit > 0 && rest < 99.95 ? rest.toFixed(1) : String(Math.round(rest));
	return `${digits}${units[unit] ?? ''}`;
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
/** A place in the binlog, `mysql-bin.000001:2305741`; `?` when it is unknown. */
export function placeText(position: Position | null): string {
	return position === null ? '?' : `${position.file}:${position.offset}`;
}
/** How far one position is behind another, in full: `12.1 MiB`, `2 files + at least 71.2 MiB`. */
export function gapText(gap: Gap): string {
	if (gap.type === 'bytes') return longBytes(gap.bytes);
	return `${plural(gap.files, 'file')} + at least ${longBytes(gap.atLeastBytes)}`;
}
