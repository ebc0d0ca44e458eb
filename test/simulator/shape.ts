import {isList, isObject, type Json, member} from '../../src/simulator/answers/json.ts';

/**
 * What two answers must have in common: keys and their order, types, lengths of lists, and texts apart from the figures
 * in them. Numbers, positions and GTIDs become placeholders.
 */
export function shape(value: Json, key = ''): Json {
	if (value === null || typeof value === 'boolean') return value;
	if (typeof value === 'number') return exactNumbers.has(key) ? value : '<number>';
	if (typeof value === 'string') return shapeOfText(value, key);
	if (isList(value)) return value.map(item => shape(item, key));
	// Whether these hold depends on the moment, and 1.0 leaves them out when they do not.
	const members = Object.entries(value).filter(([name]) => !momentary.has(name));
	return members.map(([name, member]) => [name, shape(member, name)]);
}

/** One entry of an answer's list, without its subtasks. */
export function entryAt(answer: Json, index: number): Json {
	const entry = nthEntry(answer, index);
	if (!isObject(entry)) throw new Error(`no entry ${index} in ${JSON.stringify(answer).slice(0, 200)}`);
	return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'subTaskStatus'));
}

/** The subtask of that name in one entry. */
export function subtaskAt(answer: Json, index: number, name: string): Json {
	const subtasks = member(nthEntry(answer, index), 'subTaskStatus');
	const subtask = isList(subtasks) ? subtasks.find(each => member(each, 'name') === name) : undefined;
	if (subtask === undefined) throw new Error(`no ${name} in entry ${index} of ${JSON.stringify(answer).slice(0, 200)}`);
	return subtask;
}

function nthEntry(answer: Json, index: number): Json | undefined {
	const list = member(answer, 'sources') ?? member(answer, 'workers');
	return isList(list) ? list[index] : undefined;
}

const exactNumbers = new Set(['ErrCode', 'ErrClass', 'ErrScope', 'ErrLevel', 'op', 'code']);

/** Counters and flags that 1.0 leaves out at 0 and false. */
const momentary = new Set([
	'totalEvents',
	'totalTps',
	'recentTps',
	'synced',
	'relayCatchUpMaster',
	'finishedBytes',
	'masterBinlogGtid',
]);

function shapeOfText(text: string, key: string): string {
	if (key.endsWith('Gtid') || key.endsWith('GTID')) return '<gtid>';
	return text
		.replaceAll(/gtid-set: (\d+-\d+-\d+)?/g, 'gtid-set: <gtid>')
		.replaceAll(/mysql-bin(\|\d+)?\.\d+/g, 'mysql-bin.#')
		.replaceAll(/"?code=\d+|Error \d+|ErrCode:\d+/g, found =>
			found.replaceAll(/\d/g, digit => letters[Number(digit)] ?? ''),
		)
		.replaceAll(/ ?\d+(\.\d+)* %/g, ' # %')
		.replaceAll(/\d+/g, '#');
}

/** Codes are compared as they are: letters survive when figures go. */
const letters = 'abcdefghij';
