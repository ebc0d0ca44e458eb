import type {Sync} from '../../../domain/cluster.ts';
import {binlogFiles, gapBetween} from '../../../domain/position.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {lagDoubtText} from '../../../words/doubts.ts';
import {count, hourAndMinute, lagDuration, longBytes} from '../../../words/format.ts';
import {lasting, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import {gapScale, lagScale, type Point, rowsScale} from '../../ui/graph.ts';
import type {PageLine} from '../../ui/line.ts';
import {figure, labelLines, prose, section, versionOf} from '../pieces/blocks.ts';
import {type Shown, shownAtMs} from '../pieces/graphs.ts';
import {lagBoundsText} from '../pieces/lag-bounds.ts';
import {known, lately, trendText, withPresent} from '../pieces/points.ts';
import {leftSentence} from './eta.ts';
import {groupLines} from './groups.ts';
import {dmRate, rowRates} from './rates.ts';
import {slowLines} from './slow.ts';
import type {UnitParts} from './unit-parts.ts';
import {validatorFact} from './validation.ts';
import {longGtidLines, syncPlaces, whereLines} from './where.ts';

/** What a Sync unit tells: where it is, how far behind, how fast, and what it waits for. */
export function syncParts(work: Sync, row: SubtaskRow, model: Model): UnitParts {
	const {columns} = model.size;
	const lag = lagPoints(row, model);
	const between = lagBoundsText(row, model);
	const bounds = between === null ? [] : labelLines('lag is', between, columns, 10);
	const isRoomy = model.size.rows >= roomyRows;
	const sharding = section(columns, 'sharding', groupLines(work, row, columns));
	const waits = row.blockedSinceMs !== null || work.blockingDdls.length > 0 || work.groups.length > 0;
	return {
		facts: [
			...whereLines(work, row, model),
			...(known(lag).length > 0 ? [] : labelLines('lag', lagText(row, model), columns, 10)),
			...(isRoomy ? bounds : []),
			...(row.stage === 'Running' && row.eta !== null
				? labelLines('left', leftSentence(row.eta, model), columns, 10)
				: []),
			...(row.validation === null
				? []
				: labelLines('validator', validatorFact(row.validation, work.upstream), columns, 10)),
		],
		graphs: [lagGraph(lag, row, model), gapGraph(row, model), rowsGraph(row, model)],
		next: [...slowLines(row, columns), ...(waits ? sharding : [])],
		notes: [
			...(waits ? [] : sharding),
			...section(columns, 'good to know', [
				...(isRoomy ? [] : bounds),
				...prose(lagNote(work, row, model, peakOf(lag)), columns),
				...(row.relay !== null && work.binlogType === 'remote' ? prose(readsUpstream, columns) : []),
				...keptLines(work, columns),
				...flagLines(work, columns),
				...rateLines(work, row, columns),
			]),
			...section(columns, 'GTID sets', longGtidLines(syncPlaces(work, row), columns)),
		],
	};
}

/** On fewer what to do comes first. */
const roomyRows = 20;

function lagPoints(row: SubtaskRow, model: Model): readonly Point[] {
	const samples = row.samples.map(({atMs, lagSeconds}) => ({atMs, value: lagSeconds}));
	return isHere(row) ? withPresent(samples, row.lagSeconds, shownAtMs(model)) : samples;
}

function lagGraph(points: readonly Point[], row: SubtaskRow, model: Model): Shown {
	const now = lagText(row, model);
	const peak = peakOf(points);
	const isPast = peak !== null && peak.value > Math.max(0, row.lagSeconds ?? 0);
	const most = isPast ? `, peak ${lagDuration(peak.value)} at ${hourAndMinute(viewerTime(model, peak.atMs))}` : '';
	const trend = trendText(lately(points, shownAtMs(model)), value => `${Math.round(value)}s`);
	return {name: 'lag', said: saidOf(`${now}${most}`, trend, now), points, scale: lagScale};
}

function gapGraph(row: SubtaskRow, model: Model): Shown {
	const samples: readonly Point[] = row.samples.map(({atMs, gapBytes}) => ({atMs, value: gapBytes}));
	const present = isHere(row) && row.gap?.type === 'bytes' ? row.gap.bytes : null;
	const points = isHere(row) ? withPresent(samples, present, shownAtMs(model)) : samples;
	const now =
		!isHere(row) || row.gap === null ? '?' : row.gap.type === 'files' ? 'over several files' : longBytes(row.gap.bytes);
	const peak = peakOf(points);
	const most = peak !== null && peak.value > (present ?? 0) ? `, peak ${longBytes(peak.value)}` : '';
	const trend = trendText(lately(points, shownAtMs(model)), longBytes);
	return {name: 'gap', said: saidOf(`${now}${most}`, trend, now), points, scale: gapScale};
}

function rowsGraph(row: SubtaskRow, model: Model): Shown {
	const samples: readonly Point[] = row.samples.map(({atMs, rate}) => ({atMs, value: rate}));
	const points = isHere(row) ? withPresent(samples, row.rates.now, shownAtMs(model)) : samples;
	const {now} = row.rates;
	const all = rowRates(row.rates).join(', ');
	return {name: 'rows/s', said: [all, `${now === null ? '?' : count(now)} now`], points, scale: rowsScale};
}

/** What a rule says, the longest first: all, without how fast it changes, only what it is now. */
function saidOf(all: string, trend: string, now: string): readonly string[] {
	const [direction = ''] = trend.split(' ');
	return trend === '' ? [all, now] : [`${all}, ${trend}`, `${all}, ${direction}`, `${now}, ${direction}`, now];
}

function peakOf(points: readonly Point[]): {readonly atMs: number; readonly value: number} | null {
	return points.reduce<{readonly atMs: number; readonly value: number} | null>(
		(most, {atMs, value}) => (value !== null && value > (most?.value ?? -1) ? {atMs, value} : most),
		null,
	);
}

function lagText(row: SubtaskRow, model: Model): string {
	if (row.blockedSinceMs !== null) return `held by a DDL lock${lasting(model, row.blockedSinceMs)}`;
	if (row.lagUnknown || !isHere(row)) return '?';
	return row.lagSeconds === null ? '-' : lagDuration(row.lagSeconds);
}

/** What the lag is worth now: DM's own figure is nearly always 0. */
function lagNote(work: Sync, row: SubtaskRow, model: Model, peak: {readonly value: number} | null): string {
	const own = work.secondsBehindMaster;
	const said = own === null ? '' : ` DM's secondsBehindMaster is ${figure(own)}`;
	if (row.presence.type !== 'here') return 'There is no fresh answer, so no lag is told.';
	if (row.busySinceMs !== null) return 'Its worker is busy, so no lag is told.';
	if (row.blockedSinceMs !== null)
		return `A DDL lock blocks it: no lag is told, the time that it blocks is.${said && `${said}.`}`;
	if (row.upstreamUnknown)
		return `The upstream does not tell its position, so no lag is believed.${said && `${said}.`}`;
	if (own === null) {
		return versionOf(model).newest < 200
			? 'DM 1.0 tells no lag: the gap is the guide.'
			: 'DM tells no lag: the gap is the guide.';
	}
	if (row.stage !== 'Running') return `It is not Running, so no lag is told.${said}.`;
	const doubt = lagDoubtText(row);
	if (doubt !== null) return doubt;
	if (row.lagFrom === 'positions' && row.lagSeconds !== null) {
		return `The lag shown is ${lagDuration(row.lagSeconds)}, by the positions that the upstream was seen at and the events counted since the last checkpoint.${said}, the delay of the last event that was seen, and a lower bound.`;
	}
	if (row.lagSeconds !== null && row.lagSeconds !== own) {
		return `${said.trim()} now; it may drop to 0 between two batches, so the peak of the last minute is shown.`;
	}
	if (peak !== null && peak.value > 0) return `${said.trim()}; it is the delay of the last event that was seen.`;
	return `${said.trim()}: it is the delay of the last event that was seen, and nearly always 0. The gap is the better guide.`;
}

/** What is told of a row without a fresh answer is not how it is now. */
function isHere({presence}: SubtaskRow): boolean {
	return presence.type === 'here';
}

function rateLines(work: Sync, row: SubtaskRow, columns: number): readonly PageLine[] {
	const own = [
		dmRate('totalTps', work.totalTps),
		dmRate('recentTps', work.recentTps),
		dmRate('totalRps', work.totalRps),
		dmRate('recentRps', work.recentRps),
	];
	const io = [
		dmRate('ioTotalBytes', work.ioTotalBytes, longBytes),
		dmRate('dumpIOTotalBytes', work.dumpIoTotalBytes, longBytes),
	];
	const total = `totalEvents ${figure(work.totalEvents)}   totalRows ${figure(work.totalRows)}`;
	return [
		...labelLines('rows/s', rowRates(row.rates).join(', '), columns, 10),
		...labelLines('total', total, columns, 10),
		...labelLines("DM's own", `${own.join('   ')}   (not to be relied on)`, columns, 10),
		...labelLines('bytes', io.join('   '), columns, 10),
	];
}

/** What the upstream must not purge, where that is more than the file that it writes. */
function keptLines({binlogType, checkpoint, upstream}: Sync, columns: number): readonly string[] {
	const gap = gapBetween(upstream, checkpoint);
	if (binlogType === 'local' || gap?.type !== 'files' || checkpoint === null) return [];
	return prose(
		`The upstream must keep ${checkpoint.file} and what comes after it: DM reads on there. It has begun ${binlogFiles(gap.files)} since; how long it keeps them is not known here.`,
		columns,
	);
}

function flagLines({synced}: Sync, columns: number): readonly string[] {
	if (synced === null) return prose('synced ?: DM does not tell.', columns);
	return prose(synced ? syncedTrue : syncedFalse, columns);
}

const readsUpstream = 'It reads the upstream directly, not this relay (binlog remote).';
const syncedTrue =
	'DM says synced: true. The last checkpoint is at the position of the upstream; that is common on a paused task too.';
const syncedFalse =
	'DM says synced: false. That flag compares the last checkpoint, which moves only when events of this task arrive, and proves nothing; the gap is the better guide.';
