import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createFrameWriter} from '../../../src/tui/shell/writer.ts';

const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';
const erased = '\u001B[2K\u001B[1A\u001B[2K\u001B[G';

/** A terminal of 20 columns and two rows that reads when the test says so. */
function writing(dropSync = true) {
	const written: string[] = [];
	const waiting: (() => void)[] = [];
	const told: string[] = [];
	const out = Object.assign(new EventEmitter(), {
		columns: 20,
		rows: 2,
		write(text: string, done?: () => void) {
			written.push(text);
			if (done !== undefined) waiting.push(done);
			return true;
		},
	});
	let frames = 0;
	const writer = createFrameWriter(out as unknown as NodeJS.WriteStream, {
		dropSync,
		onFrame() {
			const frame = ++frames;
			return () => told.push(`frame ${frame}`);
		},
	});
	return {
		out,
		writer,
		written,
		told,
		/** What Ink writes for a frame. */
		frame(...pieces: readonly string[]) {
			for (const piece of [begin, ...pieces, end]) writer.stream.write(piece);
		},
		/** The terminal reads what was written, and what is written then. */
		reads() {
			while (waiting.length > 0) waiting.shift()?.();
		},
	};
}

describe('a frame', () => {
	test('the first one is drawn whole, in one write', () => {
		const {frame, written} = writing(false);
		frame('\u001B[?25l', 'ab\ncd');
		expect(written).toEqual([`${begin}\u001B[m\u001B[?7l\u001B[1;1Hab\u001B[K\u001B[2;1Hcd\u001B[K${end}`]);
	});

	test('of the next one what is different, and nothing where nothing is', () => {
		const {frame, written, reads} = writing();
		frame('ab 1\ncd 2');
		reads();
		frame(`${erased}ab 1\ncd 3`);
		reads();
		frame(`${erased}ab 1\ncd 3`);
		reads();
		expect(written.slice(1)).toEqual(['\u001B[2;4H3']);
	});

	test('what Ink erases by itself is not erased, and the next frame is drawn whole', () => {
		const {frame, written, reads, writer} = writing();
		frame('ab\ncd');
		reads();
		writer.stream.write(erased);
		expect(written).toHaveLength(1);
		frame('ab\ncd');
		expect(written[1]).toBe(written[0]);
	});

	test('what goes to the terminal between two frames of a turn is drawn over', () => {
		const {frame, written, reads} = writing();
		frame('ab\ncd');
		reads();
		frame(erased, 'somebody logged this\n', 'ab\ncd');
		expect(written[1]).toBe(written[0]);
	});

	test('Ink’s own clearing is none', () => {
		const {frame, written} = writing();
		frame('\u001B[1;1H\u001B[Jab\ncd');
		expect(written).toEqual(['\u001B[m\u001B[?7l\u001B[1;1Hab\u001B[K\u001B[2;1Hcd\u001B[K']);
	});

	test('one that is longer than the terminal is cut, a shorter one leaves nothing below', () => {
		const {frame, written, reads} = writing();
		frame('ab\ncd\nef');
		reads();
		frame('ab\n');
		expect(written).toEqual([
			'\u001B[m\u001B[?7l\u001B[1;1Hab\u001B[K\u001B[2;1Hcd\u001B[K',
			'\u001B[m\u001B[?7l\u001B[1;1Hab\u001B[K\u001B[2;1H\u001B[J',
		]);
	});

	test('after one that is wider than the terminal, which has shrunk, the next one is drawn whole, and no more', () => {
		const {frame, written, reads} = writing();
		const wide = `ab${'x'.repeat(20)}\ncd 1`;
		frame(wide);
		reads();
		frame('ab 1\ncd 2');
		reads();
		frame('ab 1\ncd 3');
		reads();
		expect(written.slice(1)).toEqual([
			'\u001B[m\u001B[?7l\u001B[1;1Hab 1\u001B[K\u001B[2;1Hcd 2\u001B[K',
			'\u001B[2;4H3',
		]);
	});

	test('that is never ended is dropped', async () => {
		const {writer, written} = writing();
		writer.stream.write(begin);
		writer.stream.write('half');
		await Promise.resolve();
		writer.stream.write(end);
		expect(written).toEqual([]);
	});
});

test('a terminal that does not read gets the newest frame once it has read the last one', () => {
	const {frame, written, told, reads} = writing();
	frame('ab 1\ncd 1');
	frame('ab 1\ncd 2');
	frame('ab 1\ncd 3');
	expect(written).toHaveLength(1);
	expect(told).toEqual([]);
	reads();
	expect(written.slice(1)).toEqual(['\u001B[2;4H3']);
	expect(told).toEqual(['frame 1', 'frame 3']);
});

test('the newest frame is drawn anew whenever it is asked for', () => {
	const {frame, written, reads, writer} = writing();
	writer.repaint();
	expect(written).toEqual([]);
	frame('ab\ncd');
	reads();
	writer.repaint();
	expect(written[1]).toBe(written[0]);
	writer.repaint();
	expect(written).toHaveLength(2);
	reads();
	expect(written[2]).toBe(written[0]);
});

test('a terminal of another size is cleared first, once', () => {
	const {frame, written, reads, writer} = writing();
	frame('ab\ncd');
	reads();
	writer.clear();
	frame('ab\ncd');
	reads();
	writer.repaint();
	expect(written).toEqual([written[0], `\u001B[2J${written[0]}`, written[0]]);
});

test('once it is closed no frame is written', () => {
	const {frame, written, writer} = writing();
	writer.close();
	frame('ab\ncd');
	writer.repaint();
	expect(written).toEqual([]);
});

test('what is no frame goes out as it is, but for the cursor', () => {
	const {writer, written} = writing();
	writer.stream.write('a');
	writer.stream.write('\u001B[?25h');
	writer.stream.write('', () => {});
	expect(written).toEqual(['a', '']);
});

test('its size and its listeners are those of the terminal', () => {
	const {out, writer} = writing();
	const listener = () => {};
	writer.stream.on('resize', listener);
	expect(out.listenerCount('resize')).toBe(1);
	writer.stream.off('resize', listener);
	expect(out.listenerCount('resize')).toBe(0);
	out.columns = 100;
	expect(writer.stream.columns).toBe(100);
});
