import {existsSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {type Clock, systemClock} from '../../clock.ts';
import {type WindowReport, windowReport} from '../../domain/report/window-report.ts';
import {cleanText, thrownText} from '../../domain/text.ts';
import {keptWindow} from '../../gateway/state/kept-window.ts';
import {stateName} from '../../gateway/state/state.ts';
import {storeFile} from '../../gateway/state/store.ts';
import type {Options} from '../args/usage.ts';
import {exit, UsageError} from '../exit.ts';
import {stateOrder} from '../own-gateway/state-order.ts';
import {historyText} from './history-text.ts';

export type HistoryIo = {readonly stdout: Writable; readonly clock?: Clock};

/** Prints what happened in a window of time, from the file in which a gateway keeps what it sees; asks no cluster. */
export function history(options: Options, {stdout, clock = systemClock()}: HistoryIo): number {
	const {since, task, masters, json, markdown} = options;
	const order = stateOrder(options);
	if (order === null) throw new UsageError('there is no place where a gateway keeps what it sees');
	const place = {folder: order.folder, name: stateName({folder: order.folder, masters})};
	const file = storeFile(place);
	if (!existsSync(file))
		throw new UsageError(
			`nothing has been kept of this cluster: there is no ${cleanText(file)} (--state names another folder)`,
		);
	const wallMs = clock.wall();
	const fromMs = since === null ? wallMs - usualMs : since.type === 'ago' ? wallMs - since.ms : since.atMs;
	const report = reportOf(place, {fromMs, wallMs, task});
	const cluster = cleanText(masters.join(', '));
	if (json) stdout.write(`${JSON.stringify(contractOf(report), null, 2)}\n`);
	else stdout.write(historyText(report, cluster, markdown));
	return exit.fine;
}

const usualMs = 8 * 3_600_000;

function reportOf(
	place: {readonly folder: string; readonly name: string},
	{fromMs, wallMs, task}: {readonly fromMs: number; readonly wallMs: number; readonly task: string | null},
): WindowReport {
	try {
		const {savedAtMs, oldestAtMs, events, spans} = keptWindow(place, fromMs);
		const isMeant = (name: string | null) => task === null || name === task || name === null;
		return windowReport({
			// Before the oldest that is kept nobody watched.
			fromMs: Math.max(fromMs, oldestAtMs ?? fromMs),
			// What came after the last write nobody knows here.
			untilMs: Math.max(fromMs, Math.min(wallMs, savedAtMs ?? wallMs)),
			events: events.filter(event => isMeant(event.task)),
			spans: spans.filter(span => isMeant(span.task)),
		});
	} catch (error) {
		throw new UsageError(cleanText(thrownText(error)));
	}
}

/** Times are RFC 3339, durations carry their unit. */
function contractOf({
	fromMs,
	untilMs,
	needed,
	silent,
	healed,
	lags,
	operations,
	amounts,
	unwatched,
	events,
}: WindowReport) {
	const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
	const trouble = ({task, text, fromMs: from, untilMs: until, lastedMs}: WindowReport['needed'][number]) => ({
		task,
		text,
		from: time(from),
		until: time(until),
		seconds: Math.round(lastedMs / 1000),
	});
	return {
		from: time(fromMs),
		until: time(untilMs),
		events,
		needed: needed.map(trouble),
		silent: silent.map(trouble),
		healed: healed.map(({task, times, totalMs}) => ({task, times, seconds: Math.round(totalMs / 1000)})),
		lags: lags.map(({task, source, seconds, atMs}) => ({task, source, seconds, at: time(atMs)})),
		operations: operations.map(({atMs, task, text}) => ({at: time(atMs), task, text})),
		amounts: amounts.map(({task, rows, bytes}) => ({
			task,
			rows: rows === null ? null : Math.round(rows),
			bytes: bytes === null ? null : Math.round(bytes),
		})),
		unwatched: unwatched.map(({atMs, text}) => ({at: time(atMs), text})),
	};
}
