import type {DmVersion} from '../world/model.ts';
import type {Shape} from './wire.ts';

/** What a method of pb.Master takes and gives, by DM's field numbers. */
export type MethodShape = {readonly request: Shape; readonly answer: Shape};

const worker: Shape = {1: ['result', 'bool'], 2: ['worker', 'text'], 3: ['msg', 'text']};
const source: Shape = {1: ['result', 'bool'], 2: ['msg', 'text'], 3: ['source', 'text'], 4: ['worker', 'text']};
const common: Shape = {1: ['result', 'bool'], 2: ['msg', 'text'], 3: ['sources', source, true]};

const answer: Shape = {1: ['result', 'bool'], 2: ['msg', 'text']};

const old: Readonly<Record<string, MethodShape>> = {
	ShowDDLLocks: {
		request: {1: ['task', 'text'], 2: ['workers', 'text', true]},
		answer: {
			1: ['result', 'bool'],
			2: ['msg', 'text'],
			3: [
				'locks',
				{
					1: ['ID', 'text'],
					2: ['task', 'text'],
					3: ['owner', 'text'],
					4: ['DDLs', 'text', true],
					5: ['synced', 'text', true],
					6: ['unsynced', 'text', true],
				},
				true,
			],
		},
	},
	UnlockDDLLock: {
		request: {
			1: ['ID', 'text'],
			2: ['replaceOwner', 'text'],
			3: ['workers', 'text', true],
			4: ['forceRemove', 'bool'],
		},
		answer: {1: ['result', 'bool'], 2: ['msg', 'text'], 3: ['workers', worker, true]},
	},
	CheckTask: {request: {1: ['task', 'text']}, answer},
	OperateWorkerRelayTask: {
		request: {1: ['op', 'int'], 2: ['workers', 'text', true]},
		answer: {
			1: ['op', 'int'],
			2: ['result', 'bool'],
			3: ['msg', 'text'],
			4: ['workers', {1: ['op', 'int'], 2: ['result', 'bool'], 3: ['worker', 'text'], 4: ['msg', 'text']}, true],
		},
	},
};

const present: Readonly<Record<string, MethodShape>> = {
	ShowDDLLocks: {
		request: {1: ['task', 'text'], 2: ['sources', 'text', true]},
		answer: {
			1: ['result', 'bool'],
			2: ['msg', 'text'],
			3: [
				'locks',
				{
					1: ['ID', 'text'],
					2: ['task', 'text'],
					3: ['mode', 'text'],
					4: ['owner', 'text'],
					5: ['DDLs', 'text', true],
					6: ['synced', 'text', true],
					7: ['unsynced', 'text', true],
				},
				true,
			],
		},
	},
	UnlockDDLLock: {
		request: {1: ['ID', 'text'], 2: ['replaceOwner', 'text'], 3: ['forceRemove', 'bool'], 4: ['op', 'int']},
		answer: {1: ['result', 'bool'], 2: ['msg', 'text']},
	},
	CheckTask: {request: {1: ['task', 'text'], 2: ['errCnt', 'int'], 3: ['warnCnt', 'int']}, answer},
	OperateWorkerRelayTask: {
		request: {1: ['op', 'int'], 2: ['sources', 'text', true]},
		answer: {1: ['op', 'int'], 2: ['result', 'bool'], 3: ['msg', 'text'], 4: ['sources', source, true]},
	},
	OperateRelay: {
		request: {1: ['op', 'int'], 2: ['source', 'text'], 3: ['worker', 'text', true]},
		answer: common,
	},
};

const withValidation: Readonly<Record<string, MethodShape>> = {
	...present,
	StartValidation: {
		request: {1: ['mode_value', 'text'], 3: ['sources', 'text', true], 4: ['taskName', 'text']},
		answer: common,
	},
	StopValidation: {request: {1: ['sources', 'text', true], 2: ['taskName', 'text']}, answer: common},
	GetValidationStatus: {
		request: {1: ['taskName', 'text'], 2: ['filterStatus', 'int']},
		answer: {
			1: ['result', 'bool'],
			2: ['msg', 'text'],
			3: ['validators', {1: ['task', 'text'], 2: ['source', 'text'], 3: ['mode', 'text'], 4: ['stage', 'int']}, true],
			4: [
				'tableStatuses',
				{
					1: ['source', 'text'],
					2: ['srcTable', 'text'],
					3: ['dstTable', 'text'],
					4: ['stage', 'int'],
					5: ['message', 'text'],
				},
				true,
			],
		},
	},
	GetValidationError: {
		request: {1: ['errState', 'int'], 2: ['taskName', 'text']},
		answer: {
			1: ['result', 'bool'],
			2: ['msg', 'text'],
			3: [
				'error',
				{
					1: ['id', 'text'],
					2: ['source', 'text'],
					3: ['srcTable', 'text'],
					4: ['srcData', 'text'],
					5: ['dstTable', 'text'],
					6: ['dstData', 'text'],
					7: ['errorType', 'text'],
					8: ['status', 'int'],
					9: ['time', 'text'],
					10: ['message', 'text'],
				},
				true,
			],
		},
	},
};

/** The methods that are simulated, by version. */
export const shapes: Readonly<Record<DmVersion, Readonly<Record<string, MethodShape>>>> = {
	'1.0': old,
	'2.0': present,
	'6.5': withValidation,
	'8.5': withValidation,
	'26.3': withValidation,
};
