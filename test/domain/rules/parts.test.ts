import {expect, test} from 'vitest';
import {essence} from '../../../src/domain/rules/parts.ts';

test.each([
	['connection refused', 'connection refused'],
	['', ''],
	['[code=11111:class=functional:scope=internal:level=medium], Message: no way', '11111 no way'],
	[
		'error when get master status: [code=10001:class=database:scope=not-set:level=high], Message: database driver error, RawCause: dial tcp 127.0.0.1:3307: connect: connection refused, Workaround: Please check it.',
		'10001 dial tcp 127.0.0.1:3307: connect: connection refused',
	],
	['[code=11111], Message: a\nb, Workaround: c', '11111 a\nb'],
	['[code=11111]', '11111'],
	['[code=x], Message: a', '[code=x], Message: a'],
])('of %j remains %j', (text, rest) => {
	expect(essence(text)).toBe(rest);
});

test('a very long text takes no time', () => {
	const text = `[code=1], Message: ${', RawCause '.repeat(5000)}${'[code=2], Message: '.repeat(2000)}`;
	expect(essence(text).startsWith('1 ')).toBe(true);
});
