import type {Table} from './dmctl-lines.ts';
import type {About, Facts} from './entry.ts';

/** What the table's sentences are made of; what nobody knows has a name in capitals. */
export function factsOf(about: About): Facts {
	const {error, version} = about;
	const text = [error?.message, error?.rawCause].filter(text => text != null).join('\n');
	return {
		version: version ?? {oldest: 100, newest: 9999},
		kind: about.kind ?? null,
		task: about.task || 'TASK',
		source: about.source || 'SOURCE',
		isWhole: Boolean(about.task) && !about.source,
		worker: about.worker || 'WORKER',
		address: about.address ?? null,
		free: about.free ?? null,
		unit: about.unit ?? null,
		code: error?.code ?? null,
		text,
		lowerCase: text.toLowerCase(),
		sqlNumbers: sqlNumbersIn(text),
		retried: about.retried ?? null,
		checkerOff: about.checkerOff ?? false,
		lock: about.lock ?? null,
		falls: about.falls ?? null,
		slow: about.slow ?? null,
	};
}

/** Longer names and values make no line to paste. */
const longest = 64;

/** The table that a statement or a message of DM speaks of; null where it names none. */
export function tableIn(text: string): Table | null {
	const found = /`((?:[^`]|``){1,64})`\.`((?:[^`]|``){1,64})`/.exec(text);
	const [, schema, name] = found ?? [];
	if (schema !== undefined && name !== undefined)
		return {schema: schema.replaceAll('``', '`'), name: name.replaceAll('``', '`')};
	const [, missingSchema, missingName] = /Table '([^'.]{1,64})\.([^']{1,64})' doesn't exist/i.exec(text) ?? [];
	return missingSchema === undefined || missingName === undefined ? null : {schema: missingSchema, name: missingName};
}

/** A table as a statement names it. */
export function sqlTable({schema, name}: Table): string {
	return [schema, name].map(part => `\`${part.replaceAll('`', '``')}\``).join('.');
}

/** What a duplicate is a duplicate of; null where the text does not say, or too much. */
export function duplicateIn(text: string): {readonly value: string; readonly key: string} | null {
	const [, value, key] = /Duplicate entry '(.*?)' for key '([^']{1,64})'/s.exec(text) ?? [];
	return value === undefined || key === undefined || value.length > longest ? null : {value, key};
}

/** A text as a string of SQL. */
export function sqlText(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Who could not be reached, `host:port`; null where the text does not say. */
export function addressIn(text: string): string | null {
	return /\bdial tcp (?:lookup )?(\[[0-9a-f:.]+\]:\d+|[\w.-]+:\d+)/i.exec(text)?.[1] ?? null;
}

/** Where in the binlog a statement failed, `file:offset`; null where the text does not say. */
export function positionIn(text: string): string | null {
	const [, file, offset] = /startLocation: \[position: \(([^,()]+), (\d+)\)/.exec(text) ?? [];
	return file === undefined || offset === undefined ? null : `${file}:${offset}`;
}

/** The numbers of MySQL's and TiDB's errors in a text: of `Error 1062`, `ERROR 1236 (HY000)`, `[ddl:8200]`. */
export function sqlNumbersIn(text: string): readonly number[] {
	const found = text.matchAll(/\berror (\d{4,5})\b|\[[a-z]+:(\d{4,5})\]/gi);
	return [...found].map(([, plain, inBrackets]) => Number(plain ?? inBrackets));
}

/** Whether it is the relay that fails: dmctl alone resumes one. */
export function isOfRelay({kind, code}: Facts): boolean {
	return kind === 'relay' || kind === 'retry-relay' || (code !== null && code >= 30_000 && code < 31_000);
}
