import {Text} from 'ink';
import {type CellProps, Table as InkTable} from 'ink-table';
import type {PropsWithChildren} from 'react';
import type {Table} from './table.ts';

/** A table of at most a screenful, drawn line by line as its text: no borders, one blank between its columns. */
export function BoundedTable({table: {heading, rows}}: {readonly table: Table}) {
	const columns = (heading ?? rows[0] ?? []).map((_, index) => String(index));
	const data = rows.map(cells => Object.fromEntries(cells.map((cell, index) => [String(index), cell])));
	// It reads what draws the heading once, in its constructor: another heading is another table.
	const key = heading === null ? '' : heading.join('\n');
	return <InkTable key={key} data={data} columns={columns} cell={Cell} skeleton={Nothing} header={headerOf(heading)} />;
}

/** A cell comes with a blank on either side, and is as wide as its column already. */
function Cell({column, children}: CellProps) {
	return <Piece column={column} text={String(children).slice(1, -1)} />;
}

/** The columns are named by their numbers, since two may have the same heading. */
function headerOf(heading: readonly string[] | null) {
	if (heading === null) return Nothing;
	return function Header({children}: PropsWithChildren) {
		const column = Number(String(children).trim());
		return <Piece column={column} text={heading[column] ?? ''} />;
	};
}

function Piece({column, text}: {readonly column: number; readonly text: string}) {
	return <Text wrap="truncate">{column === 0 ? text : ` ${text}`}</Text>;
}

/** In place of its borders and of the lines between its rows. */
function Nothing() {
	return null;
}
