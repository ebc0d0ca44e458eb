import {Box, Text} from 'ink';
import {lazy, memo, Suspense} from 'react';
import {type Colours, painter} from '../../words/theme.ts';
import type {Frame} from './frame.ts';
import {type Line, paintLine} from './line.ts';
import type {Block, Region} from './regions.ts';

/** The whole screen, a part below the other: the title bar, the head, the rows or the text, the pane, the footer. */
export function Screen({frame: {rows, colours, regions}}: {readonly frame: Frame}) {
	return (
		<Box flexDirection="column" height={rows} overflow="hidden">
			{regions.map(region => (
				<Part key={`${region.type} ${region.row}`} region={region} colours={colours} />
			))}
		</Box>
	);
}

/** One part: it is drawn again only when one of its lines has changed. */
export const Part = memo(function Part({region, colours}: {readonly region: Region; readonly colours: Colours}) {
	return region.blocks.map((block, index) => {
		// biome-ignore lint/suspicious/noArrayIndexKey: a line stands where it stands
		return <Piece key={index} block={block} colours={colours} />;
	});
});

const Piece = memo(function Piece({block, colours}: {readonly block: Block; readonly colours: Colours}) {
	if (block.type === 'line') return <Row line={block.line} colours={colours} />;
	const lines = block.lines.map((text, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line of a table stands where it stands
		<Row key={index} line={text} colours={colours} />
	));
	return (
		<Suspense fallback={lines}>
			<BoundedTable table={block.table} />
		</Suspense>
	);
});

/** It costs tens of milliseconds to load: until then, and where no page has a table, there are only lines. */
const BoundedTable = lazy(async () => ({default: (await import('./bounded-table.tsx')).BoundedTable}));

/**
 * One line of the screen, one Text of its cells. Their styles are our own (words/theme.ts): Ink's go by what the process
 * writes to, not by the terminal that is drawn on.
 */
export const Row = memo(function Row({line, colours}: {readonly line: Line; readonly colours: Colours}) {
	const text = paintLine(line, painter(colours));
	// A Text without characters has no height.
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});
