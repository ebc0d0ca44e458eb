import {expect, test} from 'vitest';
import {decodeKeys} from '../../../../src/tui/shell/keyboard/decode.ts';
import {startKeys} from '../../../../src/tui/shell/keyboard/key-state.ts';

function check(sequence: string, mouse: boolean, expected: readonly unknown[]) {
	const [, inputs] = decodeKeys(startKeys(0, 0, mouse), Buffer.from(sequence), 1000);
	expect(inputs).toEqual(expected);
}

const other = {type: 'other'};

test.for<readonly [string, unknown]>([
	['\u001B[<0;5;3M', {type: 'mouse', what: 'press', column: 4, row: 2}],
	['\u001B[<64;1;1M', {type: 'mouse', what: 'wheel-up', column: 0, row: 0}],
	['\u001B[<65;200;60M', {type: 'mouse', what: 'wheel-down', column: 199, row: 59}],
	// A release, another button, a move with a button held, a press with Ctrl.
	['\u001B[<0;5;3m', other],
	['\u001B[<2;5;3M', other],
	['\u001B[<32;5;3M', other],
	['\u001B[<16;5;3M', other],
])('%j is what the mouse did', ([sequence, expected]) => check(sequence, true, [expected]));

test('without a mouse that was asked for a report is nothing that acts', () => {
	check('\u001B[<0;5;3M', false, [other]);
	check('j\u001B[<65;5;3Mk', false, [{type: 'key', name: 'j'}, other, {type: 'key', name: 'k'}]);
});

test('what only looks like a report is none', () => {
	for (const sequence of ['\u001B[<0;5M', '\u001B[<0;5;3;1M', '\u001B[<;;M', '\u001B[<0;99999;1M', '\u001B[<0;5;3~']) {
		check(sequence, true, [other]);
	}
});
