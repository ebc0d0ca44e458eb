import {queryTask, showLocks} from './dmctl-lines.ts';
import type {Entry} from './entry.ts';
import {nothing, step} from './entry.ts';
import {pages} from './pages.ts';

/** What DM answers to an operation that it does not do. */
export const refusals: readonly Entry[] = [
	{
		id: 'not-running',
		codes: [40050],
		messages: ['but not running, invalid'],
		means: 'DM 1.0 pauses only what runs, and this does not.',
		say: it => ({now: nothing('see the stage'), steps: [step('see its stage', queryTask(it))]}),
		page: pages.status,
		versions: '1.0',
	},
	{
		id: 'not-paused',
		codes: [40051],
		messages: ['but not paused, invalid'],
		means: 'This needs a task that is paused, and it is not.',
		say: it => ({
			now: step('see its stage: a running task needs no resume', queryTask(it)),
			steps: [
				step('see its stage', queryTask(it)),
				step('to ask for or set the schema of a table, pause it first', [], 'p'),
			],
		}),
		page: pages.status,
	},
	{
		id: 'part-unknown',
		codes: [40054, 46016, 46018],
		means: 'DM knows no task of that name at this place.',
		say: it => ({
			now: step('see which tasks there are', [{type: 'dmctl', text: 'query-status', versions: null}]),
			steps: [
				step('see which tasks there are', [{type: 'dmctl', text: 'query-status', versions: null}]),
				step('is it a lock of a task that is gone, see the locks', showLocks(it)),
			],
		}),
		page: pages.status,
	},
	{
		id: 'task-exists',
		codes: [46014, 40055],
		means: 'The task runs there already.',
		say: it => ({now: nothing('it is there'), steps: [step('see it', queryTask(it))]}),
		page: pages.status,
	},
	{
		id: 'outcome-not-seen',
		codes: [38045, 38033, 38031],
		messages: ['fail to get expected result'],
		means: 'DM did not see in time what it was asked to bring about: it may have happened all the same.',
		say: it => ({
			now: step('see the stage: it decides, not the answer', queryTask(it)),
			note: 'A finished task cannot be paused: DM then waits and says this.',
		}),
		page: pages.status,
	},
	{
		id: 'failed-at-worker',
		codes: [38032],
		means: 'The worker did not do it; why is in the rest of the message.',
		say: it => ({
			now: step('see the stage and the error of the task', queryTask(it)),
			note: 'A task that is started and fails at once answers so too: it is there, and paused.',
		}),
		page: pages.status,
	},
	{
		id: 'in-use',
		codes: [46024, 38052, 40068, 40079],
		messages: ['is in use by other client'],
		means: 'Somebody else does something with it at this moment.',
		say: () => ({now: step('try again in a minute')}),
		page: null,
	},
	{
		id: 'operation-unknown',
		codes: [38041],
		messages: ['invalid op '],
		means: 'The master does not have this operation: it is of another version.',
		say: () => ({
			now: step('use the dmctl of the version of the cluster'),
			note: 'DM 6.0 has another number for stop than the versions before.',
		}),
		page: null,
	},
];
