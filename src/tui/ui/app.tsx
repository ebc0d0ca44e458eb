import {Box, Text} from 'ink';
import {lazy, memo, Suspense, useSyncExternalStore} from 'react';
import type {Frame, Part} from './frame.ts';

/** What the skin needs of the program: the frame to draw. */
export type AppProps = {
	readonly subscribe: (listener: () => void) => () => void;
	/** The same frame again while nothing on it changes. */
	readonly frame: () => Frame;
};

/** The whole screen. It only draws: every decision is in the model. */
export function App({subscribe, frame}: AppProps) {
	const {rows, parts} = useSyncExternalStore(subscribe, frame);
	return (
		<Box flexDirection="column" height={rows} overflow="hidden">
			{parts.map(part => (
				<Piece key={part.row} part={part} />
			))}
		</Box>
	);
}

const Piece = memo(function Piece({part}: {readonly part: Part}) {
	if (part.type === 'line') return <Line text={part.text} />;
	const lines = part.lines.map((text, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line of a table stands where it stands
		<Line key={index} text={text} />
	));
	return (
		<Suspense fallback={<Box flexDirection="column">{lines}</Box>}>
			<BoundedTable table={part.table} />
		</Suspense>
	);
});

/** It costs tens of milliseconds to load: until then, and where no page has a table, there are only lines. */
const BoundedTable = lazy(async () => ({default: (await import('./bounded-table.tsx')).BoundedTable}));

function Line({text}: {readonly text: string}) {
	// A Text without characters has no height.
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}
