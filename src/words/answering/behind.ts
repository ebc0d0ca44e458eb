import {unitOf} from '../../domain/cluster.ts';
import {type Gap, gapBetween} from '../../domain/position.ts';
import {syncGap} from '../../domain/progress.ts';
import type {SourceRow, SubtaskRow, TaskRow} from '../../wire/topics.ts';
import {etaText, gapText, lagDuration, longBytes, moment} from '../format.ts';
import type {Seen} from './began.ts';
import {trend, trendNow} from './trend.ts';

/** How far behind one source's part of a task is, and whether that grows or falls; null where there is nothing to say. */
export function behindOfSubtask(row: SubtaskRow, seen: Seen): string | null {
	const {presence, upstreamUnknown, busySinceMs, samples, lagSeconds, gap, eta, work} = row;
	if (presence.type !== 'here') return lastKnown(row, seen);
	if (work?.type !== 'Sync') return null;
	if (upstreamUnknown) return 'unknown: the upstream does not tell its position';
	if (busySinceMs !== null) return 'unknown: its worker is busy';
	const ofGap = trend(samples.map(({atMs, gapBytes}) => ({atMs, value: gapBytes})));
	const ofLag = trendNow(samples.map(({atMs, lagSeconds}) => ({atMs, value: lagSeconds})));
	const left = eta === null ? '' : `, ${etaText(eta)} left at this rate`;
	// What it says of itself has the figures.
	if (row.kind === 'running') return left === '' ? null : `${binlog(gap, ofGap) ?? 'nothing'}${left}`;
	const lag = row.blockedSinceMs !== null ? 'held by the DDL lock' : lagText(lagSeconds, ofLag);
	return joined([lag, binlog(gap, ofGap)], left);
}

/** The same of a whole task, from its line in the list. */
export function behindOfTask(row: TaskRow, seen: Seen): string | null {
	const {lagUnknown, gapUnknown, staleSinceMs, blockedSinceMs, lagSeconds, gap, eta, phase} = row;
	if (lagUnknown && gapUnknown) return `unknown${staleSinceMs === null ? '' : ` since ${moment(staleSinceMs, seen)}`}`;
	if (phase.load > 0 || phase.dump > 0) return null;
	if (row.kind === 'running' && eta === null) return null;
	const lag = blockedSinceMs !== null ? 'held by the DDL lock' : lagText(lagSeconds, null);
	return joined([lag, binlog(gap, null)], eta === null ? '' : `, ${etaText(eta)} left at this rate`);
}

/** How far a source's relay is behind its upstream; null where it is off, or not known. */
export function behindOfRelay({relay, gap}: SourceRow): string | null {
	if (relay === null) return null;
	const ofRelay = gap ?? gapBetween(relay.upstream, relay.position);
	if (ofRelay === null) return relay.upstream === null ? 'unknown: the upstream does not tell its position' : null;
	return isNothing(ofRelay) ? 'nothing: it is at the upstream' : gapText(ofRelay);
}

function lastKnown({work, stage, lastSeenAtMs}: SubtaskRow, seen: Seen): string {
	if (lastSeenAtMs === null || stage === null) return 'unknown: it was never seen';
	const gap = work?.type === 'Sync' ? syncGap(work) : null;
	const facts = [stage, work === null ? null : unitOf(work), gap === null ? null : `gap ${told(gap)}`];
	return `unknown. At ${moment(lastSeenAtMs, seen)} it was: ${facts.filter(fact => fact !== null).join(', ')}`;
}

function lagText(lagSeconds: number | null, perSecond: number | null): string | null {
	if (lagSeconds === null || lagSeconds === 0) return null;
	const perMinute = perSecond === null ? 0 : Math.round(Math.abs(perSecond) * 60);
	const way =
		perSecond === null || perMinute === 0 ? '' : `, ${perSecond > 0 ? 'growing' : 'falling'} ${perMinute}s a minute`;
	return `${lagDuration(lagSeconds)}${way}`;
}

function binlog(gap: Gap | null, perSecond: number | null): string | null {
	if (gap === null || isNothing(gap)) return null;
	const isSeen = perSecond !== null && Math.abs(perSecond) >= 1024 && gap.type === 'bytes';
	const way = isSeen ? `, ${perSecond > 0 ? 'growing' : 'falling'} ${longBytes(Math.abs(perSecond))}/s` : '';
	return `${told(gap)} of binlog${way}`;
}

function told(gap: Gap): string {
	return isNothing(gap) ? '0' : gapText(gap);
}

function isNothing(gap: Gap): boolean {
	return gap.type === 'bytes' && gap.bytes === 0;
}

function joined(parts: readonly (string | null)[], left: string): string | null {
	const known = parts.filter(part => part !== null);
	return known.length === 0 ? null : `${known.join('; ')}${left}`;
}
