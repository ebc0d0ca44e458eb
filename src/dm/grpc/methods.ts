import type {Field, Message} from './protobuf.ts';

/** What a method of a master takes and gives, as far as it is used here. */
export type Method = {readonly path: string; readonly request: Message; readonly answer: Message};

/** 1.0 numbers its fields otherwise than all that came later: read by the other's numbers an answer is another one. */
export type Generation = 'workers' | 'sources';

const text = (no: number): Field => ({no, of: 'text'});
const texts = (no: number): Field => ({no, of: 'text', repeated: true});
const flag = (no: number): Field => ({no, of: 'flag'});
const number = (no: number): Field => ({no, of: 'number'});
const list = (no: number, of: Message): Field => ({no, of, repeated: true});

const oldPart = {result: flag(1), worker: text(2), msg: text(3)} as const;
const part = {result: flag(1), msg: text(2), source: text(3), worker: text(4)} as const;
const oldParts = {result: flag(1), msg: text(2), workers: list(3, oldPart)} as const;
const parts = {result: flag(1), msg: text(2), sources: list(3, part)} as const;

const lock = {
	ID: text(1),
	task: text(2),
	mode: text(3),
	owner: text(4),
	DDLs: texts(5),
	synced: texts(6),
	unsynced: texts(7),
} as const;

const oldLock = {
	ID: text(1),
	task: text(2),
	owner: text(3),
	DDLs: texts(4),
	synced: texts(5),
	unsynced: texts(6),
} as const;

const service = '/pb.Master/';

/** The methods that are called, by the generation of the wire; null where it has none. */
export const methods = {
	showLocks: {
		workers: {
			path: `${service}ShowDDLLocks`,
			request: {task: text(1), workers: texts(2)},
			answer: {result: flag(1), msg: text(2), locks: list(3, oldLock)},
		},
		sources: {
			path: `${service}ShowDDLLocks`,
			request: {task: text(1), sources: texts(2)},
			answer: {result: flag(1), msg: text(2), locks: list(3, lock)},
		},
	},
	unlock: {
		workers: {
			path: `${service}UnlockDDLLock`,
			request: {ID: text(1), replaceOwner: text(2), workers: texts(3), forceRemove: flag(4)},
			answer: oldParts,
		},
		sources: {
			path: `${service}UnlockDDLLock`,
			request: {ID: text(1), replaceOwner: text(2), forceRemove: flag(3)},
			answer: {result: flag(1), msg: text(2)},
		},
	},
	operateRelay: {
		workers: {
			path: `${service}OperateWorkerRelayTask`,
			request: {op: number(1), workers: texts(2)},
			answer: {
				op: number(1),
				result: flag(2),
				msg: text(3),
				workers: list(4, {op: number(1), result: flag(2), worker: text(3), msg: text(4)}),
			},
		},
		sources: {
			path: `${service}OperateWorkerRelayTask`,
			request: {op: number(1), sources: texts(2)},
			answer: {op: number(1), result: flag(2), msg: text(3), sources: list(4, part)},
		},
	},
	startRelay: {
		workers: null,
		sources: {
			path: `${service}OperateRelay`,
			request: {op: number(1), source: text(2), worker: texts(3)},
			answer: parts,
		},
	},
	checkTask: {
		workers: {
			path: `${service}CheckTask`,
			request: {task: text(1)},
			answer: {result: flag(1), msg: text(2)},
		},
		sources: {
			path: `${service}CheckTask`,
			request: {task: text(1), errCnt: number(2), warnCnt: number(3)},
			answer: {result: flag(1), msg: text(2)},
		},
	},
	startValidation: {
		workers: null,
		sources: {
			path: `${service}StartValidation`,
			request: {mode_value: text(1), sources: texts(3), taskName: text(4)},
			answer: parts,
		},
	},
	stopValidation: {
		workers: null,
		sources: {
			path: `${service}StopValidation`,
			request: {sources: texts(1), taskName: text(2)},
			answer: parts,
		},
	},
	validationStatus: {
		workers: null,
		sources: {
			path: `${service}GetValidationStatus`,
			request: {taskName: text(1)},
			answer: {
				result: flag(1),
				msg: text(2),
				tableStatuses: list(4, {
					source: text(1),
					srcTable: text(2),
					dstTable: text(3),
					stage: number(4),
					message: text(5),
				}),
			},
		},
	},
	/** What is in the rows (4 and 6) is data of users: it is not even read. */
	validationErrors: {
		workers: null,
		sources: {
			path: `${service}GetValidationError`,
			request: {errState: number(1), taskName: text(2)},
			answer: {
				result: flag(1),
				msg: text(2),
				error: list(3, {
					...{id: text(1), source: text(2), srcTable: text(3), dstTable: text(5)},
					...{errorType: text(7), status: number(8), time: text(9), message: text(10)},
				}),
			},
		},
	},
} as const satisfies Record<string, Readonly<Record<Generation, Method | null>>>;

export type MethodName = keyof typeof methods;
