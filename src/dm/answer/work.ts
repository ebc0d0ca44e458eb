import type {Check, Dump, Load, ShardingGroup, Sync, Work} from '../../domain/cluster.ts';
import {parseLocation} from '../../domain/position.ts';
import {absent, decodedText, eachLine, line, lines, number, position, type Shape, word} from './read.ts';
import type {ReadGroup, ReadSubtask} from './schema.ts';

/** What the subtask's unit is doing. A unit whose status DM left out has all its fields unknown. */
export function translateWork(subtask: ReadSubtask, shape: Shape): Work {
	const unit = word(subtask.unit) ?? 'InvalidUnit';
	const translate = Object.hasOwn(units, unit) ? units[unit as keyof typeof units] : null;
	return translate === null ? {type: 'Other', unit} : translate(subtask, shape);
}

const units = {Check: translateCheck, Dump: translateDump, Load: translateLoad, Sync: translateSync};

function translateCheck({check}: ReadSubtask, shape: Shape): Check {
	const none = check === null ? absent.sources : absent[shape];
	return {
		type: 'Check',
		passed: check?.passed ?? none.flag,
		total: number(check?.total ?? none.number),
		successful: number(check?.successful ?? none.number),
		failed: number(check?.failed ?? none.number),
		warning: number(check?.warning ?? none.number),
		detail: decodedText(check?.detail ?? null),
	};
}

/** 1.0 has no fields for it, so nothing there is a default. */
function translateDump({dump}: ReadSubtask): Dump {
	return {
		type: 'Dump',
		totalTables: number(dump?.totalTables ?? null),
		completedTables: number(dump?.completedTables ?? null),
		finishedBytes: number(dump?.finishedBytes ?? null),
		finishedRows: number(dump?.finishedRows ?? null),
		estimateTotalRows: number(dump?.estimateTotalRows ?? null),
		bytesPerSecond: number(dump?.bps ?? null),
		progress: line(dump?.progress?.trim() ?? null),
	};
}

function translateLoad({load}: ReadSubtask, shape: Shape): Load {
	const none = load === null ? absent.sources : absent[shape];
	return {
		type: 'Load',
		finishedBytes: number(load?.finishedBytes ?? none.number),
		totalBytes: number(load?.totalBytes ?? none.number),
		progress: line(load?.progress?.trim() ?? null),
		metaBinlog: position(load?.metaBinlog ?? null),
		metaBinlogGtid: line(load?.metaBinlogGTID ?? null),
		bytesPerSecond: number(load?.bps ?? null),
	};
}

function translateSync({sync}: ReadSubtask, shape: Shape): Sync {
	const none = sync === null ? absent.sources : absent[shape];
	return {
		type: 'Sync',
		totalEvents: number(sync?.totalEvents ?? none.number),
		totalTps: number(sync?.totalTps ?? none.number),
		recentTps: number(sync?.recentTps ?? none.number),
		upstream: position(sync?.masterBinlog ?? null),
		upstreamGtid: line(sync?.masterBinlogGtid ?? null),
		checkpoint: position(sync?.syncerBinlog ?? null),
		checkpointGtid: line(sync?.syncerBinlogGtid ?? null),
		blockingDdls: eachLine(sync?.blockingDDLs ?? null),
		groups: (sync?.unresolvedGroups ?? []).filter(group => group !== null).map(translateGroup),
		synced: sync?.synced ?? none.flag,
		binlogType: line(sync?.binlogType ?? null),
		secondsBehindMaster: number(sync?.secondsBehindMaster ?? null),
		blockDdlOwner: line(sync?.blockDDLOwner ?? null),
		conflictMessage: lines(sync?.conflictMsg ?? null),
		totalRows: number(sync?.totalRows ?? null),
		totalRps: number(sync?.totalRps ?? null),
		recentRps: number(sync?.recentRps ?? null),
		ioTotalBytes: number(sync?.ioTotalBytes ?? null),
		dumpIoTotalBytes: number(sync?.dumpIOTotalBytes ?? null),
	};
}

function translateGroup(group: ReadGroup): ShardingGroup {
	const {position: first, gtid} = parseLocation(line(group.firstLocation) ?? line(group.firstPos) ?? '');
	const received = !(group.unsynced ?? []).some(table => table.includes(receivedNothing));
	return {
		target: line(group.target) ?? '',
		ddls: eachLine(group.DDLs),
		first,
		firstGtid: gtid,
		synced: eachLine(group.synced),
		unsynced: received ? eachLine(group.unsynced) : [],
		received,
	};
}

/** The sentence that DM, from 2.0 on, puts in the place of a table. */
const receivedNothing = "doesn't receive any shard DDL of this group";
