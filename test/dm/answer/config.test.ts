import {expect, test} from 'vitest';
import {translateConfig} from '../../../src/dm/answer/config.ts';
import {maskSecrets} from '../../../src/dm/answer/mask.ts';
import {fixtureJson} from '../../support/fixtures.ts';

test.each(['2.0.7', '6.5.0', '6.5.0-relay-off', '8.5.7', '26.3.3-head'])('the configuration of %s', version => {
	const config = translateConfig(fixtureJson(`${version}/sync/task-config.json`), 'orders_merge');
	expect(config).toEqual({
		mode: 'all',
		shardMode: 'pessimistic',
		target: '127.0.0.1:4000',
		sources: ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'],
		yaml: expect.stringMatching(/^name: orders_merge\n.*\n {2}password: '\*{6}'\n.*\nremove-meta: false\n/s),
	});
});

function config(cfg: string) {
	return translateConfig({result: true, msg: '', cfg}, 'a');
}

test.each([
	['no sharding', 'name: a\ntask-mode: full\n', null],
	['sharding without a mode', 'name: a\nis-sharding: true\nshard-mode: ""\n', 'pessimistic'],
	['a mode alone', 'name: a\nshard-mode: optimistic\n', 'optimistic'],
])('%s', (_, yaml, shardMode) => {
	expect(config(yaml)).toMatchObject({shardMode, target: null, sources: []});
});

test.each([
	[
		'keys in the first column that are none of ours',
		'x: {a: 1}\ny:\n- 1\n\n# z\n  - 2\nmysql-instances:\n- source-id: s\n',
	],
	[
		'other keys of an instance',
		'mysql-instances:\n- source-id: s\n  meta: null\n  rules:\n  - r\n# z\n  - q\n  a:\n    b: c\n',
	],
	['keys in another order', 'mysql-instances:\n- meta: null\n  source-id: s\n'],
	['deeper lines', 'mysql-instances:\n    - meta: null\n      source-id: s\n'],
	['braces', 'mysql-instances: [{source-id: s, meta: null}]\n'],
	['an anchor that stands elsewhere', 'x: &x s\nmysql-instances:\n- source-id: *x\n'],
	['a bracket that closes in the first column', 'x: [1,\n 2\n ]\nmysql-instances:\n- source-id: s\n'],
	['line ends of another system', 'x:\r\n  y: 1\r\nmysql-instances:\r\n- source-id: s\r\n  meta: null\r\n'],
])('the sources are found beside %s', (_, yaml) => {
	expect(config(`name: a\n${yaml}`).sources).toEqual(['s']);
});

test('the configuration is shown whole, without secrets, whatever is read of it', () => {
	const yaml = 'name: a\nroutes:\n  r: 1\ntarget-database:\n  password: x\n';
	expect(config(yaml).yaml).toBe("name: a\nroutes:\n  r: 1\ntarget-database:\n  password: '******'\n");
	expect(JSON.stringify(config(yaml))).not.toContain('password: x');
});

test.each([
	['a refusal', {result: false, msg: 'task not found', cfg: ''}, 'refused: task not found'],
	['another answer', {result: true, msg: ''}, 'expected the configuration of a task ("cfg")'],
	['another task', {result: true, cfg: 'name: b\n'}, 'the configuration of task "b", expected that of "a"'],
	['no YAML', {result: true, cfg: 'a: [1\n'}, 'received a configuration that cannot be read'],
	['a list', {result: true, cfg: '- 1\n'}, 'received a configuration that cannot be read'],
])('%s is refused with a sentence', (_, body, sentence) => {
	expect(() => translateConfig(body, 'a')).toThrow(sentence);
});

test.each([
	['plain', 'password: hunter2', "password: '******'"],
	['masked already', "  password: '******'\n  user: root", "  password: '******'\n  user: root"],
	['quoted key', '"password": "x: y"', `"password": '******'`],
	[
		'first of an item',
		'- password: x\n  user: b\n- password: y',
		"- password: '******'\n  user: b\n- password: '******'",
	],
	['last of an item', '- user: a\n  password: x\n- user: b', "- user: a\n  password: '******'\n- user: b"],
	['over lines', 'a:\n  password: |\n    one\n    two\n  b: 1', "a:\n  password: '******'\n  b: 1"],
	['a list of bytes', 'ssl-key-bytes:\n- 45\n- 46\nb: 1', "ssl-key-bytes: '******'\nb: 1"],
	['in braces', 'to: {host: h, password: "a,}b", port: 1}', "to: {host: h, password: '******', port: 1}"],
	['with a prefix', 'meta-password: x\nAPI_TOKEN: y', "meta-password: '******'\nAPI_TOKEN: '******'"],
	['a word that only begins alike', 'passwordless: true\nname: password', 'passwordless: true\nname: password'],
])('secrets: %s', (_, yaml, expected) => {
	expect(maskSecrets(yaml)).toBe(expected);
});
