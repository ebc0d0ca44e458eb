import {expect, test} from 'vitest';
import {type KeyFlags, keyNames} from '../../src/tui/keys.ts';

const none: KeyFlags = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	tab: false,
	shift: false,
	ctrl: false,
	meta: false,
	backspace: false,
	delete: false,
};

const check = (input: string, flags: Partial<KeyFlags>, expected: readonly string[]) =>
	expect(keyNames(input, {...none, ...flags})).toEqual(expected);

test.each([
	['j', {}, ['j']],
	['jj', {}, ['j', 'j']],
	['q\r', {}, ['q', 'enter']],
	['G', {shift: true}, ['G']],
	['', {downArrow: true}, ['down']],
	['', {escape: true, meta: true}, ['esc']],
	['', {tab: true, shift: true}, ['shift-tab']],
	['', {tab: true}, ['tab']],
	['c', {ctrl: true}, ['ctrl-c']],
	['r', {ctrl: true}, ['ctrl-r']],
	// Control characters of a joined chunk are no letters, and Alt is not ours.
	['j\u0003k', {}, ['j', 'k']],
	['j', {meta: true}, []],
	['', {}, []],
	['订', {}, ['订']],
] as const)('%j with %j', check);
