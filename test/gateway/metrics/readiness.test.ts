import {expect, test} from 'vitest';
import {emptyMemory} from '../../../src/gateway/memory/memory.ts';
import {readinessOf} from '../../../src/gateway/metrics/readiness.ts';
import {answer, running} from '../../support/cluster.ts';
import {remembered} from '../../support/remembered.ts';

const good = remembered([[0, answer({r1: {orders: running()}})]]);
const many = remembered([
	[0, answer(Object.fromEntries(Array.from({length: 100}, (_, at) => [`r${at}`, {orders: running()}])))],
]);

test.each([
	['before the first answer', emptyMemory(['m:8261'], 1000), 0, false, 'no answer of the cluster has come yet'],
	['just answered', good, 0, true, 'the newest answer of the cluster is 0 s old, and may be 38 s'],
	['as late as it may be', good, 38_000, true, 'the newest answer of the cluster is 38 s old, and may be 38 s'],
	['too late', good, 39_000, false, 'the newest answer of the cluster is 39 s old, expected at most 38 s'],
	[
		'a large cluster, which is asked seldom',
		many,
		90_000,
		true,
		'the newest answer of the cluster is 90 s old, and may be 95 s',
	],
])('%s', (_, memory, nowMs, isReady, why) => {
	expect(readinessOf(memory, nowMs)).toEqual({isReady, why});
});
