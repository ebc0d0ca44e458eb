import {expect, test} from 'vitest';
import {callOf, callSequence, titleSequence} from '../../../src/tui/shell/call.ts';

test.for([
	['xterm-kitty', '', '99'],
	['xterm-256color', 'iTerm.app', '9'],
	['xterm-256color', 'WezTerm', '9'],
	['xterm-ghostty', '', '9'],
	['foot', '', '777'],
	['xterm-256color', '', 'bell'],
	['tmux-256color', 'tmux', 'bell'],
] as const)('in %s %s a call is %s', ([term, termProgram, expected]) => {
	expect(callOf('auto', {term, termProgram})).toBe(expected);
	expect(callOf('777', {term, termProgram})).toBe('777');
});

const hostile = 'a;b\u0007c\u001B\\d\u009C\u001B[2Je';

test.for([
	['bell', '\u0007'],
	['9', '\u0007\u001B]9;a,b?c?d?e\u001B\\'],
	['777', '\u0007\u001B]777;notify;dmtop;a,b?c?d?e\u001B\\'],
	['99', '\u0007\u001B]99;;dmtop: a,b?c?d?e\u001B\\'],
] as const)('%s: no text ends the sequence', ([call, expected]) => {
	expect(callSequence(hostile, call, false)).toBe(expected);
});

test('in tmux the bell goes to tmux, and the rest through it', () => {
	expect(callSequence('a', '9', true)).toBe('\u0007\u001BPtmux;\u001B\u001B]9;a\u001B\u001B\\\u001B\\');
});

test('a title holds no sequence', () => {
	expect(titleSequence(hostile)).toBe('\u001B]2;a;b?c?d?e\u0007');
});
