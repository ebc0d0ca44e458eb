import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import type {Frame} from '../../../src/tui/ui/frame.ts';
import type {Line} from '../../../src/tui/ui/line.ts';
import type {Block, Region} from '../../../src/tui/ui/regions.ts';
import {Part, Row, Screen} from '../../../src/tui/ui/screen.tsx';
import {painter, type Tone} from '../../../src/words/theme.ts';

afterEach(cleanup);

/** The lines of the last frame, as Ink wrote them. */
function linesOf({lastFrame}: {readonly lastFrame: () => string | undefined}): readonly string[] {
	return (lastFrame() ?? '').split('\n');
}

const block = (line: Line): Block => ({type: 'line', line});

function region(type: Region['type'], row: number, ...lines: readonly Line[]): Region {
	return {type, row, blocks: lines.map(block)};
}

function frame(rows: number, regions: readonly Region[], colours = false): Frame {
	return {rows, colours, regions};
}

/** A line that counts how often it is drawn: drawing reads the text of its cell once. */
function counted(text: string): {readonly line: Line; readonly drawn: () => number} {
	let drawn = 0;
	const cell = {
		tone: 'plain' as const,
		get text() {
			drawn++;
			return text;
		},
	};
	return {line: [cell], drawn: () => drawn};
}

/** A text with each of its styles written in one way: several in one sequence or in several, in any order. */
function codes(text: string): string {
	return text.replaceAll(/(?:\u001B\[[\d;]*m)+/g, run => `<${[...run.matchAll(/\d+/g)].map(String).sort().join(' ')}>`);
}

describe('a row', () => {
	const cases: readonly (readonly [string, Line, string])[] = [
		['a text', 'dm 3 tasks', 'dm 3 tasks'],
		[
			'its cells, side by side',
			['X ', {text: 'orders', tone: 'bad'}, ' ', {text: '12s', tone: 'quiet'}],
			'X orders 12s',
		],
		['blanks between cells', [{text: 'a   ', tone: 'strong'}, ' ', '  b'], 'a      b'],
		['wide characters', ['订单', ' ', {text: '库存', tone: 'info'}], '订单 库存'],
	];
	test.for(cases)('is %s', ([, line, wanted]) => {
		expect(linesOf(render(<Row line={line} colours={false} />))).toEqual([wanted]);
	});

	const empty: readonly Line[] = ['', [], [''], [{text: '', tone: 'bad'}]];
	test.for(empty.map(line => [JSON.stringify(line), line] as const))('has the height of one also as %s', ([, line]) => {
		const parts = [region('head', 0, 'above', line), region('body', 2, 'below')];
		expect(linesOf(render(<Screen frame={frame(3, parts)} />)).map(text => text.trimEnd())).toEqual([
			'above',
			'',
			'below',
		]);
	});

	test('never becomes two lines', () => {
		const line: Line = [{text: 'a'.repeat(90), tone: 'plain'}, ' ', {text: 'b'.repeat(90), tone: 'plain'}];
		expect(linesOf(render(<Row line={line} colours={false} />))).toHaveLength(1);
	});

	const tones: readonly Tone[] = ['bad', 'careful', 'info', 'good', 'quiet', 'strong', 'plain', 'selected', 'label'];
	test.for(tones)('is styled by the theme alone: %s', tone => {
		const line: Line = ['. ', {text: 'orders', tone}, ' 12s'];
		const wanted = `. ${painter(true)(tone, 'orders')} 12s`;
		expect(linesOf(render(<Row line={line} colours />)).map(codes)).toEqual([codes(wanted)]);
		expect(linesOf(render(<Row line={line} colours={false} />))).toEqual(['. orders 12s']);
	});
});

describe('a part', () => {
	const title = region('title', 0, 'dm 2 tasks');

	test('is its lines, one below the other', () => {
		const part = <Part region={region('body', 1, 'one', ['t', 'wo'], '', 'three')} colours={false} />;
		expect(linesOf(render(<Box flexDirection="column">{part}</Box>))).toEqual(['one', 'two', '', 'three']);
	});

	test('is drawn once, and again only when it has changed', () => {
		const line = counted('orders');
		let rendered = 0;
		const body: Region = {
			type: 'body',
			row: 1,
			get blocks() {
				rendered++;
				return [block(line.line)];
			},
		};
		const screen = render(<Screen frame={frame(3, [title, body, region('footer', 2, 'q quit')])} />);
		screen.rerender(<Screen frame={frame(3, [title, body, region('footer', 2, 'nothing here')])} />);
		expect(linesOf(screen)).toEqual(['dm 2 tasks', 'orders', 'nothing here']);
		expect([rendered, line.drawn()]).toEqual([1, 1]);
	});

	test('draws only those of its rows again that have changed', () => {
		const [kept, gone, come] = [counted('orders'), counted('billing'), counted('crm')];
		const blocks = [kept.line, gone.line].map(block);
		const screen = render(<Screen frame={frame(3, [title, {type: 'body', row: 1, blocks}])} />);
		const next = [...blocks.slice(0, 1), block(come.line)];
		screen.rerender(<Screen frame={frame(3, [title, {type: 'body', row: 1, blocks: next}])} />);
		expect(linesOf(screen)).toEqual(['dm 2 tasks', 'orders', 'crm']);
		expect([kept.drawn(), gone.drawn(), come.drawn()]).toEqual([1, 1, 1]);
	});

	test('is drawn anew on another row, and when colours come or go', () => {
		const it = counted('orders');
		const body = region('body', 1, it.line);
		const screen = render(<Screen frame={frame(3, [title, body])} />);
		screen.rerender(<Screen frame={frame(3, [title, region('head', 1, 'banner'), {...body, row: 2}])} />);
		expect(linesOf(screen)).toEqual(['dm 2 tasks', 'banner', 'orders']);
		expect(it.drawn()).toBe(2);
		screen.rerender(<Screen frame={frame(3, [title, region('head', 1, 'banner'), {...body, row: 2}], true)} />);
		expect(it.drawn()).toBe(3);
	});
});

describe('a screen', () => {
	const regions = [region('title', 0, '1'), region('body', 1, '2', '3'), region('footer', 3, '4')];

	test('is its parts, one below the other', () => {
		expect(linesOf(render(<Screen frame={frame(4, regions)} />))).toEqual(['1', '2', '3', '4']);
	});

	test.for([1, 2, 3, 4, 5, 24])('is exactly as high as the terminal: %i rows', rows => {
		expect(linesOf(render(<Screen frame={frame(rows, regions)} />))).toHaveLength(rows);
	});

	test('draws a table that stands among its lines as one, once that is loaded', async () => {
		const table: Block = {type: 'table', table: {heading: ['A', 'B'], rows: [['1', '2']]}, lines: ['A B', '1 2']};
		const body: Region = {type: 'body', row: 1, blocks: [block('above'), table, block('below')]};
		const screen = render(<Screen frame={frame(5, [region('title', 0, 'dm'), body])} />);
		// Until then it is its lines, so that nothing moves.
		expect(linesOf(screen)).toEqual(['dm', 'above', 'A B', '1 2', 'below']);
		await import('../../../src/tui/ui/bounded-table.tsx');
		// What only the drawn table knows.
		const other: Block = {...table, table: {heading: ['A', 'B'], rows: [['3', '4']]}};
		screen.rerender(
			<Screen frame={frame(5, [region('title', 0, 'dm'), {...body, blocks: [block('above'), other]}])} />,
		);
		await expect
			.poll(() => linesOf(screen), {interval: 1, timeout: 300_000})
			.toEqual(['dm', 'above', 'A B', '3 4', '']);
	});
});
