import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** The number of a user by name, or by its number as it is written; null where there is no such user. */
export function uidOf(name: string): number | null {
	return numberOf('passwd', name);
}

/** The number of a group by name, or by its number as it is written; null where there is no such group. */
export function gidOf(name: string): number | null {
	return numberOf('group', name);
}

/** The name of a user by number; `uid 1000` where it has none. */
export function userOf(uid: number): string {
	return find('passwd', String(uid), ([, , id]) => id === String(uid))?.[0] ?? `uid ${uid}`;
}

type Database = 'passwd' | 'group';

function numberOf(database: Database, name: string): number | null {
	if (/^\d{1,10}$/.test(name)) return Number(name);
	const id = find(database, name, ([found]) => found === name)?.[2];
	return id === undefined ? null : Number(id);
}

/** An entry by its fields. Who is not in the file may be in a directory, such as LDAP, which getent asks too. */
function find(
	database: Database,
	key: string,
	isIt: (fields: readonly string[]) => boolean,
): readonly string[] | undefined {
	return entries(readDatabase(database)).find(isIt) ?? entries(ask(database, key)).find(isIt);
}

function entries(text: string): readonly (readonly string[])[] {
	return text.split('\n').map(line => line.split(':'));
}

function readDatabase(database: Database): string {
	try {
		return readFileSync(`/etc/${database}`, 'utf8');
	} catch {
		return '';
	}
}

function ask(database: Database, key: string): string {
	// A name that begins with a dash would be an option.
	if (!/^[\w.@][\w.@+-]*\$?$/.test(key)) return '';
	return spawnSync('getent', [database, key], {encoding: 'utf8', timeout: longestAskMs}).stdout ?? '';
}

const longestAskMs = 5_000;
