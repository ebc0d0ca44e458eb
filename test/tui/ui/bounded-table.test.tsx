import {cleanup, render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import {BoundedTable} from '../../../src/tui/ui/bounded-table.tsx';
import {type Table, tableText} from '../../../src/tui/ui/table.ts';

afterEach(cleanup);

function linesOf({lastFrame}: {readonly lastFrame: () => string | undefined}): readonly string[] {
	return (lastFrame() ?? '').split('\n').map(text => text.trimEnd());
}

describe('a bounded table', () => {
	const cases: readonly (readonly [string, Table, readonly string[]])[] = [
		[
			'a heading and rows',
			{
				heading: ['SOURCE   ', 'BEHIND'],
				rows: [
					['replica-1', '   12s'],
					['replica-2', '     -'],
				],
			},
			['SOURCE    BEHIND', 'replica-1    12s', 'replica-2      -'],
		],
		['rows without a heading', {heading: null, rows: [['a', ' 1']]}, ['a  1']],
		['columns of one name', {heading: ['AT', 'AT'], rows: [['1 ', '2 ']]}, ['AT AT', '1  2']],
		['an empty cell between others', {heading: ['A', ' ', 'C'], rows: [['1', ' ', '3']]}, ['A   C', '1   3']],
		['blanks inside a cell', {heading: null, rows: [['a  b', 'c']]}, ['a  b c']],
		['a cell in brackets and with a mark', {heading: null, rows: [['>', '[x] {y}']]}, ['> [x] {y}']],
	];
	test.for(cases)('draws %s, no borders, one blank between its columns', ([, table, wanted]) => {
		expect(linesOf(render(<BoundedTable table={table} />))).toEqual(wanted);
		expect(tableText(table)).toEqual(wanted);
	});

	test('draws another heading and other rows in the place of the first', () => {
		const drawn = render(<BoundedTable table={{heading: ['A', 'B'], rows: [['1', '2']]}} />);
		for (const table of [
			{heading: ['A', 'C'], rows: [['1', '2']]},
			{
				heading: ['A', 'C'],
				rows: [
					['1', '3'],
					['4', '5'],
				],
			},
			{heading: null, rows: [['6', '7']]},
		] satisfies readonly Table[]) {
			drawn.rerender(<BoundedTable table={table} />);
			expect(linesOf(drawn)).toEqual(tableText(table));
		}
	});

	test('draws each cell as a text of its own: they share what is too narrow, as one text would not', () => {
		const table: Table = {heading: null, rows: [['a'.repeat(70), 'b'.repeat(70)]]};
		const drawn = linesOf(render(<BoundedTable table={table} />));
		expect(drawn).toHaveLength(1);
		expect(drawn[0]).toMatch(/^a{40,60}.? b{40,60}.?$/);
	});
});
