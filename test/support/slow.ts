/** What a dm-master of 6.5 answers of `load4` on one source, `lagSeconds` behind; its upstream is written at each poll. */
export function slowStatus(poll: number, lagSeconds: number, source = 'mysql-replica-04') {
	const worker = source === 'mysql-replica-04' ? 'worker4' : `worker-${source}`;
	const sync = {
		totalEvents: String(48_000 + poll * 10),
		masterBinlog: `(mysql-bin.000042, ${900_000 + poll * 9000})`,
		syncerBinlog: `(mysql-bin.000042, ${lagSeconds === 0 ? 900_000 + poll * 9000 : 700_000})`,
		blockingDDLs: [],
		unresolvedGroups: [],
		synced: false,
		binlogType: 'remote',
		secondsBehindMaster: String(lagSeconds),
	};
	const subtask = {name: 'load4', stage: 'Running', unit: 'Sync', result: null, unresolvedDDLLockID: '', sync};
	const sourceStatus = {source, worker, result: null, relayStatus: null};
	return {result: true, msg: '', sources: [{result: true, msg: '', sourceStatus, subTaskStatus: [subtask]}]};
}
