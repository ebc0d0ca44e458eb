import {expect, test} from 'vitest';
import type {StatusWord} from '../../../src/domain/status-word.ts';
import {terminalTitle} from '../../../src/tui/attention/terminal-title.ts';
import {modelOf, overview, shown, taskRow} from '../../support/builder.ts';

const check = (words: Readonly<Record<string, StatusWord>>, title: string | null, expected: string) =>
	expect(
		terminalTitle({
			...modelOf(80, 24, shown(overview(Object.entries(words).map(([name, word]) => taskRow(name, {word}))))),
			title,
		}),
	).toBe(expected);

test('the counts come first, worst first, and then whose they are', () => {
	check({a: 'running', b: 'error', c: 'running', d: 'unknown'}, 'sh-main', 'X1 ?1 .2 sh-main dmtop');
});

test('a hostile name ends no title', () => {
	check({a: 'running'}, 'x\u0007\u001B]2;y\u001B\\\u009Cz', '.1 x?z dmtop');
});
