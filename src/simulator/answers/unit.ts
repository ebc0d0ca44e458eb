import {gtidText, positionText} from '../world/binlog.ts';
import {conflictMessage} from '../world/failures.ts';
import {isAnswering} from '../world/find.ts';
import type {DmVersion, World} from '../world/model.ts';
import {waits} from '../world/sharding.ts';
import {isSince} from '../world/since.ts';
import type {Json} from './json.ts';

type Source = World['sources'][number];
type Task = World['tasks'][number];
type Subtask = Task['subtasks'][number];

/** A subtask in its place. */
export type Seat = {readonly dm: DmVersion; readonly source: Source; readonly task: Task; readonly subtask: Subtask};

/** The unit's own status under its key; `{}` for a subtask that has no unit yet. */
export function unitStatus(seat: Seat): {readonly [key: string]: Json} {
	switch (seat.subtask.unit) {
		case 'Dump':
			return {dump: dump(seat)};
		case 'Load':
			return {load: load(seat)};
		case 'Sync':
			return {sync: sync(seat)};
		default:
			return {};
	}
}

/** Where the upstream is, as the master says it; an upstream that is away is `""` from 6.5 on and `(, 0)` before. */
export function masterBinlog(dm: DmVersion, source: Source): string {
	if (isAnswering(source)) return positionText(source.written);
	return isSince('6.5', dm) || (dm === '2.0' && source.relay === null) ? '' : '(, 0)';
}

/** The upstream's GTID, or nothing when it is away. */
export function masterGtid(source: Source): string {
	return isAnswering(source) ? gtidText(source, source.written) : '';
}

/** The lock of a task's target table, by DM's own name. */
export function lockId(task: Task): string {
	return `${task.name}-${task.target}`;
}

function dump({dm, subtask}: Seat): Json {
	if (!isSince('6.5', dm)) return {};
	const share = Math.min(1, subtask.unitMs / subtask.dumpMs);
	const rows = Math.floor(subtask.dataBytes / bytesPerRow);
	const tables = 13;
	return {
		totalTables: String(tables),
		completedTables: Math.floor(share * tables),
		finishedBytes: Math.floor(share * subtask.dataBytes),
		finishedRows: Math.floor(share * rows),
		// The estimate is the optimizer's, and a little too low: a dump may pass 100 %.
		estimateTotalRows: Math.floor(rows * 0.97),
		bps: String(subtask.stage === 'Running' ? Math.floor((subtask.dataBytes * 1000) / subtask.dumpMs) : 0),
		progress: subtask.unitMs < 1000 ? '' : percent(Math.min(1, share / 0.97)).padStart(7),
	};
}

function load({dm, source, subtask}: Seat): Json {
	// 6.5 knows the total only after some seconds.
	const known = !isSince('6.5', dm) || subtask.unitMs > 1500;
	const share = known ? Math.min(1, subtask.unitMs / subtask.loadMs) : 0;
	const status = {
		finishedBytes: String(Math.floor(share * subtask.dataBytes)),
		totalBytes: String(known ? subtask.dataBytes : 0),
		progress: percent(share),
		metaBinlog: positionText(subtask.dumpedAt),
	};
	if (dm === '1.0') return status;
	const gtid = {...status, metaBinlogGTID: gtidText(source, subtask.dumpedAt)};
	if (dm === '2.0') return gtid;
	return {...gtid, bps: String(share === 0 ? 0 : Math.floor((subtask.dataBytes * 1000) / subtask.loadMs))};
}

function sync({dm, source, task, subtask}: Seat): Json {
	const events = String(Math.floor(subtask.events));
	const total = String(subtask.syncMs < 1000 ? 0 : Math.floor((subtask.events * 1000) / subtask.syncMs));
	const recent = String(subtask.toldTps);
	const waiting = waits(subtask);
	const status = {
		totalEvents: events,
		totalTps: total,
		recentTps: recent,
		masterBinlog: masterBinlog(dm, source),
		masterBinlogGtid: masterGtid(source),
		syncerBinlog: positionText(subtask.checkpoint, source.relay ? 'relay' : 'upstream'),
		syncerBinlogGtid: isSince('6.5', dm) ? gtidText(source, subtask.checkpoint) : '',
		blockingDDLs: waiting && subtask.ddl && !(dm === '1.0' && subtask.stage === 'Paused') ? [subtask.ddl.sql] : [],
		unresolvedGroups: groups({dm, source, task, subtask}),
		synced: isAnswering(source) && subtask.checkpoint >= source.written,
	};
	if (dm === '1.0') return status;
	const v2 = {
		...status,
		binlogType: source.relay ? 'local' : 'remote',
		secondsBehindMaster: String(isReading(source, subtask) ? Math.floor(subtask.lagSeconds) : 0),
	};
	if (dm === '2.0') return v2;
	const v65 = {
		...v2,
		blockDDLOwner: subtask.conflict ? `${source.id}-\`promo_${source.id.slice(-1)}\`.\`coupons_1\`` : '',
		conflictMsg: subtask.conflict ? conflictMessage(task) : '',
		totalRows: events,
		totalRps: total,
		recentRps: recent,
	};
	if (!isSince('26.3', dm)) return v65;
	// Recorded: about 111 bytes of binlog an event, and the dump of a table that is a few rows long.
	return {
		...v65,
		ioTotalBytes: String(Math.floor(subtask.events) * bytesPerEvent),
		dumpIOTotalBytes: String(task.mode === 'incremental' ? 0 : subtask.dataBytes),
	};
}

/** DM measures the delay only while events come in; recorded clusters say 0 in all other cases. */
function isReading(source: Source, subtask: Subtask): boolean {
	const stuck = waits(subtask) || subtask.conflict || (source.relay !== null && source.relay.stage !== 'Running');
	return subtask.stage === 'Running' && isAnswering(source) && !stuck;
}

function groups({dm, source, task, subtask: {ddl}}: Seat): readonly Json[] {
	if (ddl !== null) {
		const at = positionText(ddl.first, source.relay ? 'relay' : 'upstream');
		const group = {target: task.target, DDLs: [ddl.sql]};
		const where =
			dm === '1.0' ? {firstPos: at} : {firstLocation: `position: ${at}, gtid-set: ${gtidText(source, ddl.first)}`};
		return [{...group, ...where, synced: ddl.tables.slice(0, ddl.met), unsynced: ddl.tables.slice(ddl.met)}];
	}
	// From 2.0 on, once a lock exists, a source that has not met the DDL has a group with a sentence in it.
	if (dm === '1.0' || !task.subtasks.some(waits)) return [];
	return [{target: task.target, DDLs: [], firstLocation: '', synced: [], unsynced: [notReceived]}];
}

const notReceived = "this DM-worker doesn't receive any shard DDL of this group";
const bytesPerRow = 218;
const bytesPerEvent = 111;

function percent(share: number): string {
	return `${(share * 100).toFixed(2)} %`;
}
