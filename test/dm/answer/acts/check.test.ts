import {expect, test} from 'vitest';
import {translateCheck} from '../../../../src/dm/answer/acts/check.ts';
import {fixture} from '../../../simulator/lab.ts';

const answerOf = (name: string) => JSON.parse(fixture(`operations/${name}.json`)).answer;

test.for(['1.0.7/check-task', '2.0.7/check-task', '6.5.0/check-task'])('%s has passed, and says no more', name => {
	expect(translateCheck(answerOf(name))).toEqual({passed: true, message: null, findings: []});
});

test('warnings are read out of what stands behind "detail:"', () => {
	expect(translateCheck(answerOf('6.5.0/check-task-real-checks'))).toEqual({
		passed: true,
		message: 'fail to check synchronization configuration with type: no errors but some warnings',
		findings: [
			{
				state: 'warn',
				name: 'mysql_version',
				text: 'Migrating from MariaDB is still experimental. It is recommended that you upgrade MariaDB to 10.1.2 or a later version. address of db instance - 127.0.0.1:3306',
			},
		],
	});
});

test('what is refused is not passed, with the reason', () => {
	const {passed, message} = translateCheck(answerOf('6.5.0/check-task-bad-yaml'));
	expect([passed, message]).toEqual([false, expect.stringContaining('code=20003')]);
});

test('true with a summary that says otherwise is not passed', () => {
	const msg = 'detail: {"results": [], "summary": {"passed": false}}';
	expect(translateCheck({result: true, msg}).passed).toBe(false);
});

test('a detail that is no JSON is shown as it is', () => {
	expect(translateCheck({result: false, msg: 'detail: {broken}'}).message).toBe('detail: {broken}');
});
