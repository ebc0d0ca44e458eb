import xterm from '@xterm/headless';

/** How a cell of a terminal is drawn; `colour` is null where it is the terminal's own. */
export type Look = {
	readonly colour: 'red' | 'green' | 'yellow' | 'cyan' | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly reversed: boolean;
};

/** A character and where it stands. */
export type Cell = {readonly column: number; readonly columns: number; readonly text: string; readonly look: Look};

/** The colours that the screen uses, by their numbers. */
const names: Readonly<Record<number, NonNullable<Look['colour']>>> = {1: 'red', 2: 'green', 3: 'yellow', 6: 'cyan'};

/** What stands in the cells of each line; a wide character is one cell of two columns. */
export async function cellsOf(lines: readonly string[], columns: number): Promise<readonly (readonly Cell[])[]> {
	const terminal = new xterm.Terminal({cols: columns, rows: lines.length, allowProposedApi: true, convertEol: true});
	await new Promise<void>(resolve => terminal.write(lines.join('\n'), resolve));
	const {active} = terminal.buffer;
	const rows = lines.map((_, row) => {
		const line = active.getLine(active.viewportY + row);
		const cells = Array.from({length: columns}, (_, column) => {
			const cell = line?.getCell(column);
			if (cell === undefined) throw new Error(`row ${row} has no column ${column}`);
			const colour = cell.isFgDefault() ? null : (names[cell.getFgColor()] ?? null);
			const look = {colour, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0, reversed: cell.isInverse() !== 0};
			return {column, columns: cell.getWidth(), text: cell.getChars() || ' ', look};
		});
		return cells.filter(({columns}) => columns > 0);
	});
	terminal.dispose();
	return rows;
}
