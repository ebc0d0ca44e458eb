import type {SubtaskRow} from '../../wire/topics.ts';
import {etaText} from '../format.ts';

/** How far a check, a dump or a load is: `Loading 78 %, 42m left`; null for a Sync, and where nothing is known. */
export function workText({work, stage, eta}: Pick<SubtaskRow, 'work' | 'stage' | 'eta'>): string | null {
	if (stage === 'Finished' || work === null) return null;
	const left = eta === null ? '' : `, ${etaText(eta)} left`;
	switch (work.type) {
		case 'Check':
			return work.total === null || work.successful === null ? null : `New: ${work.successful} of ${work.total} checks`;
		case 'Dump': {
			const percent = percentOf(work.progress);
			return `Dumping${percent === null ? '' : ` ${percent} %`}${left}`;
		}
		case 'Load': {
			const {finishedBytes, totalBytes, progress} = work;
			const byBytes =
				finishedBytes !== null && totalBytes !== null && totalBytes > 0 ? (finishedBytes / totalBytes) * 100 : null;
			const percent = byBytes === null ? percentOf(progress) : Math.floor(byBytes);
			return `Loading${percent === null ? '' : ` ${percent} %`}${left}`;
		}
		default:
			return null;
	}
}

/** DM's own `4.17 %` in whole per cent; null where it is no number. */
function percentOf(progress: string | null): number | null {
	const percent = Number.parseFloat(progress ?? '');
	return Number.isFinite(percent) ? Math.floor(percent) : null;
}
