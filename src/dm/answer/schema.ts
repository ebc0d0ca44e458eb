import * as v from 'valibot';

/**
 * The status answer as the wire has it, of every version: `workers` in 1.0, `sources` from 2.0 on. It is read leniently:
 * unknown keys are ignored, and a field of an unexpected type is as good as absent, so that it loses nothing but itself.
 * Only the frame is strict: lists are lists, entries are objects that tell their worker or source, and a subtask has a name.
 */
export const text = leniently(textIn);
export const flag = leniently(flagIn);
/** An enum's name, or the number of one that the sender itself does not know. */
const word = leniently(wordIn);
const texts = leniently(textsIn);

/** An error: flat from 2.0 on; in 1.0 below `error`, with numbers for class, scope and level. */
const readErrorFields = (it: Fields) => ({
	ErrCode: numberIn(it['ErrCode']),
	ErrClass: wordIn(it['ErrClass']),
	ErrScope: wordIn(it['ErrScope']),
	ErrLevel: wordIn(it['ErrLevel']),
	Message: textIn(it['Message']),
	RawCause: textIn(it['RawCause']),
	Workaround: textIn(it['Workaround']),
});
const readError = (it: Fields) => ({
	...readErrorFields(it),
	/** 1.0: below it the fields above. */
	error: objectIn(it['error'], readErrorFields),
	/** Before 1.0.2 the only text. */
	msg: textIn(it['msg']),
});

const readResult = (it: Fields) => ({
	isCanceled: flagIn(it['isCanceled']),
	errors: objectsIn(it['errors'], readError),
	/** Base64. */
	detail: textIn(it['detail']),
});

const readCheck = (it: Fields) => ({
	passed: flagIn(it['passed']),
	total: numberIn(it['total']),
	successful: numberIn(it['successful']),
	failed: numberIn(it['failed']),
	warning: numberIn(it['warning']),
	/** Base64. */
	detail: textIn(it['detail']),
});

const readDump = (it: Fields) => ({
	totalTables: numberIn(it['totalTables']),
	completedTables: numberIn(it['completedTables']),
	finishedBytes: numberIn(it['finishedBytes']),
	finishedRows: numberIn(it['finishedRows']),
	estimateTotalRows: numberIn(it['estimateTotalRows']),
	bps: numberIn(it['bps']),
	progress: textIn(it['progress']),
});

const readLoad = (it: Fields) => ({
	finishedBytes: numberIn(it['finishedBytes']),
	totalBytes: numberIn(it['totalBytes']),
	progress: textIn(it['progress']),
	metaBinlog: textIn(it['metaBinlog']),
	metaBinlogGTID: textIn(it['metaBinlogGTID']),
	bps: numberIn(it['bps']),
});

const readGroup = (it: Fields) => ({
	target: textIn(it['target']),
	DDLs: textsIn(it['DDLs']),
	/** 1.0: a position. */
	firstPos: textIn(it['firstPos']),
	/** From 2.0 on: a position with its GTID set. */
	firstLocation: textIn(it['firstLocation']),
	synced: textsIn(it['synced']),
	unsynced: textsIn(it['unsynced']),
});

const readSync = (it: Fields) => ({
	totalEvents: numberIn(it['totalEvents']),
	totalTps: numberIn(it['totalTps']),
	recentTps: numberIn(it['recentTps']),
	masterBinlog: textIn(it['masterBinlog']),
	masterBinlogGtid: textIn(it['masterBinlogGtid']),
	syncerBinlog: textIn(it['syncerBinlog']),
	syncerBinlogGtid: textIn(it['syncerBinlogGtid']),
	blockingDDLs: textsIn(it['blockingDDLs']),
	unresolvedGroups: objectsIn(it['unresolvedGroups'], readGroup),
	synced: flagIn(it['synced']),
	binlogType: textIn(it['binlogType']),
	secondsBehindMaster: numberIn(it['secondsBehindMaster']),
	blockDDLOwner: textIn(it['blockDDLOwner']),
	conflictMsg: textIn(it['conflictMsg']),
	totalRows: numberIn(it['totalRows']),
	totalRps: numberIn(it['totalRps']),
	recentRps: numberIn(it['recentRps']),
	ioTotalBytes: numberIn(it['ioTotalBytes']),
	dumpIOTotalBytes: numberIn(it['dumpIOTotalBytes']),
});

const readValidation = (it: Fields) => ({
	task: textIn(it['task']),
	source: textIn(it['source']),
	mode: textIn(it['mode']),
	stage: wordIn(it['stage']),
	validatorBinlog: textIn(it['validatorBinlog']),
	validatorBinlogGtid: textIn(it['validatorBinlogGtid']),
	cutoverBinlogPos: textIn(it['cutoverBinlogPos']),
	cutoverBinlogGtid: textIn(it['cutoverBinlogGtid']),
	result: objectIn(it['result'], readResult),
	processedRowsStatus: textIn(it['processedRowsStatus']),
	pendingRowsStatus: textIn(it['pendingRowsStatus']),
	errorRowsStatus: textIn(it['errorRowsStatus']),
});

const readSubtask = (it: Fields & {readonly name: string}) => ({
	name: it.name,
	stage: wordIn(it['stage']),
	unit: wordIn(it['unit']),
	result: objectIn(it['result'], readResult),
	unresolvedDDLLockID: textIn(it['unresolvedDDLLockID']),
	msg: textIn(it['msg']),
	check: objectIn(it['check'], readCheck),
	dump: objectIn(it['dump'], readDump),
	load: objectIn(it['load'], readLoad),
	sync: objectIn(it['sync'], readSync),
	/** Undefined where the key is absent, which it is before 6.2. */
	validation: 'validation' in it ? objectIn(it['validation'], readValidation) : undefined,
});

const readRelay = (it: Fields) => ({
	masterBinlog: textIn(it['masterBinlog']),
	masterBinlogGtid: textIn(it['masterBinlogGtid']),
	relaySubDir: textIn(it['relaySubDir']),
	relayBinlog: textIn(it['relayBinlog']),
	relayBinlogGtid: textIn(it['relayBinlogGtid']),
	relayCatchUpMaster: flagIn(it['relayCatchUpMaster']),
	stage: wordIn(it['stage']),
	result: objectIn(it['result'], readResult),
	/** Where one edition of the 1.0 documentation prints it; masters put it beside the relay. */
	sourceID: textIn(it['sourceID']),
});

/** Only one that has a name is read. */
const subtaskSchema = v.lazy(input => (hasName(input) ? named : nameless));
const named = v.pipe(v.custom<Fields & {readonly name: string}>(hasName), v.transform(readSubtask));
const nameless = v.pipe(v.looseObject({name: v.string()}), v.transform(readSubtask));

const resultField = leniently(value => objectIn(value, readResult));
const relayField = leniently(value => objectIn(value, readRelay));

const subtasks = v.nullish(v.array(subtaskSchema), null);

const workerEntrySchema = v.object({
	result: flag,
	worker: v.string(),
	msg: text,
	subTaskStatus: subtasks,
	relayStatus: relayField,
	sourceID: text,
});

const sourceEntrySchema = v.object({
	result: flag,
	msg: text,
	sourceStatus: v.nullable(v.object({source: text, worker: text, result: resultField, relayStatus: relayField})),
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
export type ReadSubtask = ReturnType<typeof readSubtask>;
export type ReadRelay = ReturnType<typeof readRelay>;
export type ReadResult = ReturnType<typeof readResult>;
export type ReadError = ReturnType<typeof readError>;
export type ReadGroup = ReturnType<typeof readGroup>;
export type ReadValidation = ReturnType<typeof readValidation>;

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

/** What reads a value leniently, as a schema. */
function leniently<Value>(read: (value: unknown) => Value | null) {
	return v.optional(v.pipe(v.unknown(), v.transform(read)), null);
}

/*
 * A huge answer has hundreds of thousands of values. What cannot fail needs no schema: these take a third of the time.
 */

type Fields = Readonly<Record<string, unknown>>;

function textIn(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function flagIn(value: unknown): boolean | null {
	return typeof value === 'boolean' ? value : null;
}

/** An int32 or double as a number, an int64 as a quoted string. */
function numberIn(value: unknown): string | number | null {
	return typeof value === 'number' || (typeof value === 'string' && numeric.test(value)) ? value : null;
}

const numeric = /^-?\d+(?:\.\d+)?$/;

function wordIn(value: unknown): string | number | null {
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function textsIn(value: unknown): readonly string[] | null {
	return Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null;
}

function objectIn<Read>(value: unknown, read: (it: Fields) => Read): Read | null {
	return isObject(value) ? read(value) : null;
}

/** Without those of its items that are not what they should be. */
function objectsIn<Read>(value: unknown, read: (it: Fields) => Read): readonly (Read | null)[] | null {
	return Array.isArray(value) ? value.map(item => objectIn(item, read)) : null;
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasName(value: unknown): value is Fields & {readonly name: string} {
	return isObject(value) && typeof value['name'] === 'string';
}
