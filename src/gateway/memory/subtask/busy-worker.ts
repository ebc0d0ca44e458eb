import type {Subtask, Work} from '../../../domain/cluster.ts';

/**
 * Whether an answer tells the stage of a subtask and not its unit. Newer versions answer so for all subtasks of a worker
 * that is busy, as while a pause hangs; a subtask that is only being made has no unit yet.
 */
export function lacksUnit({stage, work}: Subtask): boolean {
	return work.type === 'Other' && work.unit === 'InvalidUnit' && stage !== 'New' && stage !== 'InvalidStage';
}

/** The answer of a busy worker with what was last known of the unit, its figures unknown, and of its locks and its validator. */
export function withLastUnit(before: Subtask | null, told: Subtask): Subtask {
	if (before === null || before.work.type === 'Other' || !lacksUnit(told)) return told;
	return {
		...told,
		work: withoutFigures(before.work),
		lockId: told.lockId ?? before.lockId,
		validation: told.validation ?? before.validation,
	};
}

function withoutFigures(work: Work): Work {
	return work.type === 'Other' ? work : {...work, ...figures[work.type]};
}

const figures = {
	Check: {passed: null, total: null, successful: null, failed: null, warning: null},
	Dump: {
		totalTables: null,
		completedTables: null,
		finishedBytes: null,
		finishedRows: null,
		estimateTotalRows: null,
		bytesPerSecond: null,
		progress: null,
	},
	Load: {finishedBytes: null, totalBytes: null, progress: null, bytesPerSecond: null},
	Sync: {
		totalEvents: null,
		totalTps: null,
		recentTps: null,
		upstream: null,
		upstreamGtid: null,
		checkpoint: null,
		checkpointGtid: null,
		synced: null,
		secondsBehindMaster: null,
		totalRows: null,
		totalRps: null,
		recentRps: null,
		ioTotalBytes: null,
		dumpIoTotalBytes: null,
	},
} as const satisfies {readonly [Type in Exclude<Work['type'], 'Other'>]: Partial<Extract<Work, {type: Type}>>};
