import type {Heartbeat, Hello} from '../../src/protocol/messages.ts';
import type {Overview, SubtaskRow, TaskRow, TaskValue} from '../../src/protocol/topics.ts';

export const hello: Hello = {
	type: 'hello',
	protocol: 1,
	gateway: 'dmtop 0.1.0',
	instance: 'g1',
	nowMs: 1_700_000_000_000,
	allowOperate: false,
	startArmed: false,
	readOnlyReason: 'it only watches',
	everyMs: 3000,
};

export const heartbeat: Heartbeat = {
	type: 'heartbeat',
	nowMs: 1_700_000_000_000,
	lastGoodAtMs: null,
	lastTookMs: null,
	asking: null,
	trouble: null,
};

export const taskRow: TaskRow = {
	name: 'orders',
	word: 'running',
	label: 'Running',
	reason: null,
	outlook: null,
	reasonSource: null,
	dmStatus: 'Running',
	good: 1,
	expected: 1,
	phase: {check: 0, dump: 0, load: 0, sync: 1, paused: 0, error: 0, silent: 0},
	lagSeconds: 0,
	blockedSinceMs: null,
	upstreamUnknown: false,
	gap: {type: 'bytes', bytes: 12},
	gapSinceMs: 1,
	rowsPerSecond: 1.5,
	bytesPerSecond: null,
	eta: {minSeconds: 1, maxSeconds: 2, steady: false},
	relay: 'off',
	sinceMs: null,
	seenSinceMs: 1,
	changedAtMs: null,
	staleSinceMs: null,
	goneAtMs: null,
	history: [null, 0, 1],
	operation: {operation: 'pause', sinceMs: 1, answered: false},
};

export const overview: Overview = {
	cluster: {masters: ['127.0.0.1:8261'], master: null, dmVersion: 'v6.5.0', shape: 'sources', everyMs: 3000},
	tasks: [taskRow],
	events: [
		{
			atMs: 1,
			firstAtMs: 1,
			type: 'task-status',
			task: 'orders',
			source: null,
			from: 'new',
			to: 'running',
			text: 'runs',
			count: 1,
		},
	],
	notes: ['worker w1 does not answer'],
};

const result = {isCanceled: false, errors: [], detail: null};

export const subtaskRow: SubtaskRow = {
	source: 'replica-01',
	worker: 'w1',
	presence: {type: 'silent', sinceMs: 1, message: null},
	lastSeenAtMs: null,
	word: 'unknown',
	label: 'no answer',
	reason: 'w1 does not answer',
	outlook: null,
	stage: 'Running',
	work: {type: 'Other', unit: 'InvalidUnit'},
	result,
	lockId: null,
	message: null,
	validation: null,
	sourceErrors: [],
	sourceMessage: 'error when get master status',
	relay: {
		stage: 'Running',
		upstream: {file: 'mysql-bin.000001', offset: 4},
		upstreamGtid: null,
		position: null,
		gtid: null,
		directory: null,
		caughtUp: null,
		result,
	},
	verdict: {resumes: true, rule: 'DM resumes it', of: 'subtask', failingSinceMs: 1, cameBack: 0},
	lagSeconds: null,
	blockedSinceMs: null,
	upstreamUnknown: true,
	gap: {type: 'files', files: 1, atLeastBytes: 4},
	gapSinceMs: null,
	rates: {now: null, fiveMinutes: 1, sinceStart: 2},
	eta: null,
	sinceMs: null,
	seenSinceMs: 1,
	changedAtMs: null,
	situation: 'silent',
	operation: null,
	samples: [{atMs: 1, lagSeconds: null, gapBytes: 1, rate: null}],
};

export const taskValue: TaskValue = {
	name: 'orders',
	task: {
		row: taskRow,
		shape: 'sources',
		config: {mode: 'all', shardMode: null, target: 'tidb:4000', sources: ['replica-01'], yaml: 'name: orders\n'},
		subtasks: [subtaskRow],
		namelessWorkers: ['10.0.4.13:8262'],
		locks: [
			{
				task: 'orders',
				target: '`shop`.`orders`',
				mode: 'pessimistic',
				id: 'orders-`shop`.`orders`',
				ddls: ['ALTER TABLE'],
				exists: true,
				conflict: null,
				seenSinceMs: null,
				sources: [
					{
						source: 'replica-01',
						worker: null,
						state: 'not-met',
						synced: [],
						unsynced: [],
						first: null,
						gapBytes: null,
						lagSeconds: null,
					},
				],
			},
		],
		events: [],
	},
};
