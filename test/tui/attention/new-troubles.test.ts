import {expect, test} from 'vitest';
import type {StatusWord} from '../../../src/domain/status-word.ts';
import {newTroubles, troublesText} from '../../../src/tui/attention/new-troubles.ts';
import {overview, taskRow} from '../../support/builder.ts';

type Words = Readonly<Record<string, StatusWord>>;

const listed = (words: Words) => overview(Object.entries(words).map(([name, word]) => taskRow(name, {word})));
const check = (before: Words | null, after: Words, expected: readonly string[]) => {
	const troubles = newTroubles(before === null ? null : listed(before), listed(after));
	expect(troubles.map(({task}) => task)).toEqual(expected);
};

test('the first list is no news', () => check(null, {a: 'error'}, []));
test('who was so before is none', () => check({a: 'error', b: 'unknown'}, {a: 'error', b: 'unknown'}, []));
test('who needs a person now', () => check({a: 'running', b: 'running'}, {a: 'error', b: 'warning'}, ['a']));
test('who tells nothing any more', () => check({a: 'retrying'}, {a: 'unknown'}, ['a']));
test('who came so', () => check({}, {a: 'error'}, ['a']));
test('who got from one to the other', () => check({a: 'unknown'}, {a: 'error'}, ['a']));

test('several are one line', () => {
	const troubles = [
		{task: 'orders', word: 'error'},
		{task: 'crm', word: 'unknown'},
	] as const;
	expect(troublesText('sh', troubles)).toBe('X orders needs you, and 1 more (sh)');
	expect(troublesText('sh', [{task: 'a\u001B]9;b\u0007', word: 'error'}])).toBe('X a? needs you (sh)');
});
