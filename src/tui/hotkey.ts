import type {Event, Model} from './model.ts';

/** One thing that keys do. A row of the table in hotkeys.ts. */
export type Hotkey = {
	readonly id: string;
	/** Names as keyboard/decode.ts tells them; the first ones are shown. */
	readonly keys: readonly string[];
	/** In the footer, in a word or two. */
	readonly label: string;
	/** In the help, in a few words. */
	readonly help: string;
	readonly group: HotkeyGroup;
	/** Whether the key belongs to what is on the screen. */
	readonly where: (model: Model) => boolean;
	/** Where it belongs, in a few words, for the screens where it does not; absent = there is nothing more to say. */
	readonly elsewhere?: (model: Model) => string;
	/** Why it cannot act now, in a few words; undefined when it can. */
	readonly whyNot: (model: Model) => string | undefined;
	readonly event: (model: Model) => Event;
	/** It acts only as a single key press, never out of a burst. */
	readonly alone?: true;
	/** Its place in the footer, the lowest first; absent = it is not in the footer. */
	readonly footer?: number;
};

export type HotkeyGroup = 'this screen' | 'move' | 'look' | 'everywhere';
