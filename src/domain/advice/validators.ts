import {commandLine} from '../operation/words.ts';
import {querySource, validation} from './dmctl-lines.ts';
import type {Entry} from './entry.ts';
import {nothing, step} from './entry.ts';
import {pages} from './pages.ts';

/** The validator, and the rows that it finds. */
export const validators: readonly Entry[] = [
	{
		id: 'rows-differ',
		kinds: ['invalid-rows'],
		means: 'The validator found rows that are not the same in source and target.',
		say: it => ({
			now: step('look at the rows, and mend them in the target', validation(it, 'show-error')),
			steps: [
				step('see which rows differ', validation(it, 'show-error')),
				step('compare them in source and target; mend them in the target'),
				step('tell the validator that they are mended', validation(it, 'resolve-error', ' ERROR-ID')),
			],
			note: 'The list may be empty for some minutes although rows are counted. A row that was mended stays counted until it is told.',
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
	{
		id: 'validator-not-found',
		codes: [43006],
		messages: ['validator not found for task'],
		means: 'The task has no validator at this source.',
		say: it => ({
			now: nothing('it has none; start one where rows shall be checked'),
			steps: [step('start one', validation(it, 'start', ' --mode full'))],
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
	{
		id: 'validator-runs',
		codes: [40082],
		means: 'The schema of a table cannot be asked for while the validator runs.',
		say: it => ({
			now: step('stop the validator first, or look at the table in the source', [
				{type: 'dmctl', text: commandLine('validation stop', it.task, ''), versions: null},
			]),
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
	{
		id: 'validator-too-far-behind',
		codes: [43008],
		messages: ['too much pending data, stop validator'],
		means: 'More rows wait for the validator than it can hold, so it stopped.',
		say: it => ({
			now: step('wait until the task has caught up, then start the validator again', validation(it, 'start')),
			steps: [
				step('see how far the task is behind', querySource(it)),
				step('start the validator again; without a mode, where it has run before', validation(it, 'start')),
			],
			note: 'Rows of the time between are not checked.',
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
	{
		id: 'validator-behind',
		kinds: ['validator-behind'],
		means: 'The validator reads more slowly than the task writes.',
		say: it => ({
			now: step('see how many rows wait for it, and whether they grow', validation(it, 'status')),
			steps: [
				step('see how many rows wait for it, and whether they grow', validation(it, 'status')),
				step('see whether source and target are busy: it reads rows of both'),
			],
			note: 'It stops by itself where more rows wait than it can hold.',
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
	{
		id: 'validator-stopped',
		kinds: ['validator'],
		codes: [43001, 43002, 43003, 43004, 43005, 43007],
		messages: [
			'failed to persist checkpoint and data',
			'failed to validate row change',
			'failed to load persisted data',
		],
		means: 'The validator stopped by an error; the task goes on, and its rows are not checked.',
		say: it => ({
			now: step('start the validator again', validation(it, 'start')),
			steps: [
				step('read its error: often a connection that is back by now', [], 'e'),
				step('start it again; without a mode, since it has run before', validation(it, 'start')),
				step('see that it runs', validation(it, 'status')),
			],
		}),
		page: pages.validation,
		versions: '6.2 and later',
	},
];
