import {Box, Text, useInput, usePaste} from 'ink';
import {lazy, memo, Suspense, useSyncExternalStore} from 'react';
import type {Frame, Part} from './frame.ts';
import type {KeyFlags} from './keys.ts';

/** What the skin needs of the program: the frame to draw, and where keys go. */
export type AppProps = {
	readonly subscribe: (listener: () => void) => () => void;
	/** The same frame again while nothing on it changes. */
	readonly frame: () => Frame;
	readonly onKeys: (input: string, key: KeyFlags) => void;
	readonly onPaste: (text: string) => void;
};

/** The whole screen. It only draws: every decision is in the model. */
export function App({subscribe, frame, onKeys, onPaste}: AppProps) {
	const {rows, parts} = useSyncExternalStore(subscribe, frame);
	useInput(onKeys);
	// Mounted always: without it a paste would arrive as key presses.
	usePaste(onPaste);
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
const BoundedTable = lazy(async () => ({default: (await import('./boundedTable.tsx')).BoundedTable}));

function Line({text}: {readonly text: string}) {
	// A Text without characters has no height.
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}
