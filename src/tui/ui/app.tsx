import {useSyncExternalStore} from 'react';
import type {Frame} from './frame.ts';
import {Screen} from './screen.tsx';

/** What the skin needs of the program: the frame to draw. */
export type AppProps = {
	readonly subscribe: (listener: () => void) => () => void;
	/** The same frame again while nothing on it changes. */
	readonly frame: () => Frame;
};

/** The program's screen. It only draws: every decision is in the model. */
export function App({subscribe, frame}: AppProps) {
	return <Screen frame={useSyncExternalStore(subscribe, frame)} />;
}
