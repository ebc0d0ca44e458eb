import {expect, test} from 'vitest';
import {durationMs, translateSourceConfig} from '../../../src/dm/answer/source-config.ts';
import {fixtureJson} from '../../support/fixtures.ts';

function answerOf(cfg: string): unknown {
	return {result: true, msg: '', cfg};
}

test.each(['2.0.7', '6.5.0'])('the configuration of a source of %s', version => {
	const {answer} = fixtureJson(`operations/${version}/source-config.json`) as {answer: unknown};
	expect(translateSourceConfig(answer, 'mysql-replica-01')).toEqual({
		checker: {enabled: false, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2},
	});
});

test.each([
	['on', 'checker:\n  check-enable: true\n', true],
	['no word of it', 'source-id: a\n', null],
	['an empty one', 'checker:\n', null],
	['a word in place of true', 'checker:\n  check-enable: perhaps\n', null],
	['another shape', 'checker: [1]\n', null],
])('the checker: %s', (_, yaml, enabled) => {
	expect(translateSourceConfig(answerOf(yaml), 'a').checker?.enabled ?? null).toBe(enabled);
});

test.each([
	['of another source', answerOf('source-id: b\n'), 'received the configuration of source "b", expected that of "a"'],
	['refused', {result: false, msg: 'source not found', cfg: ''}, 'source not found'],
	['not an object', [], 'expected the configuration of a source'],
])('%s', (_, answer, message) => {
	expect(() => translateSourceConfig(answer, 'a')).toThrow(message);
});

test('what cannot be read is not quoted: it may hold a password', () => {
	const broken = 'from: {password: hunter2\n  x: [\n';
	expect(() => translateSourceConfig(answerOf(broken), 'a')).toThrow(
		/^received a configuration of a source that cannot be read, expected YAML$/,
	);
});

test('nothing of the account is kept', () => {
	const kept = JSON.stringify(translateSourceConfig(answerOf('from:\n  user: root\n  password: hunter2\n'), 'a'));
	expect(kept).toBe('{"checker":null}');
});

test.each([
	['5m0s', 300_000],
	['1s', 1000],
	['1h2m3.5s', 3_723_500],
	['250ms', 250],
	['5', null],
	['soon', null],
	['', null],
	[null, null],
])('%j is %j ms', (text, ms) => {
	expect(durationMs(text)).toBe(ms);
});
