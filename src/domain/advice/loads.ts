import {pauseTask, queryTask, resumeTask, startAnew, startTask, stopTask} from './dmctl-lines.ts';
import type {Entry} from './entry.ts';
import {nothing, step, stepThen} from './entry.ts';
import {goesOn, mend, resetSteps} from './errors.ts';
import {pages} from './pages.ts';

/** Dump and load. */
export const loads: readonly Entry[] = [
	{
		id: 'dump-arguments',
		codes: [32001],
		texts: ['argument list too long'],
		means: 'The dump got more table names than a command line holds.',
		say: it => ({
			now: step('name the tables by `--regex` in `extra-args` of the dump'),
			steps: [
				step("write `--regex '.*\\.TABLE$'` into `extra-args` under `mydumpers` in the task file"),
				step('stop the task', stopTask(it), 'X'),
				step('start it with that file', startTask()),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'dump-lock',
		codes: [32004],
		messages: ["couldn't acquire global lock"],
		means: 'The dump may not lock the upstream for the moment it needs.',
		say: it => ({
			now: stepThen("grant the upstream's user RELOAD, or dump without that lock", 'r', resumeTask(it)),
			steps: [
				step('grant RELOAD to the user of DM in the upstream', [
					{type: 'sql', text: "GRANT RELOAD ON *.* TO 'USER'@'HOST';", versions: null},
				]),
				step('or write `--consistency none` (or `--no-locks`) into `extra-args` of the dump'),
				...goesOn(it),
			],
			note: 'A dump without a lock is not of one moment, unless nothing writes to the upstream meanwhile.',
		}),
		page: pages.privileges,
	},
	{
		id: 'dump-failed',
		codes: [32001],
		messages: ['runs with error, with output'],
		means: 'The dump of the upstream failed, and DM does not begin it again by itself.',
		say: it => ({
			now: stepThen('read what the dump says, and mend it in the upstream', 'r', resumeTask(it)),
			steps: [
				step('read the error: often a privilege, the disk of the worker, or the upstream', [], 'e'),
				step('mend it'),
				...goesOn(it),
			],
			note: 'A dump begins anew at each resume.',
		}),
		page: pages.errors,
	},
	{
		id: 'dump-files-gone',
		codes: [11001, 34014],
		messages: ['parse mydumper metadata error', 'does not exist or it'],
		texts: ['no such file or directory', 'does not exist or it'],
		means: 'The files of the dump are not on this worker: the source has moved since, or somebody removed them.',
		say: it => ({
			now: step('is its load through, stop it; else begin it anew', startAnew(it)),
			steps: [
				step('is it of mode full and was it through already, stop it: it has nothing left to do', stopTask(it), 'X'),
				step('else begin anew:'),
				...resetSteps(it),
			],
			note: 'Keep workers from restarting or moving during a dump and load.',
		}),
		page: pages.faq,
	},
	{
		id: 'dump-metadata',
		codes: [11001],
		messages: ['parse mydumper metadata error'],
		means: 'The dump left no proper metadata behind, perhaps because a privilege was missing.',
		say: it => ({
			now: step("see the worker's log for what the dump lacked"),
			steps: [
				step("see the worker's log for what the dump lacked"),
				step('grant what is missing in the upstream: see the page'),
				...resetSteps(it),
			],
		}),
		page: pages.faq,
	},
	{
		id: 'load-other-worker',
		codes: [34017],
		messages: ['different worker in load stage'],
		means: 'The load began on another worker, and its files are there.',
		say: it => ({
			now: step('bring the worker of the message back', queryTask(it)),
			steps: [step('start the worker that the message names'), step('else begin the task anew:'), ...resetSteps(it)],
		}),
		page: pages.faq,
		versions: '2.0 and later',
	},
	{
		id: 'load-checkpoint',
		codes: [34018],
		messages: ['inconsistent checkpoints between loader'],
		means: 'The checkpoint of the load does not fit what is in the target.',
		say: it => ({
			now: step('begin anew, with `--remove-meta`', startAnew(it)),
			steps: resetSteps(it),
		}),
		page: pages.faq,
		versions: '2.0 and later',
	},
	{
		id: 'import-mode',
		codes: [34019],
		texts: ['is in mode import'],
		means: 'An import before this one still holds the table; DM tries again until it lets go.',
		say: it => ({
			now:
				it.retried === false
					? stepThen('wait until no other import holds the table', 'r', resumeTask(it))
					: nothing('DM tries again by itself'),
			steps: [step('see whether another import is under way in the target'), ...goesOn(it)],
			note: 'Versions before 26.3 leave it to a person: resume it there once the table is free.',
		}),
		page: pages.import,
	},
	{
		id: 'import-table-missing',
		codes: [34019],
		texts: ["doesn't exist"],
		means: 'The import found its table missing in the target.',
		say: it => ({
			now:
				it.retried === false
					? stepThen('create the table in the target', 'r', resumeTask(it))
					: nothing('DM tries again by itself; create the table if it lasts'),
			steps: [step('see whether the table is in the target'), step('create it, where it is missing'), ...goesOn(it)],
			note: 'Versions before 8.3 leave it to a person: resume it there once the table is there.',
		}),
		page: pages.errors,
	},
	{
		id: 'import-columns',
		codes: [34019],
		texts: ['errunknowncolumns', 'unknown columns'],
		means: 'The files of the dump have columns that the table in the target has not.',
		say: it => ({
			now: mend(it, 'give the table in the target the columns of the source'),
			steps: [
				step('compare the columns of the table in source and target'),
				step('add what is missing in the target'),
				...goesOn(it),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'import-failed',
		codes: [34019],
		means: 'The import of the dumped files failed.',
		say: it => ({
			now: mend(it, 'mend what the error of the import says'),
			steps: [step('read the error', [], 'e'), step('mend it in the target'), ...goesOn(it)],
		}),
		page: pages.errors,
	},
	{
		id: 'import-duplicates',
		codes: [34020],
		means: 'The import is through, and rows with the same key were found: not all of them are in the target.',
		say: it => ({
			now: stepThen('look at the duplicates in the table of the message', 'r', resumeTask(it)),
			steps: [
				step('look at the duplicates in the table that the message names', [], 'e'),
				step('write the rows that are right into the target by hand'),
				...goesOn(it),
			],
		}),
		page: pages.import,
	},
	{
		id: 'import-checksum',
		codes: [34021],
		messages: ['checksum mismatched'],
		means: 'After the import the target has more or fewer rows than the files.',
		say: it => ({
			now: step('see whether the tables were empty before, and whether keys occur twice'),
			steps: [
				step('has the target more rows: its tables were not empty before the load'),
				step('have the files more: look for duplicates (`on-duplicate-physical` in the task file shows them)'),
				...resetSteps(it),
			],
		}),
		page: pages.import,
	},
	{
		id: 'loading',
		kinds: ['running'],
		units: ['Load'],
		means: 'The load writes the dumped files to the target.',
		say: it => ({
			now: step('nothing. A pause is safe: it goes on from its checkpoint'),
			steps: [step('pause it, where the target needs a rest', pauseTask(it), 'p')],
			note: 'The upstream must keep its binlog from the moment of the dump until the load is through.',
		}),
		page: pages.faq,
	},
	{
		id: 'dumping',
		kinds: ['running'],
		units: ['Dump'],
		means: 'The dump reads the tables of the upstream into files on the worker.',
		say: () => ({
			now: step('nothing. A pause costs: the dump begins anew after it'),
			note: 'Do not restart or move its worker now: the files are on that one.',
		}),
		page: pages.faq,
	},
];
