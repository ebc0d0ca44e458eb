import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {frameWriter} from '../../src/tui/writer.ts';

const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';

function writing(dropSync: boolean) {
	const written: string[] = [];
	const out = Object.assign(new EventEmitter(), {columns: 80, write: (text: string) => written.push(text) > 0});
	const writer = frameWriter(out as unknown as NodeJS.WriteStream, {dropSync});
	return {out, writer, written};
}

const check = (chunks: readonly string[], dropSync: boolean, expected: readonly string[]) => {
	const {writer, written} = writing(dropSync);
	for (const chunk of chunks) writer.write(chunk);
	expect(written).toEqual(expected);
};

test.each([
	['a frame is one write', [begin, 'a', 'b', end], false, [`${begin}ab${end}`]],
	['without the brackets under tmux', [begin, 'a', 'b', end], true, ['ab']],
	['what is no frame goes out as it is', ['a', 'b'], false, ['a', 'b']],
	['an end without a begin is nothing of ours', [end], false, [end]],
] as const)('%s', (_, chunks, dropSync, expected) => check(chunks, dropSync, expected));

test('a frame that is never ended goes out all the same', async () => {
	const {writer, written} = writing(false);
	writer.write(begin);
	writer.write('half');
	await Promise.resolve();
	expect(written).toEqual(['half']);
});

test('a write that wants to know when it is done goes out at once, after what waits', () => {
	const {writer, written} = writing(false);
	writer.write(begin);
	writer.write('half');
	writer.write('rest', () => {});
	expect(written).toEqual(['half', 'rest']);
});

test('its size and its listeners are those of the terminal', () => {
	const {out, writer} = writing(false);
	const listener = () => {};
	writer.on('resize', listener);
	expect(out.listenerCount('resize')).toBe(1);
	writer.off('resize', listener);
	expect(out.listenerCount('resize')).toBe(0);
	out.columns = 100;
	expect(writer.columns).toBe(100);
});
