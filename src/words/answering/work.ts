import type {SubtaskRow} from '../../wire/topics.ts';
import {etaText} from '../format.ts';

/** How far a check, a dump or a load is: `Loading 78 %, 42m left`; null for a Sync, and where nothing is known. */
export function workText(row: Pick<SubtaskRow, 'work' | 'stage' | 'eta'>): string | null {
	const {work, stage, eta} = row;
	if (work?.type === 'Check' && stage !== 'Finished') {
		return work.total === null || work.successful === null ? null : `New: ${work.successful} of ${work.total} checks`;
	}
	const done = doneText(row);
	return done === null || eta === null ? done : `${done}, ${etaText(eta)} left`;
}

/** How far a dump or a load is: `Loading 78 %`; null for another unit. */
export function doneText({work, stage}: Pick<SubtaskRow, 'work' | 'stage'>): string | null {
	if (stage === 'Finished') return null;
	if (work?.type === 'Dump') return withPercent('Dumping', percentOf(work.progress));
	if (work?.type !== 'Load') return null;
	const {finishedBytes, totalBytes, progress} = work;
	const isTold = finishedBytes !== null && totalBytes !== null && totalBytes > 0;
	return withPercent('Loading', isTold ? Math.floor((finishedBytes / totalBytes) * 100) : percentOf(progress));
}

function withPercent(doing: string, percent: number | null): string {
	return percent === null ? doing : `${doing} ${percent} %`;
}

/** DM's own `4.17 %` in whole per cent; null where it is no number. */
function percentOf(progress: string | null): number | null {
	const percent = Number.parseFloat(progress ?? '');
	return Number.isFinite(percent) ? Math.floor(percent) : null;
}
