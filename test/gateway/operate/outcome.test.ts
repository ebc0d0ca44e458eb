import {describe, expect, test} from 'vitest';
import {translateOperate} from '../../../src/dm/answer/operate.ts';
import type {taskOps} from '../../../src/dm/ask/ops.ts';
import {outcomeOf, withoutEffect} from '../../../src/gateway/operate/outcome.ts';
import {fixtureJson} from '../../support/fixtures.ts';

const sources = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
const oldWorkers = ['127.0.0.1:8262', '127.0.0.1:8263', '127.0.0.1:8264'] as const;

/** Some of the recorded clusters' sources, with the workers that they had; `2` = the second. */
function addressed(version: string, numbers: string) {
	const workers = version === '1.0.7' ? oldWorkers : (['worker1', 'worker2', 'worker3'] as const);
	return [...numbers].map(number => ({
		source: sources[Number(number) - 1] ?? '',
		worker: workers[Number(number) - 1] ?? '',
	}));
}

function check(file: string, numbers: string, op: keyof typeof taskOps = 'pause') {
	const answer = translateOperate(fixtureJson(`${file}.json`));
	const parts = addressed(file.slice(0, 5), numbers);
	return outcomeOf({task: 'some', sources: null}, {addressed: parts, left: []}, answer, op);
}

describe('recorded answers', () => {
	test.each<[string, string, keyof typeof taskOps, string, string, RegExp | null]>([
		['1.0.7/operations/pause', '1', 'pause', 'done', 'done', null],
		['2.0.7/operations/pause', '1', 'pause', 'done', 'done', null],
		['6.5.0/operations/pause', '1', 'pause', 'done', 'done', null],
		['26.3.3-head/operations/pause', '1', 'pause', 'done', 'done', null],
		['1.0.7/operations/pause-again', '1', 'pause', 'failed', 'failed', /40050.*current stage is Paused/],
		['2.0.7/operations/pause-again', '1', 'pause', 'done', 'done', null],
		['6.5.0/operations/pause-again', '1', 'pause', 'done', 'done', null],
		['1.0.7/operations/resume-again', '1', 'resume', 'failed', 'failed', /40051/],
		['6.5.0/operations/resume-again', '1', 'resume', 'done', 'done', null],
		['1.0.7/operations/pause-finished', '3', 'pause', 'failed', 'failed', /40050.*current stage is Finished/],
		['2.0.7/operations/pause-finished', '3', 'pause', 'failed', 'failed', /38045.*fail to get expected result/],
		['6.5.0/operations/pause-finished', '3', 'pause', 'failed', 'failed', /38045/],
		['26.3.3-head/operations/pause-finished', '3', 'pause', 'failed', 'failed', /38045/],
		['6.5.0/operations/resume-finished', '3', 'resume', 'done', 'done', null],
		['1.0.7/operations/stop-finished', '3', 'stop', 'done', 'done', null],
		['2.0.7/operations/stop-finished', '3', 'stop', 'done', 'done', null],
		['6.5.0/operations/stop-finished', '3', 'delete', 'done', 'done', null],
		['1.0.7/error/pause-while-error', '1', 'pause', 'failed', 'failed', /40050/],
		['2.0.7/error/pause-while-error', '1', 'pause', 'failed', 'failed', /Error 1146/],
		['6.5.0/error/pause-while-error', '1', 'pause', 'done', 'done', /Error 1146/],
		['8.5.7/error/pause-while-error', '1', 'pause', 'done', 'done', /Error 1146 \(42S02\)/],
		['8.5.7/error/resume-after-fix', '1', 'resume', 'done', 'done', null],
		['2.0.7/error/resume-after-fix', '1', 'resume', 'failed', 'failed', /some error occurs/],
		['1.0.7/error/resume-while-error', '1', 'resume', 'done', 'done', null],
		['1.0.7/operations/pause-unknown-source', '2', 'pause', 'failed', 'unknown failed', /127\.0\.0\.1:9999 relevant/],
		['2.0.7/operations/pause-unknown-source', '2', 'pause', 'failed', 'failed', /46017.*sources \[nope\]/],
		['6.5.0/operations/pause-unknown-source', '2', 'pause', 'failed', 'failed', /46017/],
		['1.0.7/empty/pause-unknown-task', '12', 'pause', 'failed', 'failed failed', /has no workers or not exist/],
		['6.5.0/empty/pause-unknown-task', '12', 'pause', 'failed', 'failed failed', /has no source or not exist/],
		[
			'1.0.7/worker-dead/pause-with-dead-worker',
			'123',
			'pause',
			'failed',
			'done done failed',
			/^1 of 3 .*-03: .*38008/,
		],
		[
			'2.0.7/worker-dead/pause-not-bound',
			'123',
			'pause',
			'failed',
			'done done failed',
			/-03: .*worker-client not found$/,
		],
		['8.5.7/worker-dead/pause-not-bound', '123', 'pause', 'failed', 'done done failed', /-03: .*not found/],
		['6.5.0/worker-dead/pause-not-bound', '123', 'pause', 'failed', 'done done failed', /-03: .*not found/],
		// DM has not said anything of the second one.
		[
			'6.5.0/operations/pause',
			'12',
			'pause',
			'unknown',
			'done unknown',
			/^1 of 2 sources: mysql-replica-02: DM did not say$/,
		],
		// What was asked for is not what was answered.
		[
			'6.5.0/operations/pause',
			'1',
			'resume',
			'unknown',
			'unknown',
			/DM answered to Pause when it was asked for Resume/,
		],
	])('%s on %s as %s: %s', (file, numbers, op, outcome, parts, message) => {
		const it = check(file, numbers, op);
		expect(it.outcome).toBe(outcome);
		expect(it.parts.map(part => part.outcome).join(' ')).toBe(parts);
		if (message === null) expect(it.message).toBeNull();
		else expect(it.message).toMatch(message);
	});

	test('an answer of 1.0 names workers; the sources are those that were addressed', () => {
		const {parts} = check('1.0.7/worker-dead/pause-with-dead-worker', '123');
		expect(parts.map(({source, worker}) => [source, worker])).toEqual(
			sources.map((source, index) => [source, oldWorkers[index]]),
		);
	});
});

test('a source that nobody addressed and DM operated is told of', () => {
	const {outcome, parts} = check('6.5.0/worker-dead/pause-not-bound', '12');
	expect(outcome).toBe('failed');
	expect(parts.map(({source}) => source)).toEqual([...sources]);
});

test('what DM says of the whole is not lost beside its sources', () => {
	const answer = {
		op: 'Pause',
		accepted: false,
		message: 'not quite',
		targets: [{source: 'a', worker: 'w', done: true, message: null}],
	};
	const part = {source: 'a', worker: 'w'};
	expect(outcomeOf({task: 't', sources: ['a']}, {addressed: [part], left: []}, answer, 'pause')).toEqual({
		task: 't',
		sources: ['a'],
		outcome: 'failed',
		message: 'not quite',
		parts: [{...part, outcome: 'done', message: null}],
	});
});

describe('on which sources a refusal cannot have had an effect', () => {
	const refusal = (message: string) => ({op: 'Pause', accepted: false, message, targets: []});
	const inUse = '[code=46024:class=scheduler], Message: when update, resource a is in use by other client';
	test.each<[string, string, string]>([
		['1.0.7/operations/pause-again', '1', '01'],
		['1.0.7/operations/pause-finished', '3', '03'],
		['1.0.7/operations/resume-again', '1', '01'],
		['1.0.7/error/pause-while-error', '1', '01'],
		['1.0.7/empty/pause-unknown-task', '12', '01 02'],
		['2.0.7/operations/pause-unknown-source', '2', '02'],
		// What DM waited for in vain may still come, and an old error is no news.
		['1.0.7/worker-dead/pause-with-dead-worker', '123', ''],
		['2.0.7/operations/pause-finished', '3', ''],
		['6.5.0/operations/pause-finished', '3', ''],
		['2.0.7/error/pause-while-error', '1', ''],
		['2.0.7/worker-dead/pause-not-bound', '123', ''],
		['6.5.0/operations/pause', '12', ''],
	])('%s on %s', (file, numbers, untouched) => {
		const answer = translateOperate(fixtureJson(`${file}.json`));
		const shape = file.startsWith('1.0') ? 'workers' : 'sources';
		const op = file.includes('resume') ? 'resume' : 'pause';
		expect(withoutEffect(check(file, numbers, op), answer, shape)).toEqual(
			untouched === '' ? [] : untouched.split(' ').map(number => `mysql-replica-${number}`),
		);
	});

	test.each([
		['in use', inUse, true],
		['an unknown operation', 'invalid op Stop on task', true],
		['no reason', '', true],
		['too late', '[code=46001], Message: etcd: context deadline exceeded', false],
		['timed out', 'etcdserver: request timed out', false],
	])('of the whole: %s', (_, message, isUntouched) => {
		const part = {source: 'a', worker: 'w'};
		const target = {task: 't', sources: null};
		const outcome = outcomeOf(target, {addressed: [part], left: []}, refusal(message), 'pause');
		expect(outcome.outcome).toBe('failed');
		expect(withoutEffect(outcome, refusal(message), 'sources')).toEqual(isUntouched ? ['a'] : []);
	});

	test('one source in use, one that cannot be known', () => {
		const told = (source: string, message: string) => ({source, worker: 'w', done: false, message});
		const answer = {
			op: 'Pause',
			accepted: true,
			message: null,
			targets: [
				told('a', inUse),
				told('b', '[code=38045], Message: fail to get expected result'),
				told('c', '[code=40050]'),
			],
		};
		const parts = ['a', 'b', 'c'].map(source => ({source, worker: 'w'}));
		const outcome = outcomeOf({task: 't', sources: null}, {addressed: parts, left: []}, answer, 'pause');
		expect(withoutEffect(outcome, answer, 'sources')).toEqual(['a']);
		expect(withoutEffect(outcome, answer, 'workers')).toEqual(['a', 'c']);
	});
});
