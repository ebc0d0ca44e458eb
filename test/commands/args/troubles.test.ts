import {expect, test} from 'vitest';
import {readTroubles} from '../../../src/commands/args/troubles.ts';
import {UsageError} from '../../../src/commands/exit.ts';

test('the troubles of the command line become data', () => {
	expect(readTroubles(['slow:billing:20s', 'in-use:*'])).toEqual([
		{type: 'slow', task: 'billing', ms: 20_000},
		{type: 'in-use', task: '*'},
	]);
});

test('a text that means no trouble is one sentence', () => {
	const reading = () => readTroubles(['in-use:*', 'slow:billing']);
	expect(reading).toThrow(UsageError);
	expect(reading).toThrow('--trouble: received "slow:billing", expected slow:TASK:DUR');
});
