import {addressIn, sqlNumbersIn} from '../../domain/advice/facts.ts';

/** What is known of a failure. */
type Failing = {readonly code: number | null; readonly scope: string | null; readonly text: string};

/** A name of an error in a few words; `long` is for where there is room. */
export type ErrorName = {
	readonly short: string;
	readonly long: string;
	/** `long` says where it is, so that no source has to. */
	readonly isPlace: boolean;
};

/** The number by which people know an error: that of MySQL or TiDB where the text has one, else DM's own. */
export function numberOf({code, text}: Failing): number | null {
	return sqlNumbersIn(text)[0] ?? code;
}

/** What an error is, by its number; null where the number tells nothing to a reader. */
export function errorName(error: Failing): ErrorName | null {
	const number = numberOf(error);
	const name = number === null ? undefined : names.get(number);
	return name === undefined ? null : {short: name, long: name, isPlace: false};
}

/** Who does not take a connection, or breaks it; null where the error is of another kind. */
export function refusal({scope, text}: Failing): ErrorName | null {
	const does = refusals.find(({says}) => says.test(text))?.does;
	if (does === undefined) return null;
	const side = scope === 'upstream' ? 'upstream' : scope === 'downstream' ? 'target' : null;
	const address = addressIn(text);
	return {
		short: `${side ?? 'database'} ${does}`,
		long: `${address ?? side ?? 'database'} ${does}`,
		isPlace: address !== null,
	};
}

const refusals = [
	{says: /connection refused/i, does: 'refuses'},
	{says: /no such host/i, does: 'has no address'},
	{says: /no route to host|network is unreachable/i, does: 'is unreachable'},
	{says: /i\/o timeout|deadline exceeded|timed out/i, does: 'times out'},
	{says: /access denied/i, does: 'denies access'},
	{says: /too many connections/i, does: 'is full'},
	{
		says: /invalid connection|bad connection|connection reset|broken pipe|connection was bad|unexpected eof/i,
		does: 'breaks off',
	},
] as const;

/** Numbers of MySQL's and TiDB's errors, and codes of DM, in two or three words. */
const names: ReadonlyMap<number, string> = new Map([
	[1044, 'access denied'],
	[1045, 'access denied'],
	[1048, 'null not allowed'],
	[1049, 'no such database'],
	[1050, 'table exists'],
	[1054, 'unknown column'],
	[1059, 'name too long'],
	[1060, 'column exists'],
	[1061, 'index exists'],
	[1062, 'duplicate key'],
	[1064, 'SQL syntax'],
	[1067, 'invalid default'],
	[1069, 'too many keys'],
	[1091, 'nothing to drop'],
	[1115, 'unknown charset'],
	[1117, 'too many columns'],
	[1136, 'columns differ'],
	[1142, 'access denied'],
	[1146, 'no such table'],
	[1205, 'lock timeout'],
	[1213, 'deadlock'],
	[1236, 'binlog unreadable'],
	[1264, 'out of range'],
	[1292, 'wrong value'],
	[1366, 'wrong value'],
	[1406, 'data too long'],
	[1451, 'foreign key'],
	[1452, 'foreign key'],
	[8025, 'row too large'],
	[8200, 'DDL unsupported'],
	[11001, 'files missing'],
	[11038, 'relay log broken'],
	[11129, 'DDL cancelled'],
	[30044, 'other upstream'],
	[32001, 'dump failed'],
	[32004, 'no lock to dump'],
	[34014, 'files missing'],
	[34017, 'on other worker'],
	[34018, 'load checkpoint'],
	[34019, 'import failed'],
	[34020, 'import duplicates'],
	[34021, 'import checksum'],
	[36008, 'DDL order'],
	[36027, 'columns differ'],
	[36062, 'DDL conflict'],
	[36067, 'DDL not parsed'],
	[36069, 'binlog unreadable'],
	[40070, 'serves no source'],
	[40071, 'serves another'],
	[44006, 'table unknown'],
]);
