import {Box, Text, useInput, usePaste} from 'ink';
import {memo, useSyncExternalStore} from 'react';
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
			{parts.map((part, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands in that row of the terminal
				<Line key={index} part={part} />
			))}
		</Box>
	);
}

const Line = memo(function Line({part}: {readonly part: Part}) {
	// A Text without characters has no height.
	return <Text wrap="truncate">{part.text === '' ? ' ' : part.text}</Text>;
});
