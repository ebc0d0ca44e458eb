import * as v from 'valibot';
import {acts} from '../domain/act/act.ts';
import type {
	Members,
	Position,
	ProcessError,
	ProcessResult,
	Relay,
	ShardingGroup,
	TaskConfig,
	Validation,
	Work,
} from '../domain/cluster.ts';
import {type ClusterEvent, eventTypes} from '../domain/event.ts';
import type {Checker} from '../domain/failure/checker.ts';
import {type Lock, type LockSource, lockStates} from '../domain/lock.ts';
import {operations, situations} from '../domain/operation/operation.ts';
import type {OperationUnderWay} from '../domain/operation/under-way.ts';
import type {Gap} from '../domain/position.ts';
import type {Eta} from '../domain/progress.ts';
import {relayWords} from '../domain/relay/relay.ts';
import {findingKinds} from '../domain/rules/finding-kind.ts';
import {type Slow, slowParts} from '../domain/slow/slow.ts';
import {statusWords} from '../domain/status-word.ts';
import type {Presence, Rates} from '../domain/task.ts';
import {number, numberOrNull, schemaOf, text, textOrNull, texts, yesNo, yesNoOrNull} from './schema.ts';

// A word that a newer gateway has added is shown as the nearest one of ours: its label or text still says it in full.
export const statusWord = v.fallback(v.picklist(statusWords), 'warning');
export const findingKind = v.fallback(v.picklist(findingKinds), 'stage');
export const relayWord = v.fallback(v.picklist(relayWords), 'unknown');
export const situation = v.fallback(v.picklist(situations), 'other');
const eventType = v.fallback(v.picklist(eventTypes), 'task-status');
const lockState = v.fallback(v.picklist(lockStates), 'unknown');

export const position = schemaOf<Position>()(v.object({file: text, offset: number}));
const positionOrNull = v.nullable(position);

export const gap = schemaOf<Gap>()(
	v.variant('type', [
		v.object({type: v.literal('bytes'), bytes: number}),
		v.object({type: v.literal('files'), files: number, atLeastBytes: number}),
	]),
);

export const processError = schemaOf<ProcessError>()(
	v.object({
		code: numberOrNull,
		class: textOrNull,
		scope: textOrNull,
		level: textOrNull,
		message: textOrNull,
		rawCause: textOrNull,
		workaround: textOrNull,
	}),
);

export const processResult = schemaOf<ProcessResult>()(
	v.object({
		isCanceled: yesNo,
		errors: v.array(processError),
		detail: textOrNull,
	}),
);

const shardingGroup = schemaOf<ShardingGroup>()(
	v.object({
		target: text,
		ddls: texts,
		first: positionOrNull,
		firstGtid: textOrNull,
		synced: texts,
		unsynced: texts,
		received: yesNo,
	}),
);

export const relay = schemaOf<Relay>()(
	v.object({
		stage: text,
		upstream: positionOrNull,
		upstreamGtid: textOrNull,
		position: positionOrNull,
		gtid: textOrNull,
		directory: textOrNull,
		caughtUp: yesNoOrNull,
		result: v.nullable(processResult),
	}),
);

export const work = schemaOf<Work>()(
	v.variant('type', [
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
	]),
);

const changedRows = v.nullable(v.object({insert: number, update: number, delete: number}));

export const validation = schemaOf<Validation>()(
	v.object({
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
	}),
);

export const members = schemaOf<Members>()(
	v.object({
		leader: textOrNull,
		masters: v.array(v.object({name: text, alive: yesNoOrNull, addresses: texts})),
		workers: v.array(v.object({name: text, address: textOrNull, stage: textOrNull, source: textOrNull})),
	}),
);

export const taskConfig = schemaOf<TaskConfig>()(
	v.object({mode: textOrNull, shardMode: textOrNull, target: textOrNull, sources: texts, yaml: text}),
);

export const presence = schemaOf<Presence>()(
	v.variant('type', [
		v.object({type: v.literal('here')}),
		v.object({type: v.literal('silent'), sinceMs: number, message: textOrNull}),
		v.object({type: v.literal('unbound'), sinceMs: number, message: textOrNull}),
		v.object({type: v.literal('absent'), sinceMs: number}),
		v.object({type: v.literal('missing'), sinceMs: number}),
	]),
);

export const rates = schemaOf<Rates>()(
	v.object({now: numberOrNull, fiveMinutes: numberOrNull, sinceStart: numberOrNull}),
);

/** A part that a newer gateway has added is none of ours. */
export const slow = schemaOf<Slow>()(
	v.object({
		part: v.fallback(v.picklist(slowParts), 'unknown'),
		spanMs: number,
		busy: v.object({
			read: numberOrNull,
			relay: numberOrNull,
			conflicts: numberOrNull,
			queue: numberOrNull,
			target: numberOrNull,
		}),
		queues: v.array(number),
	}),
);

export const eta = schemaOf<Eta>()(v.object({minSeconds: number, maxSeconds: number, steady: yesNo}));

export const checker = schemaOf<Checker>()(
	v.object({
		enabled: yesNo,
		everyMs: numberOrNull,
		leastMs: numberOrNull,
		mostMs: numberOrNull,
		factor: numberOrNull,
	}),
);

export const operationUnderWay = schemaOf<OperationUnderWay>()(
	v.object({operation: v.picklist([...operations, ...acts]), sinceMs: number, answered: yesNo}),
);

export const event = schemaOf<ClusterEvent>()(
	v.object({
		atMs: number,
		firstAtMs: number,
		type: eventType,
		task: textOrNull,
		source: textOrNull,
		from: textOrNull,
		to: textOrNull,
		text,
		count: number,
	}),
);

const lockSource = schemaOf<LockSource>()(
	v.object({
		source: text,
		worker: textOrNull,
		state: lockState,
		synced: texts,
		unsynced: texts,
		first: positionOrNull,
		gapBytes: numberOrNull,
		lagSeconds: numberOrNull,
		upstreamThen: v.exactOptional(position),
		hasPassed: v.exactOptional(v.literal(true)),
	}),
);

export const lock = schemaOf<Lock>()(
	v.object({
		task: text,
		target: text,
		mode: v.picklist(['pessimistic', 'optimistic']),
		id: textOrNull,
		ddls: texts,
		exists: yesNo,
		isNamedOnly: yesNo,
		conflict: textOrNull,
		owner: textOrNull,
		seenSinceMs: numberOrNull,
		sources: v.array(lockSource),
		held: v.exactOptional(v.nullable(v.object({owner: textOrNull, synced: texts, unsynced: texts}))),
		isLeftOver: v.exactOptional(v.literal(true)),
		operation: v.exactOptional(operationUnderWay),
	}),
);
