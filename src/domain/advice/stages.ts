import type {SlowPart} from '../slow/slow.ts';
import {querySource, queryTask, resumeTask, sourceConfig, startTask, stopTask} from './dmctl-lines.ts';
import type {Entry, Line, Step} from './entry.ts';
import {nothing, step, stepThen} from './entry.ts';
import {pages} from './pages.ts';

const processes: readonly Line[] = [{type: 'sql', text: 'SHOW FULL PROCESSLIST;', versions: null}];

/** What to look at where the metrics of the worker tell who is slow. */
const slowNow: Readonly<Partial<Record<SlowPart, Step>>> = {
	target: step('see what the target is busy with: its load, its locks, its latency', processes),
	'one-row': step('see which row, or which rows that depend on one another, change most: more workers do not help'),
	upstream: step('look at the upstream and at the network to it: the binlog comes too slowly'),
	'relay-disk': step("look at the worker's disk: its own relay, which has all, comes too slowly"),
};

/** How a task stands, where nothing has failed, or where what failed is not known better. */
export const stages: readonly Entry[] = [
	{
		id: 'lag',
		kinds: ['lag'],
		means: 'The target is behind its source by more than the limit.',
		say: it => ({
			now:
				it.falls === true
					? nothing(', while it falls')
					: (slowNow[it.slow ?? 'unknown'] ??
						step(
							it.falls === false
								? 'find out what is slow: upstream, relay, worker or target'
								: 'see whether it falls; if not, find out what is slow',
							querySource(it),
						)),
			steps: [
				step('wait while it falls: it catches up by itself'),
				...[slowNow[it.slow ?? 'unknown'] ?? []].flat(),
				step('see whether the upstream writes more than usual'),
				step('see whether the target is slow: its latency, its load, its locks'),
				step('see whether every table has a primary or unique key'),
			],
		}),
		page: pages.slow,
	},
	{
		id: 'stalled',
		kinds: ['stalled'],
		means: 'Sync says that it runs, and yet nothing moves while the upstream writes on.',
		say: it => ({
			now: step('see whether a large transaction is under way in the target', processes),
			steps: [
				step('see whether a large transaction is under way in the target; wait for its end', processes),
				step('see whether its relay goes on', querySource(it), 'b'),
				step('see whether its tables are written at all'),
				step("see the worker's log"),
				step('does nothing help, stop the task and start it again: it goes on at its checkpoint', stopTask(it), 'X'),
			],
			note: 'A pause and a resume did not help where this was recorded; a start needs the task file.',
		}),
		page: pages.slow,
	},
	{
		id: 'unflushed',
		kinds: ['unflushed'],
		means: 'Sync works, and does not write its checkpoint: after a failure it does again what it has done since.',
		say: () => ({
			now: step('see whether a large transaction is under way in the target', processes),
			steps: [
				step('see whether a large transaction is under way in the target; wait for its end', processes),
				step('see checkpoint-flush-interval in the configuration of the task'),
				step("see the worker's log for what it says of the checkpoint"),
			],
			note: 'Neither pause nor stop it without need: it begins again at its checkpoint.',
		}),
		page: pages.slow,
	},
	{
		id: 'past-upstream',
		kinds: ['past-upstream'],
		means: 'The checkpoint is past what the upstream has written: it is another server, or its positions wrapped.',
		say: it => ({
			now: step('see whether the upstream was switched, or its binlog file is over 4 GB', [
				{type: 'sql', text: 'SHOW MASTER STATUS;', versions: null},
			]),
			steps: [
				step('see which server the source leads to now', sourceConfig(it)),
				step('was it switched: follow the page, with GTID, or begin anew'),
				step('is a binlog file over 4 GB: see `dmtop explain binlog-over-4g`'),
				step('compare the rows of source and target'),
			],
			note: 'Nothing proves that the target has what the upstream wrote.',
		}),
		page: pages.switch,
	},
	{
		id: 'in-vain',
		kinds: ['in-vain'],
		means: 'DM has tried again and again, always with the same error.',
		say: it => ({
			now: stepThen('mend what its error says; trying alone does not help', 'r', resumeTask(it)),
			steps: [
				step('read the error', queryTask(it), 'e'),
				step('mend its cause'),
				step('resume it', resumeTask(it), 'r'),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'recovering',
		kinds: ['recovering'],
		means: 'It runs again after a failure, and has not yet moved for 30 s.',
		say: () => ({now: nothing('it is coming back')}),
		page: pages.resume,
	},
	{
		id: 'between',
		kinds: ['between'],
		means: 'DM is on its way from one stage to another.',
		say: it => ({
			now: step('wait a minute; if it stays, see the log of the worker', queryTask(it)),
			steps: [
				step('wait a minute'),
				step("does it stay, see the worker's log: an upstream that does not answer can hold it up"),
			],
		}),
		page: pages.status,
	},
	{
		id: 'stages-differ',
		kinds: ['stages-differ'],
		means: 'Parts of one task are in different stages.',
		say: it => ({
			now: step(`see why ${it.source === 'SOURCE' ? 'a part' : it.source} is not like the others`, queryTask(it)),
			steps: [step('see each part', queryTask(it)), step('resume the part that is paused', resumeTask(it), 'r')],
		}),
		page: pages.status,
	},
	{
		id: 'stage-unknown',
		kinds: ['stage'],
		means: 'DM tells a stage that is not known here.',
		say: it => ({now: step('see what dmctl says of it', queryTask(it))}),
		page: pages.status,
	},
	{
		id: 'paused',
		kinds: ['paused'],
		means: 'A person paused it; it stays so until a person resumes it.',
		say: it => ({
			now: step('nothing, until it shall go on', resumeTask(it), 'r'),
			steps: [
				step('ask who paused it, and why'),
				step('resume it', resumeTask(it), 'r'),
				step('see that it runs', queryTask(it)),
			],
			note: 'Meanwhile the upstream must keep the binlog that was not read yet.',
		}),
		page: pages.resume,
	},
	{
		id: 'stopped',
		kinds: ['stopped', 'gone'],
		means: 'The task was stopped: DM has forgotten it, and its checkpoint is still in the target.',
		say: () => ({
			now: step('nothing; to go on: dmtop start FILE', startTask()),
			steps: [step('dmtop start FILE: it goes on at its checkpoint', startTask())],
			note: 'A DDL lock of a stopped task stays listed and has to be unlocked by hand.',
		}),
		page: pages.status,
	},
	{
		id: 'new',
		kinds: ['new'],
		means: 'The task is being checked and prepared.',
		say: () => ({now: nothing('it begins by itself')}),
		page: pages.status,
	},
	{
		id: 'finished',
		kinds: ['finished'],
		means: 'The task has done all that it was asked for.',
		say: it => ({
			now: step('nothing; stop it once it is not wanted any more', stopTask(it), 'X'),
			steps: [step('compare source and target'), step('stop the task', stopTask(it), 'X')],
		}),
		page: pages.status,
	},
	{
		id: 'running',
		kinds: ['running'],
		means: 'It runs.',
		say: () => ({now: nothing('')}),
		page: pages.status,
	},
	{
		id: 'retried',
		kinds: ['retry-subtask'],
		means: 'It failed, and DM resumes it by itself.',
		say: it => ({
			now: nothing('DM tries again by itself; read the error if it lasts'),
			steps: [
				step('read the error', [], 'e'),
				step('mend its cause, where it lasts'),
				step('resume it', resumeTask(it), 'r'),
			],
		}),
		page: pages.errors,
	},
];
