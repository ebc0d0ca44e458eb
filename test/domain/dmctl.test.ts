import {describe, expect, test} from 'vitest';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import type {Cluster, ProcessResult, Relay, Subtask} from '../../src/domain/cluster.ts';
import {dmStatuses} from '../../src/domain/dmctl.ts';
import {pairs} from '../support/recordings.ts';

const tail = /\. Please run `query-status [^`]*` to get more details\.$/;

describe('every recorded moment', () => {
	const all = pairs();
	const listed = all.filter(({dmctl}) => dmctl.tasks !== undefined);

	test.each(listed.map(pair => [pair.name, pair] as const))('%s: dmctl said the same', (_, {status, dmctl}) => {
		const words = Object.fromEntries(dmStatuses(translateStatus(status)));
		const printed = Object.fromEntries(
			(dmctl.tasks ?? []).map(task => [task.taskName, task.taskStatus.replace(tail, '')]),
		);
		expect(words).toEqual(printed);
	});

	test('there are 370 words', () => {
		expect(listed.reduce((sum, {dmctl}) => sum + (dmctl.tasks?.length ?? 0), 0)).toBe(370);
	});

	test('dmctl printed the raw answer exactly where a source was false', () => {
		const raw = all.filter(({dmctl}) => dmctl.tasks === undefined).map(({name}) => name);
		const silent = all
			.filter(({status}) => {
				const {shape, sources} = translateStatus(status);
				return shape === 'sources' && sources.some(({answered}) => !answered);
			})
			.map(({name}) => name);
		expect(raw).toEqual(silent);
		expect(raw.length).toBeGreaterThan(0);
	});
});

// The table of DM's documentation. `!` behind a stage: with errors. `/` and a stage: of the source's relay.
describe('the documented table', () => {
	test.each([
		['any Paused with errors', 'Running,Paused!', 'Error - Some error occurred in subtask'],
		['an error later than a pause', 'Paused,Paused!', 'Error - Some error occurred in subtask'],
		['Sync Running, relay with an error', 'Running/Paused!', 'Error - Relay status is Error'],
		['Sync Running, relay paused', 'Running/Paused', 'Error - Relay status is Paused'],
		['Sync Running, relay stopped', 'Running/Stopped', 'Error - Relay status is Stopped'],
		['any Paused without errors', 'Running,Paused', 'Paused'],
		['Paused first', 'Paused,Running', 'Paused'],
		['all New', 'New,New', 'New'],
		['all Finished', 'Finished,Finished', 'Finished'],
		['all Stopped', 'Stopped,Stopped', 'Stopped'],
		['anything else', 'New,Running', 'Running'],
		['Finished and Running', 'Finished,Running', 'Running'],
		['New and Finished', 'New,Finished', 'Running'],
		['Stopped and Finished', 'Stopped,Finished', 'Running'],
	])('%s', (_, subtasks, expected) => check(subtasks, expected));

	test('the code differs where a relay is halted after an error was seen, and the code wins: the first error stays', () => {
		check('Running/Paused,Paused!', 'Error - Relay status is Paused');
		check('Paused!,Running/Paused', 'Error - Some error occurred in subtask');
	});
});

function check(subtasks: string, expected: string): void {
	const sources = subtasks.split(',').map((text, index) => {
		const [stage = '', relay] = text.split('/');
		return {
			source: `source-${index}`,
			worker: `worker-${index}`,
			answered: true,
			message: null,
			unbound: false,
			errors: [],
			relay: relay === undefined ? null : relayIn(relay),
			subtasks: [subtaskIn(stage)],
		};
	});
	const cluster: Cluster = {shape: 'sources', sources, tellsValidation: false};
	expect(dmStatuses(cluster).get('orders')).toBe(expected);
}

const failed: ProcessResult = {
	isCanceled: false,
	errors: [{code: 10006, class: null, scope: null, level: null, message: 'm', rawCause: null, workaround: null}],
	detail: null,
};

function subtaskIn(text: string): Subtask {
	return {
		task: 'orders',
		stage: text.replace('!', ''),
		work: {type: 'Other', unit: 'Sync'},
		result: text.endsWith('!') ? failed : null,
		lockId: null,
		validation: null,
		message: null,
	};
}

function relayIn(text: string): Relay {
	return {
		stage: text.replace('!', ''),
		upstream: null,
		upstreamGtid: null,
		position: null,
		gtid: null,
		directory: null,
		caughtUp: null,
		result: text.endsWith('!') ? failed : null,
	};
}
