import {expect, test} from 'vitest';
import {readYaml} from '../../../src/dm/answer/read-yaml.ts';

const deep = 20_000;
const letters = [...'abcdefghijklm'];
const doubled = letters.map((to, at) => `${to}: &${to} [*${letters[at - 1] ?? 'x'}, *${letters[at - 1] ?? 'x'}]`);

test.each([
	['aliases of aliases', `x: &x [1, 1]\n${doubled.join('\n')}`, 'alias count'],
	['an alias that is used too often', `x: &x s\ny: [${Array.from({length: 2000}, () => '*x').join(', ')}]`, 'alias'],
	['too long a text', 'x'.repeat(1024 * 1024 + 1), '1048577 characters, of 1048576 at most'],
	['a mistake in each of many lines', 'x: &a &a\n'.repeat(10_000), 'at most one anchor'],
	['lists in lists', `x: ${'['.repeat(deep)}${']'.repeat(deep)}`, 'call stack'],
])('%s: refused, and soon', (_, yaml, sentence) => {
	expect(() => readYaml(yaml, 'textual')).toThrow(sentence);
});

test('a map of very many keys is read in the time of its length', () => {
	const keys = Array.from({length: 20_000}, (_, at) => `host${at}: 1`).join('\n');
	expect(Object.keys(readYaml(keys, 'textual') as object)).toHaveLength(20_000);
});

test('an anchor may be used once for each of many sources', () => {
	expect(readYaml(`x: &x {a: 1}\ny:\n${'- *x\n'.repeat(500)}`, 'typed')).toMatchObject({x: {a: 1}});
});

test('what DM takes for a text is one', () => {
	const yaml = 'a: 42\nb: null\nc:\nd: True\ne: 0x10\nf: yes\n__proto__: 1\nx: &x {q: 1}\ny: {<<: *x, z: 2.0}\n';
	expect(Object.entries(readYaml(yaml, 'textual') as object)).toEqual([
		['a', '42'],
		['b', null],
		['c', null],
		['d', true],
		['e', '0x10'],
		['f', 'yes'],
		['__proto__', '1'],
		['x', {q: '1'}],
		['y', {q: '1', z: '2.0'}],
	]);
});
