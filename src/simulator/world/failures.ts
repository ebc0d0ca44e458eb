import {gtidText, positionText} from './binlog.ts';
import type {DmVersion, FailureName, SimFailure, SimSource, SimSubtask, SimTask} from './model.ts';
import {isSince} from './since.ts';

/** An error as DM writes it from 2.0 on; 1.0 has numbers for the class, scope and level. */
export type WireError = {
	readonly ErrCode: number;
	readonly ErrClass: string;
	readonly ErrScope: string;
	readonly ErrLevel: string;
	readonly Message: string;
	readonly RawCause: string;
	readonly Workaround: string;
};

type Place = {
	readonly dm: DmVersion;
	readonly task: Pick<SimTask, 'name' | 'target' | 'downstream'>;
	readonly source: Pick<SimSource, 'id' | 'address' | 'serverId'>;
	readonly subtask: Pick<SimSubtask, 'source'>;
	readonly failure: Pick<SimFailure, 'at' | 'name'>;
};

type Failure = {
	/** Whether DM takes it for one of a DDL, which can be skipped. */
	readonly isDdl: () => boolean;
	/** Whether DM's own checker resumes a subtask that failed so. */
	readonly resumable: (dm: DmVersion) => boolean;
	readonly error: (place: Place) => WireError;
};

const always = () => true;
const never = () => false;

/** Every way in which a simulated subtask can fail; the texts are those of real clusters. */
export const failures = {
	'table-missing': {
		isDdl: never,
		resumable: always,
		error: place => tableMissing[place.dm](place),
	},
	'duplicate-entry': {
		isDdl: never,
		resumable: never,
		error: place => ({
			...database(10006),
			Message: `${locations(place)}: execute statement failed: INSERT INTO ${place.task.target} (\`id\`,\`account_id\`,\`amount\`) VALUES (?,?,?)`,
			RawCause: `${mysqlError(place.dm, 1062)}: Duplicate entry '115517330442' for key 'PRIMARY'`,
			Workaround: '',
		}),
	},
	'column-missing': {
		isDdl: never,
		resumable: dm => !isSince('6.5', dm),
		error: ({dm, task}) =>
			isSince('6.5', dm)
				? {
						ErrCode: 34019,
						ErrClass: 'load-unit',
						ErrScope: isSince('8.5', dm) ? 'internal' : 'not-set',
						ErrLevel: 'high',
						Message: '',
						RawCause: `[Lightning:Restore:ErrUnknownColumns]unknown columns in header (name) for table ${table(task.target)}`,
						Workaround: '',
					}
				: {
						...database(10006),
						Message: `file ${task.target.replaceAll('`', '')}.sql: execute statement failed: INSERT INTO \`${table(task.target)}\` VALUES\n(1,'lead1'),\n(2,'lead2'),\n(3,'lead3'),\n(4,'lead4'),\n(5,'lead5'),\n(6,'lead6...: Error 1136: Column count doesn't match value count at row 1`,
						RawCause: "Error 1136: Column count doesn't match value count at row 1",
						Workaround: '',
					},
	},
	'ddl-unsupported': {
		isDdl: always,
		resumable: always,
		error: place => ({
			ErrCode: 36067,
			ErrClass: 'sync-unit',
			ErrScope: 'internal',
			ErrLevel: 'high',
			Message: `${locations(place)}, origin SQL: [alter table ${plain(place.task.target)} add column place point]: parse DDL: alter table ${plain(place.task.target)} add column place point`,
			RawCause: 'line 1 column 51 near "point" ',
			Workaround: `Please confirm your DDL statement is correct and needed. For TiDB compatible DDL, see https://docs.pingcap.com/tidb/stable/mysql-compatibility#${isSince('26.3', place.dm) ? 'ddl-operations' : 'ddl'}. You can use \`handle-error\` command to skip or replace the DDL or add a binlog filter rule to ignore it if the DDL is not needed.`,
		}),
	},
	'shard-conflict': {
		isDdl: always,
		resumable: dm => dm !== '1.0',
		error: place => ({
			ErrCode: 36062,
			ErrClass: 'sync-unit',
			ErrScope: 'internal',
			ErrLevel: 'high',
			Message: `${locations(place)}, origin SQL: [alter table ${plain(place.task.target)} add column price varchar(20) not null default 'x']: fail to handle shard ddl [ALTER TABLE ${place.task.target} ADD COLUMN \`price\` VARCHAR(20) NOT NULL DEFAULT _UTF8MB4'x'] in optimistic mode, because schema conflict detected, conflict error: ${conflictMessage(place.task)}`,
			RawCause: '',
			Workaround: 'Please use show-ddl-locks command for more details.',
		}),
	},
	'downstream-lost': {
		isDdl: never,
		resumable: always,
		error: ({task}) => ({
			...database(10001),
			Message: 'database driver error',
			RawCause: `dial tcp ${task.downstream}: connect: connection refused`,
			Workaround: 'Please check the database connection and the database config in configuration file.',
		}),
	},
	'upstream-lost': {
		isDdl: never,
		resumable: always,
		error: ({dm, source, failure}) => upstreamLost[dm](source.address, failure.at, source.serverId),
	},
} as const satisfies Record<FailureName, Failure>;

/** What later versions say in `conflictMsg`, and 2.0 inside its error 36062. */
export function conflictMessage(task: Pick<SimTask, 'name' | 'target'>): string {
	return `[code=11111:class=functional:scope=internal:level=medium], Message: fail to try sync the optimistic shard ddl lock ${task.name}-${task.target}: there will be conflicts if DDLs ALTER TABLE ${task.target} ADD COLUMN \`price\` VARCHAR(20) NOT NULL DEFAULT 'x' are applied to the downstream. old table info: CREATE TABLE \`tbl\`(\`amount\` INT(11), \`id\` BIGINT(20) NOT NULL, PRIMARY KEY (\`id\`)) CHARSET UTF8MB4 COLLATE UTF8MB4_GENERAL_CI, new table info: CREATE TABLE \`tbl\`(\`amount\` INT(11), \`id\` BIGINT(20) NOT NULL, \`price\` VARCHAR(20) CHARACTER SET UTF8MB4 COLLATE utf8mb4_general_ci NOT NULL DEFAULT x, PRIMARY KEY (\`id\`)) CHARSET UTF8MB4 COLLATE UTF8MB4_GENERAL_CI, Workaround: Please use \`show-ddl-locks\` command for more details.`;
}

const tableMissing = {
	'1.0': ({task, failure}) => ({
		...database(10005),
		Message: `current pos ${positionText(failure.at, 'relay')}: query statement failed: SHOW COLUMNS FROM ${task.target}: Error 1146: Table '${plain(task.target)}' doesn't exist`,
		RawCause: `Error 1146: Table '${plain(task.target)}' doesn't exist`,
		Workaround: '',
	}),
	'2.0': place => ({
		...database(10006),
		ErrScope: 'not-set',
		Message: `startLocation: [position: (, 0), gtid-set: ], endLocation: [position: ${positionText(place.failure.at)}, gtid-set: ]: execute statement failed: REPLACE INTO ${place.task.target} (\`id\`,\`name\`) VALUES (?,?)`,
		RawCause: `Error 1146: Table '${plain(place.task.target)}' doesn't exist`,
		Workaround: '',
	}),
	'6.5': unknownTable,
	'8.5': unknownTable,
	'26.3': unknownTable,
} as const satisfies Record<DmVersion, (place: Place) => WireError>;

function unknownTable(place: Place): WireError {
	return {
		ErrCode: 44019,
		ErrClass: 'schema-tracker',
		ErrScope: 'internal',
		ErrLevel: 'high',
		Message: `${locations(place)}: gen insert sqls failed, sourceTable: ${place.task.target}, targetTable: ${place.task.target}: failed to fetch downstream table ${place.task.target} by show create table statement in schema tracker`,
		RawCause: `${mysqlError(place.dm, 1146)}: Table '${plain(place.task.target)}' doesn't exist`,
		Workaround: '',
	};
}

const upstreamLost = {
	// The relay's error: in 1.0 every subtask reads from a relay.
	'1.0': (address, at, serverId) => ({
		ErrCode: 30012,
		ErrClass: 'relay-unit',
		ErrScope: 'upstream',
		ErrLevel: 'high',
		Message: `start reader for UUID 0-${serverId}.000001: start sync from position ${positionText(at)}: dial tcp ${address}: connect: connection refused`,
		RawCause: `dial tcp ${address}: connect: connection refused`,
		Workaround: '',
	}),
	'2.0': () => ({
		ErrCode: 36069,
		ErrClass: 'sync-unit',
		ErrScope: 'upstream',
		ErrLevel: 'high',
		Message: 'get binlog event error: io.ReadFull(header) failed. err EOF: connection was bad',
		RawCause: '',
		Workaround: 'Please check if the binlog file could be parsed by `mysqlbinlog`.',
	}),
	'6.5': noStreamer,
	'8.5': noStreamer,
	'26.3': noStreamer,
} as const satisfies Record<DmVersion, (address: string, at: number, serverId: number) => WireError>;

function noStreamer(address: string): WireError {
	return {
		ErrCode: 36053,
		ErrClass: 'sync-unit',
		ErrScope: 'internal',
		ErrLevel: 'high',
		Message: 'start syncing binlog from remote streamer',
		RawCause: `dial tcp ${address}: connect: connection refused`,
		Workaround: '',
	};
}

/** How the MySQL driver begins an error; a newer one tells the SQLSTATE. */
function mysqlError(dm: DmVersion, code: keyof typeof sqlStates): string {
	return isSince('8.5', dm) ? `Error ${code} (${sqlStates[code]})` : `Error ${code}`;
}

const sqlStates = {1062: '23000', 1146: '42S02'} as const;

function database(code: number) {
	return {ErrCode: code, ErrClass: 'database', ErrScope: 'downstream', ErrLevel: 'high'} as const;
}

function locations({source, failure}: Pick<Place, 'source' | 'failure'>): string {
	const gtid = gtidText(source, failure.at);
	return `startLocation: [position: ${positionText(failure.at)}, gtid-set: ${gtid}], endLocation: [position: ${positionText(failure.at + 49)}, gtid-set: ${gtid}]`;
}

function plain(target: string): string {
	return target.replaceAll('`', '');
}

function table(target: string): string {
	return plain(target).split('.')[1] ?? '';
}
