import {type ToldReport, toldReport} from '../../domain/report/told-report.ts';
import {type Span, windowReport} from '../../domain/report/window-report.ts';
import type {Memory} from '../memory/memory.ts';
import {minuteRows} from '../state/minutes.ts';
import type {KeptWindow} from '../state/window-rows.ts';

type Asked = {
	readonly fromMs: number;
	readonly nowMs: number;
	/** What the clock on the wall shows more than the gateway's. */
	readonly wallAheadMs: number;
	/** Whether this gateway keeps what it sees. */
	readonly keeps: boolean;
};

/**
 * What happened since a time of the gateway's clock: from what was kept, whose times are of the wall; where that cannot
 * be read, from what the memory still has.
 */
export function viewReport(memory: Memory, kept: KeptWindow | null, asked: Asked): ToldReport {
	return kept === null ? remembered(memory, asked) : fromKept(memory, kept, asked);
}

function fromKept(memory: Memory, {oldestAtMs, events, spans, isMeasured}: KeptWindow, asked: Asked): ToldReport {
	const {fromMs, nowMs, wallAheadMs} = asked;
	const sinceMs = oldestAtMs === null ? (memory.firstGoodAtMs ?? nowMs) : oldestAtMs - wallAheadMs;
	const keptUntilMs = spans.reduce((last, {atS, seconds}) => Math.max(last, 1000 * (atS + seconds)), 0) - wallAheadMs;
	const unkept = isMeasured ? minutesOf(memory, Math.max(fromMs, keptUntilMs), asked) : [];
	const report = windowReport({
		// Before the oldest that is kept nobody watched.
		fromMs: within(Math.max(fromMs, sinceMs), asked),
		untilMs: nowMs,
		events: events.map(event => ({
			...event,
			atMs: event.atMs - wallAheadMs,
			firstAtMs: event.firstAtMs - wallAheadMs,
		})),
		// What came since the last write is still in the memory alone.
		spans: [...spans.map(span => ({...span, atS: span.atS - wallAheadMs / 1000})), ...unkept],
	});
	return toldReport(report, isMeasured ? [] : [tooMuch]);
}

const tooMuch = 'Lags and amounts are left out: too much was measured for one page (dmtop history tells them).';

function remembered(memory: Memory, asked: Asked): ToldReport {
	const {fromMs, nowMs, keeps} = asked;
	const sinceMs = Math.min(memory.firstGoodAtMs ?? nowMs, memory.events[0]?.firstAtMs ?? nowMs);
	const beginMs = within(Math.max(fromMs, sinceMs), asked);
	const report = windowReport({
		fromMs: beginMs,
		untilMs: nowMs,
		events: memory.events.filter(({atMs}) => atMs >= beginMs),
		spans: minutesOf(memory, beginMs, asked),
	});
	const why = keeps ? 'What this gateway keeps cannot be read now' : 'This gateway keeps nothing of what it sees';
	return toldReport(report, [
		`${why}: this is what it remembers, its newest events and at most an hour of lags and amounts.`,
	]);
}

function minutesOf(memory: Memory, fromMs: number, {nowMs}: Asked): readonly Span[] {
	return minuteRows(memory, {fromMs, untilMs: nowMs + 1}, 0).map(row => ({...row, seconds: 60}));
}

/** A window does not end before it begins. */
function within(fromMs: number, {nowMs}: Asked): number {
	return Math.min(fromMs, nowMs);
}
