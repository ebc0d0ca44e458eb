import * as v from 'valibot';
import type {
	Members,
	Position,
	ProcessError,
	ProcessResult,
	Relay,
	ShardingGroup,
	Validation,
	Work,
} from '../domain/cluster.ts';
import type {Gap} from '../domain/position.ts';

/** JSON has no NaN, but `1e999` reads as Infinity: only finite numbers are numbers. */
export const number = v.custom<number>(value => Number.isFinite(value), 'Expected a finite number');
export const text = v.string();
export const textOrNull = v.nullable(text);
export const numberOrNull = v.nullable(number);
export const yesNo = v.boolean();
export const yesNoOrNull = v.nullable(yesNo);
export const texts = v.array(text);

export const position = v.object({file: text, offset: number}) satisfies v.GenericSchema<unknown, Position>;
const positionOrNull = v.nullable(position);

export const gap = v.variant('type', [
	v.object({type: v.literal('bytes'), bytes: number}),
	v.object({type: v.literal('files'), files: number, atLeastBytes: number}),
]) satisfies v.GenericSchema<unknown, Gap>;

export const processError = v.object({
	code: numberOrNull,
	class: textOrNull,
	scope: textOrNull,
	level: textOrNull,
	message: textOrNull,
	rawCause: textOrNull,
	workaround: textOrNull,
}) satisfies v.GenericSchema<unknown, ProcessError>;

export const processResult = v.object({
	isCanceled: yesNo,
	errors: v.array(processError),
	detail: textOrNull,
}) satisfies v.GenericSchema<unknown, ProcessResult>;

const shardingGroup = v.object({
	target: text,
	ddls: texts,
	first: positionOrNull,
	firstGtid: textOrNull,
	synced: texts,
	unsynced: texts,
	received: yesNo,
}) satisfies v.GenericSchema<unknown, ShardingGroup>;

export const relay = v.object({
	stage: text,
	upstream: positionOrNull,
	upstreamGtid: textOrNull,
	position: positionOrNull,
	gtid: textOrNull,
	directory: textOrNull,
	caughtUp: yesNoOrNull,
	result: v.nullable(processResult),
}) satisfies v.GenericSchema<unknown, Relay>;

export const work = v.variant('type', [
	v.object({
		type: v.literal('Check'),
		passed: yesNoOrNull,
		total: numberOrNull,
		successful: numberOrNull,
		failed: numberOrNull,
		warning: numberOrNull,
		detail: textOrNull,
	}),
	v.object({
		type: v.literal('Dump'),
		totalTables: numberOrNull,
		completedTables: numberOrNull,
		finishedBytes: numberOrNull,
		finishedRows: numberOrNull,
		estimateTotalRows: numberOrNull,
		bytesPerSecond: numberOrNull,
		progress: textOrNull,
	}),
	v.object({
		type: v.literal('Load'),
		finishedBytes: numberOrNull,
		totalBytes: numberOrNull,
		progress: textOrNull,
		metaBinlog: positionOrNull,
		metaBinlogGtid: textOrNull,
		bytesPerSecond: numberOrNull,
	}),
	v.object({
		type: v.literal('Sync'),
		totalEvents: numberOrNull,
		totalTps: numberOrNull,
		recentTps: numberOrNull,
		upstream: positionOrNull,
		upstreamGtid: textOrNull,
		checkpoint: positionOrNull,
		checkpointGtid: textOrNull,
		blockingDdls: texts,
		groups: v.array(shardingGroup),
		synced: yesNoOrNull,
		binlogType: textOrNull,
		secondsBehindMaster: numberOrNull,
		blockDdlOwner: textOrNull,
		conflictMessage: textOrNull,
		totalRows: numberOrNull,
		totalRps: numberOrNull,
		recentRps: numberOrNull,
		ioTotalBytes: numberOrNull,
		dumpIoTotalBytes: numberOrNull,
	}),
	v.object({type: v.literal('Other'), unit: text}),
]) satisfies v.GenericSchema<unknown, Work>;

const changedRows = v.nullable(v.object({insert: number, update: number, delete: number}));

export const validation = v.object({
	mode: textOrNull,
	stage: text,
	position: positionOrNull,
	gtid: textOrNull,
	cutoverPosition: positionOrNull,
	cutoverGtid: textOrNull,
	result: v.nullable(processResult),
	processedRows: changedRows,
	pendingRows: changedRows,
	errorRows: v.nullable(v.object({new: number, ignored: number, resolved: number})),
	said: v.object({processed: textOrNull, pending: textOrNull, errors: textOrNull}),
}) satisfies v.GenericSchema<unknown, Validation>;

export const members = v.object({
	leader: textOrNull,
	masters: v.array(v.object({name: text, alive: yesNoOrNull, addresses: texts})),
	workers: v.array(v.object({name: text, address: textOrNull, stage: textOrNull, source: textOrNull})),
}) satisfies v.GenericSchema<unknown, Members>;
