import * as v from 'valibot';

/**
 * The status answer as the wire has it, of every version: `workers` in 1.0, `sources` from 2.0 on. It is read leniently:
 * unknown keys are ignored, and a field of an unexpected type is as good as absent, so that it loses nothing but itself.
 * Only the frame is strict: lists are lists, entries are objects that tell their worker or source, and a subtask has a name.
 */
export const text = v.fallback(v.nullish(v.string(), null), null);
export const flag = v.fallback(v.nullish(v.boolean(), null), null);
/** An int32 or double as a number, an int64 as a quoted string. */
const number = v.fallback(v.nullish(v.custom<string | number>(isNumeric), null), null);
/** An enum's name, or the number of one that the sender itself does not know. */
const word = v.fallback(v.nullish(v.custom<string | number>(isWord), null), null);
const texts = v.fallback(v.nullish(v.array(v.string()), null), null);

/** An error: flat from 2.0 on; in 1.0 below `error`, with numbers for class, scope and level. */
const errorFields = {
	ErrCode: number,
	ErrClass: word,
	ErrScope: word,
	ErrLevel: word,
	Message: text,
	RawCause: text,
	Workaround: text,
};
const errorSchema = v.object({
	...errorFields,
	/** 1.0: below it the fields above. */
	error: lenient(v.object(errorFields)),
	/** Before 1.0.2 the only text. */
	msg: text,
});

const resultSchema = v.object({
	isCanceled: flag,
	errors: lenientList(errorSchema),
	/** Base64. */
	detail: text,
});

const checkSchema = v.object({
	passed: flag,
	total: number,
	successful: number,
	failed: number,
	warning: number,
	/** Base64. */
	detail: text,
});

const dumpSchema = v.object({
	totalTables: number,
	completedTables: number,
	finishedBytes: number,
	finishedRows: number,
	estimateTotalRows: number,
	bps: number,
	progress: text,
});

const loadSchema = v.object({
	finishedBytes: number,
	totalBytes: number,
	progress: text,
	metaBinlog: text,
	metaBinlogGTID: text,
	bps: number,
});

const groupSchema = v.object({
	target: text,
	DDLs: texts,
	/** 1.0: a position. */
	firstPos: text,
	/** From 2.0 on: a position with its GTID set. */
	firstLocation: text,
	synced: texts,
	unsynced: texts,
});

const syncSchema = v.object({
	totalEvents: number,
	totalTps: number,
	recentTps: number,
	masterBinlog: text,
	masterBinlogGtid: text,
	syncerBinlog: text,
	syncerBinlogGtid: text,
	blockingDDLs: texts,
	unresolvedGroups: lenientList(groupSchema),
	synced: flag,
	binlogType: text,
	secondsBehindMaster: number,
	blockDDLOwner: text,
	conflictMsg: text,
	totalRows: number,
	totalRps: number,
	recentRps: number,
	ioTotalBytes: number,
	dumpIOTotalBytes: number,
});

const validationSchema = v.object({
	task: text,
	source: text,
	mode: text,
	stage: word,
	validatorBinlog: text,
	validatorBinlogGtid: text,
	cutoverBinlogPos: text,
	cutoverBinlogGtid: text,
	result: lenient(resultSchema),
	processedRowsStatus: text,
	pendingRowsStatus: text,
	errorRowsStatus: text,
});

const subtaskSchema = v.object({
	name: v.string(),
	stage: word,
	unit: word,
	result: lenient(resultSchema),
	unresolvedDDLLockID: text,
	msg: text,
	check: lenient(checkSchema),
	dump: lenient(dumpSchema),
	load: lenient(loadSchema),
	sync: lenient(syncSchema),
	/** Undefined where the key is absent, which it is before 6.2. */
	validation: v.optional(lenient(validationSchema)),
});

const relaySchema = v.object({
	masterBinlog: text,
	masterBinlogGtid: text,
	relaySubDir: text,
	relayBinlog: text,
	relayBinlogGtid: text,
	relayCatchUpMaster: flag,
	stage: word,
	result: lenient(resultSchema),
	/** Where one edition of the 1.0 documentation prints it; masters put it beside the relay. */
	sourceID: text,
});

const subtasks = v.nullish(v.array(subtaskSchema), null);

const workerEntrySchema = v.object({
	result: flag,
	worker: v.string(),
	msg: text,
	subTaskStatus: subtasks,
	relayStatus: lenient(relaySchema),
	sourceID: text,
});

const sourceEntrySchema = v.object({
	result: flag,
	msg: text,
	sourceStatus: v.nullable(
		v.object({source: text, worker: text, result: lenient(resultSchema), relayStatus: lenient(relaySchema)}),
	),
	subTaskStatus: subtasks,
});

export const workersStatusSchema = v.object({result: flag, msg: text, workers: v.array(workerEntrySchema)});
export const sourcesStatusSchema = v.object({result: flag, msg: text, sources: v.array(sourceEntrySchema)});

/** Answers to an operation, also to being shown the sources; 1.0 puts `result`, `worker` and `msg` below `meta`. */
export const operateSchema = v.object({
	op: word,
	result: flag,
	msg: text,
	workers: v.nullish(
		v.array(v.object({meta: lenient(v.object({result: flag, worker: text, msg: text})), op: word})),
		null,
	),
	sources: v.nullish(v.array(v.object({result: flag, msg: text, source: text, worker: text})), null),
});

export const configSchema = v.object({result: flag, msg: text, cfg: text});

export const membersSchema = v.object({
	result: flag,
	msg: text,
	members: v.nullish(
		v.array(
			v.object({
				leader: lenient(v.object({name: text, addr: text})),
				master: lenient(v.object({masters: lenientList(v.object({name: text, alive: flag, clientURLs: texts}))})),
				worker: lenient(
					v.object({workers: lenientList(v.object({name: text, addr: text, stage: word, source: text}))}),
				),
			}),
		),
		null,
	),
});

/** The answers as read: every field is there, null where it was absent or unreadable. */
export type WorkerEntry = v.InferOutput<typeof workerEntrySchema>;
export type SourceEntry = v.InferOutput<typeof sourceEntrySchema>;
export type ReadSubtask = v.InferOutput<typeof subtaskSchema>;
export type ReadRelay = v.InferOutput<typeof relaySchema>;
export type ReadResult = v.InferOutput<typeof resultSchema>;
export type ReadError = v.InferOutput<typeof errorSchema>;
export type ReadGroup = v.InferOutput<typeof groupSchema>;
export type ReadValidation = v.InferOutput<typeof validationSchema>;

/** An object that may be absent, null or something else, which are all null. */
export function lenient<const S extends v.GenericSchema>(schema: S) {
	// To valibot a list is an object too.
	const notList = v.lazy<S | v.NeverSchema<undefined>>(input => (Array.isArray(input) ? v.never() : schema));
	return v.fallback(v.nullish(notList, null), null);
}

/** A list without those of its items that are not what they should be. */
export function lenientList<const S extends v.GenericSchema>(schema: S) {
	return v.fallback(v.nullish(v.array(v.fallback(v.nullable(schema), null)), null), null);
}

function isNumeric(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value));
}

function isWord(value: unknown): boolean {
	return typeof value === 'string' || typeof value === 'number';
}
