import {replaceDdl, resumeTask, showSchema, skipDdl, startTask, stopTask} from './dmctl-lines.ts';
import type {Entry, Facts, Said, Step} from './entry.ts';
import {step} from './entry.ts';
import {lookAgain} from './errors.ts';
import {positionIn, tableIn} from './facts.ts';
import {pages} from './pages.ts';

/** DDL that the target or DM itself does not take. */
export const ddl: readonly Entry[] = [
	{
		id: 'ddl-of-1.0-parser',
		codes: [11006],
		when: it => it.version.newest < 200,
		means: 'DM 1.0 cannot parse a DDL, and its sql-skip does not reach what cannot be parsed.',
		say: it => ({
			now: step('filter this kind of DDL in the task file, then start the task again'),
			steps: [
				step('add an event filter with `schema-pattern: "*"` for the DDL to the task file'),
				step('stop the task', stopTask(it), 'X'),
				step('start it with that file', startTask()),
			],
		}),
		page: pages.faq,
		versions: '1.0',
	},
	{
		id: 'ddl-unparsed',
		codes: [36067, 11006],
		messages: ['parse ddl: ', 'parse statement'],
		means: 'DM does not understand this DDL, because TiDB does not.',
		say: skipOrReplace,
		page: pages.ddl,
	},
	{
		id: 'ddl-several',
		codes: [11003, 11004, 11005, 11007, 36022],
		messages: ['tables in one statement', 'ddl on multiple table'],
		means: 'A DDL does several things at once, or one that DM does not know.',
		say: skipOrReplace,
		page: pages.ddl,
	},
	{
		id: 'ddl-unsupported',
		sql: [8200, 1059, 1069, 1117, 1067],
		texts: [
			'unsupported add column',
			'unsupported modify',
			'unsupported drop',
			'unsupported collation',
			"can't drop column with index",
			'invalid default value for',
			'with tidb_enable_change_multi_schema is disable',
		],
		means: 'TiDB does not support this DDL, or not on this table.',
		say: skipOrReplace,
		page: pages.ddl,
	},
	{
		id: 'ddl-untracked',
		codes: [44006],
		messages: ['cannot track ddl'],
		means: 'A DDL does not fit what DM believes the table to be; an earlier DDL was skipped, or ran twice.',
		say: it => {
			const table = tableIn(it.text) ?? {schema: 'SCHEMA', name: 'TABLE'};
			const said = skipOrReplace(it);
			return {
				...said,
				steps: [step('see what DM believes the table to be', showSchema(it, table)), ...(said.steps ?? [])],
			};
		},
		page: pages.schema,
	},
	{
		id: 'ddl-of-gh-ost',
		codes: [36046],
		messages: ['online ddls on ghost table', 'online ddl metadata for ghost'],
		means: 'DM meets the end of a gh-ost change whose beginning it has not read.',
		say: it => ({
			now: step("run the DDL in the target, and filter gh-ost's tables meanwhile"),
			steps: [
				step('stop the task', stopTask(it), 'X'),
				step('take `online-ddl` (or `online-ddl-scheme`) out of the task file'),
				step('put `_TABLE_gho`, `_TABLE_ghc` and `_TABLE_del` into `ignore-tables` of its block-allow-list'),
				step("run the source's DDL in the target by hand"),
				step('start the task', startTask()),
				step('once it is past the change, put both settings back and start it again'),
			],
		}),
		page: pages.faq,
	},
	{
		id: 'ddl-of-pt',
		codes: [36051],
		messages: ['online ddl metadata for pt'],
		means: 'DM meets the end of a pt-osc change whose beginning it has not read, perhaps because a filter drops it.',
		say: skipOrReplace,
		page: pages.ddl,
	},
	{
		id: 'replace-refused',
		codes: [36064, 36024],
		means: 'A DDL to be put in is not what DM takes: none was given, or it does not name its schema.',
		say: it => ({
			now: step('give one DDL that names its schema', replaceDdl(it, failedAt(it))),
		}),
		page: pages.ddl,
	},
	{
		id: 'operator-gone',
		codes: [36065],
		means: 'Nothing is noted for this place in the binlog that could be taken back.',
		say: () => ({now: nothingNoted}),
		page: pages.ddl,
	},
	{
		id: 'binlog-pos-form',
		codes: [11118],
		means: 'The position given with `--binlog-pos` is not of the form `file:offset`.',
		say: it => ({
			now: step('give it as `file:offset`, or leave it out', skipDdl(it, failedAt(it))),
		}),
		page: pages.ddl,
	},
];

const nothingNoted: Step = step('nothing: there is nothing to take back');

function failedAt(it: Facts): string {
	return positionIn(it.text) ?? 'FILE:OFFSET';
}

/** As the documentation says: may the target do without it, or with another? */
function skipOrReplace(it: Facts): Said {
	const at = failedAt(it);
	const isOld = it.version.newest < 200;
	return {
		now: step('skip the DDL if the target can do without it, else replace it', skipDdl(it, at)),
		steps: [
			step('see in the message which DDL it is', [], 'e'),
			step('where the target can do without it, skip it', skipDdl(it, at)),
			step('else have DM run another one in its place', replaceDdl(it, at)),
			...(isOld ? [step('resume it', resumeTask(it), 'r')] : [lookAgain(it)]),
		],
		note: 'After a skip DM knows the table without the change: rows that have the new column fail with 36027. A DDL that comes back after a skip (a binlog file ended in between) needs a filter rule in the task file.',
	};
}
