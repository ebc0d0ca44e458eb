import type {Sync} from '../../../domain/cluster.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {lagDoubtText} from '../../../words/doubts.ts';
import {lagDuration, longBytes, shortBytes} from '../../../words/format.ts';
import {gatewayNow, lasting} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {figure, labelled, prose, section, versionOf} from '../pieces/blocks.ts';
import {graphLines, known, type Point, spanText, trendText, withPresent} from '../pieces/graph.ts';
import {etaSentence} from './eta.ts';
import {groupLines} from './groups.ts';
import {dmRate, rowRates} from './rates.ts';
import {longGtidLines, syncPlaces, whereLines} from './where.ts';

/** What a Sync unit tells: where it is, how far behind, how fast, and what it waits for. */
export function syncLines(work: Sync, row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	return [
		...section(columns, row.presence.type === 'here' ? 'where' : 'where (last known)', whereLines(work, row, model)),
		...lagLines(work, row, model),
		...gapLines(row, model),
		...section(columns, 'rate', rateLines(work, row, columns)),
		...section(columns, 'sharding', groupLines(work, row, columns)),
		...section(columns, 'flags', flagLines(work, columns)),
		...section(columns, 'GTID sets', longGtidLines(syncPlaces(work, row), columns)),
	];
}

function lagLines(work: Sync, row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const samples: readonly Point[] = row.samples.map(({atMs, lagSeconds}) => ({atMs, value: lagSeconds}));
	const points = isHere(row) ? withPresent(samples, row.lagSeconds, answeredAtMs(model)) : samples;
	const now = lagText(row, model);
	const values = known(points);
	const peak = values.length === 0 ? null : Math.max(...values);
	const told = peak === null || values.length < 2 ? '' : `   at most ${lagDuration(peak)} in ${spanText(points)}`;
	const trend = peak === null || peak === 0 ? '' : trendText(points, value => `${Math.round(value)}s`);
	const graph = graphLines(model, points, lagDuration);
	return section(columns, `lag   ${now}${told}${trend === '' ? '' : `   ${trend}`}`, [
		...graph,
		...prose(lagNote(work, row, model, peak), columns),
	]);
}

function lagText(row: SubtaskRow, model: Model): string {
	if (row.blockedSinceMs !== null) return `blocked${lasting(model, row.blockedSinceMs)}`;
	if (row.lagUnknown) return '?';
	if (row.lagSeconds === null) return '-';
	const isPeak = row.work?.type === 'Sync' && row.lagSeconds !== row.work.secondsBehindMaster;
	return `${lagDuration(row.lagSeconds)}${isPeak ? ' (the peak of the last minute)' : ''}`;
}

/** What the lag is worth now: DM's own figure is nearly always 0. */
function lagNote(work: Sync, row: SubtaskRow, model: Model, peak: number | null): string {
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
	if (row.lagSeconds !== null && row.lagSeconds !== own) {
		return `${said.trim()} now; it may drop to 0 between two batches, so the peak of the last minute is shown.`;
	}
	if (peak !== null && peak > 0) return `${said.trim()}; it is the delay of the last event that was seen.`;
	return `${said.trim()}: it is the delay of the last event that was seen, and nearly always 0. The gap is the better guide.`;
}

function gapLines(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const samples: readonly Point[] = row.samples.map(({atMs, gapBytes}) => ({atMs, value: gapBytes}));
	const present = row.gap?.type === 'bytes' ? row.gap.bytes : null;
	const points = isHere(row) ? withPresent(samples, present, answeredAtMs(model)) : samples;
	const values = known(points);
	if (values.length === 0) return [];
	const peak = Math.max(...values);
	const trend = peak === 0 ? 'steady' : trendText(points, longBytes);
	const span = values.length < 2 ? '' : ` in ${spanText(points)}`;
	const title = `gap   at most ${longBytes(peak)}${span}${trend === '' ? '' : `   ${trend}`}`;
	// Where the present gap is not known, or is one of files, nothing is said of the samples before it.
	const none = present === 0 ? prose('It was 0 at each sample.', columns) : [];
	const eta = row.stage === 'Running' && row.eta !== null ? labelled('ETA', etaSentence(row.eta, model), columns) : [];
	const graph = graphLines(model, points, shortBytes);
	return section(columns, title, [...(graph.length === 0 && peak === 0 ? none : graph), ...eta]);
}

/** When the newest answer came that is shown: while the data is not live it is not moved on. */
function answeredAtMs(model: Model): number {
	return Math.min(gatewayNow(model), model.heartbeat?.lastGoodAtMs ?? Number.POSITIVE_INFINITY);
}

/** What is told of a row without a fresh answer is not how it is now. */
function isHere({presence}: SubtaskRow): boolean {
	return presence.type === 'here';
}

function rateLines(work: Sync, row: SubtaskRow, columns: number): readonly string[] {
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
	return [
		...labelled('rows/s', rowRates(row.rates).join('   '), columns),
		...labelled('total', `totalEvents ${figure(work.totalEvents)}   totalRows ${figure(work.totalRows)}`, columns),
		...labelled("DM's own", `${own.join('   ')}   (not to be relied on)`, columns),
		...labelled('bytes', io.join('   '), columns),
	];
}

function flagLines({synced}: Sync, columns: number): readonly string[] {
	if (synced === null) return prose('synced ?: DM does not tell.', columns);
	return prose(synced ? syncedTrue : syncedFalse, columns);
}

const syncedTrue =
	'synced true: the last checkpoint is at the position of the upstream. That is common on a paused task too.';
const syncedFalse =
	'synced false: this proves nothing. DM compares the last flushed checkpoint, which moves only when events of this task arrive, so it can be false while the data is current. The gap is the better guide.';
