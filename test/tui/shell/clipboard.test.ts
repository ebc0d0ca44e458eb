import {expect, test} from 'vitest';
import {clipboardSequence} from '../../../src/tui/shell/clipboard.ts';

test('a text goes to the clipboard as base64 of its UTF-8', () => {
	expect(clipboardSequence('订单', false)).toBe('\u001B]52;c;6K6i5Y2V\u0007');
});

test('inside tmux it is also wrapped, so that tmux hands it on', () => {
	expect(clipboardSequence('a', true)).toBe('\u001B]52;c;YQ==\u0007\u001BPtmux;\u001B\u001B]52;c;YQ==\u0007\u001B\\');
});
