/** What Ink tells beside the characters of a key press. */
export type KeyFlags = {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageUp: boolean;
	readonly pageDown: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly tab: boolean;
	readonly shift: boolean;
	readonly ctrl: boolean;
	readonly meta: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
};

/**
 * The names of the keys in one call of Ink's `useInput`: a character is its own name, others are `enter`, `down`,
 * `ctrl-d`. One call can hold many keys: what is typed faster than it is read comes joined, `jj` or `q\r`.
 */
export function keyNames(input: string, key: KeyFlags): readonly string[] {
	const named = flagNames.find(([flag]) => key[flag]);
	if (named !== undefined) return [named[0] === 'tab' && key.shift ? 'shift-tab' : named[1]];
	if (key.ctrl) return [...input].length === 1 ? [`ctrl-${input.toLowerCase()}`] : [];
	// Alt is the terminal's or tmux's; a chunk that begins with ESC must not act as its letters.
	if (key.meta) return [];
	return [...input].flatMap(character => {
		const name = controlNames[character] ?? character;
		return name >= ' ' ? [name] : [];
	});
}

const flagNames = [
	['escape', 'esc'],
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pgup'],
	['pageDown', 'pgdn'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const satisfies readonly (readonly [keyof KeyFlags, string])[];

const controlNames: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u001B': 'esc',
	'\u007F': 'backspace',
	'\b': 'backspace',
	'\u0015': 'ctrl-u',
};
