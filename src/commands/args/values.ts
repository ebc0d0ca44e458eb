import type {Limits} from '../../domain/limits.ts';
import type {Notify} from '../../tui/shell/call.ts';
import type {Theme} from '../../words/theme.ts';
import {UsageError} from '../exit.ts';
import {meantInstead} from './nearest.ts';

/** What a token can allow. */
export const roles = ['read', 'operate', 'admin'] as const;

/** What `wait` can wait for. */
export const waitStates = ['caught-up', 'running', 'paused', 'finished', 'stopped'] as const;

/** The worlds of the simulated dm-master. */
export const scenarios = ['showcase', 'healthy', 'storm', 'huge', 'cutover', 'incident'] as const;

/** The versions of DM that can be simulated. */
export const dmVersions = ['1.0', '2.0', '6.5', '8.5', '26.3'] as const;

/** Which colours mean what. */
export const themes = ['auto', 'light', 'dark', 'mono', 'colour-blind'] as const satisfies readonly Theme[];

/** Whether workers are asked for their metrics. */
export const metricsModes = ['auto', 'off'] as const;

/** What the screen is drawn with. */
export const symbolSets = ['auto', 'ascii'] as const;

/** The shells that are told what to complete. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** How a terminal can be asked to call somebody. */
export const notifies = ['auto', 'bell', '9', '777', '99'] as const satisfies readonly Notify[];

/** One of a few words. Throws a UsageError that names what was received. */
export function oneOf<Word extends string>(flag: string, value: string | null, allowed: readonly Word[]): Word | null {
	const found = allowed.find(word => word === value);
	if (value === null || found !== undefined) return found ?? null;
	throw new UsageError(
		`${flag}: received "${value}"${meantInstead(value, allowed)}, expected one of ${allowed.join(', ')}`,
	);
}

/** A whole number of up to nine digits. Throws a UsageError that names what was received. */
export function whole(flag: string, value: string | null): number | null {
	if (value === null) return null;
	if (/^\d{1,9}$/.test(value)) return Number(value);
	throw new UsageError(`${flag}: received "${value}", expected a whole number`);
}

/** How many viewers at most. Throws a UsageError where that is none, or more than a gateway can have. */
export function viewers(value: string | null): number | null {
	const most = whole('--viewers', value);
	if (most === null || (most >= 1 && most <= mostViewers)) return most;
	throw new UsageError(`--viewers: received ${value}, expected 1 to ${mostViewers}`);
}

const mostViewers = 5000;

/** A number above 0. Throws a UsageError that names what was received. */
export function positive(flag: string, value: string | null): number | null {
	if (value === null) return null;
	const number = Number(value);
	if (Number.isFinite(number) && number > 0) return number;
	throw new UsageError(`${flag}: received "${value}", expected a number above 0`);
}

const unitsMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** A duration such as `500ms`, `1.5s` or `2h`, in ms. Throws a UsageError that shows `examples`. */
function duration(flag: string, value: string | null, examples: string): number | null {
	if (value === null) return null;
	const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)$/.exec(value) ?? [];
	const factor = unitsMs[unit];
	if (factor !== undefined) return Number(number) * factor;
	throw new UsageError(`${flag}: received "${value}", expected a duration such as ${examples}`);
}

const unitsBytes: Readonly<Record<string, number>> = {
	kB: 1e3,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	KiB: 2 ** 10,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
};
const leastBytes = 4e6;

/** A size such as `512MB`, in bytes. Throws a UsageError where it is none, or less than 4 MB. */
export function size(flag: string, value: string | null): number | null {
	if (value === null) return null;
	const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)([kKMG]i?B)$/.exec(value) ?? [];
	const bytes = Math.floor(Number(number) * (unitsBytes[unit] ?? Number.NaN));
	if (!(bytes >= 0)) throw new UsageError(`${flag}: received "${value}", expected a size such as 512MB`);
	if (bytes >= leastBytes) return bytes;
	throw new UsageError(`${flag}: received ${value}, expected at least 4MB`);
}

const shortestEveryMs = 500;
const longestEveryMs = 3_600_000;

/** How often a cluster is asked unless `--every` says otherwise; the demo's is a second. */
export const defaultEveryMs = 3000;

/** How often to ask, in ms. Throws a UsageError where that is too often or too seldom. */
export function every(value: string | null): number | null {
	const ms = duration('--every', value, '500ms or 3s');
	if (ms === null) return null;
	if (ms > longestEveryMs) throw new UsageError(`--every: received ${value}, expected at most one hour`);
	if (ms >= shortestEveryMs) return ms;
	throw new UsageError(
		`--every: received ${value}, expected at least 500ms, since dm-master allows ten requests a second`,
	);
}

/** How often to print, given in seconds, in ms. Throws a UsageError where that is too often or too seldom. */
export function watch(value: string | null): number | null {
	const seconds = positive('--watch', value);
	if (seconds !== null && seconds * 1000 > longestEveryMs) {
		throw new UsageError(`--watch: received ${value}, expected at most 3600 (seconds)`);
	}
	if (seconds === null || seconds * 1000 >= shortestEveryMs) return seconds === null ? null : seconds * 1000;
	throw new UsageError(`--watch: received ${value}, expected at least ${shortestEveryMs / 1000} (seconds)`);
}

/** Timers count no further. */
const longestWaitMs = 24 * 86_400_000;

/** How long to wait for something, in ms. Throws a UsageError where it is no duration or more than 24 days. */
export function patience(flag: string, value: string | null): number | null {
	const ms = duration(flag, value, '60s or 2h');
	if (ms === null || ms <= longestWaitMs) return ms;
	throw new UsageError(`${flag}: received ${value}, expected at most 24d`);
}

/** What counts as too much, as far as it is given. Throws a UsageError where that is no duration of 1 s to 24 days. */
export function limitsOf(lagLimit: string | null, stallAfter: string | null): Partial<Limits> {
	const lagMs = limit('--lag-limit', lagLimit);
	const stallMs = limit('--stall-after', stallAfter);
	return {...(lagMs !== null && {lagSeconds: lagMs / 1000}), ...(stallMs !== null && {stallMs})};
}

/** A limit, in ms. Throws a UsageError where it is no duration of 1 s to 24 days. */
export function limit(flag: string, value: string | null): number | null {
	const ms = patience(flag, value);
	if (ms === null || ms >= 1000) return ms;
	throw new UsageError(`${flag}: received ${value}, expected at least 1s`);
}

/** Where to listen: on a host and a port, or on a socket of this host; without a path, where it is expected. */
export type Listen =
	| {readonly type: 'tcp'; readonly host: string; readonly port: number}
	| {readonly type: 'unix'; readonly path: string | null};

/** `HOST:PORT`, an IPv6 host in brackets, `unix` or `unix:PATH`. Throws a UsageError that names what was received. */
export function listen(value: string | null): Listen | null {
	if (value === null) return null;
	const [isUnix, file] = /^unix(?::(.+))?$/.exec(value) ?? [];
	if (isUnix) return {type: 'unix', path: file ?? null};
	const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[^:]+):(\d{1,5})$/.exec(value) ?? [];
	if (host !== '' && Number(port) <= 65_535) {
		return {type: 'tcp', host: host.replace(/^\[|\]$/g, ''), port: Number(port)};
	}
	throw new UsageError(`--listen: received "${value}", expected HOST:PORT or unix:PATH`);
}

/** Workers by their addresses, each once. Throws a UsageError where one is no address. */
export function workers(values: readonly string[]): readonly string[] {
	const wrong = values.find(value => !/^[^\s/]+:\d{1,5}$/.test(value));
	if (wrong !== undefined) throw new UsageError(`received "${wrong}" as a worker, expected HOST:PORT`);
	return [...new Set(values)];
}

/** From when on: so long ago, or at a time in ms since 1970. */
export type Since = {readonly type: 'ago'; readonly ms: number} | {readonly type: 'at'; readonly atMs: number};

/** A duration or a time, local unless it says otherwise. Throws a UsageError that names what was received. */
export function since(value: string | null): Since | null {
	if (value === null) return null;
	const [, day, time = 'T00:00', zone = ''] =
		/^(\d{4}-\d{2}-\d{2})(?:([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(value) ?? [];
	if (day === undefined)
		return {type: 'ago', ms: duration('--since', value, '24h, or a time such as 2026-11-27T14:00') ?? 0};
	const atMs = Date.parse(`${day}${time.replace(' ', 'T')}${zone}`);
	if (Number.isFinite(atMs)) return {type: 'at', atMs};
	throw new UsageError(`--since: received "${value}", expected a time that there is`);
}

/** A moment to begin with: a time of the day, the last that is past, or a time in ms since 1970. */
export type StartMoment =
	| {readonly type: 'day'; readonly seconds: number}
	| {readonly type: 'at'; readonly atMs: number};

/** A time of the day or a time, local unless it says otherwise. Throws a UsageError that names what was received. */
export function startMoment(value: string | null): StartMoment | null {
	if (value === null) return null;
	const [, hours, minutes, seconds = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(value) ?? [];
	if (hours !== undefined) {
		return {type: 'day', seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)};
	}
	const [, day = '', time = '', zone = ''] =
		/^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(value) ?? [];
	const atMs = Date.parse(`${day}${time.replace(' ', 'T')}${zone}`);
	if (Number.isFinite(atMs)) return {type: 'at', atMs};
	throw new UsageError(`--at: received "${value}", expected a time such as 03:12 or 2026-11-27T03:12`);
}

/** For how long readings are kept, in ms. Throws a UsageError that names what was received. */
export function keepReadings(value: string | null): number | null {
	return duration('--keep-readings', value, '24h, or 0h to keep none');
}
