/** A key's name as people write it: `Enter`, `Ctrl-d`, `j`. */
export function keyTitle(name: string): string {
	return name.length === 1 && name !== ' '
		? name
		: (keyTitles[name] ?? name.replace(/^ctrl-/, 'Ctrl-').replace(/^f(?=\d)/, 'F'));
}

/** The name of the key that people write so; null where a terminal tells of no such key. */
export function keyOfTitle(title: string): string | null {
	if ([...title].length === 1) return title === ' ' ? null : title;
	const name = title.toLowerCase();
	const named = Object.entries(keyTitles).find(([, told]) => told.toLowerCase() === name)?.[0];
	return named ?? (/^(?:ctrl-[a-z]|f(?:[1-9]|1[0-2]))$/.test(name) ? name : null);
}

const keyTitles: Readonly<Record<string, string>> = {
	' ': 'Space',
	enter: 'Enter',
	esc: 'Esc',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	home: 'Home',
	end: 'End',
	pgup: 'PgUp',
	pgdn: 'PgDn',
	tab: 'Tab',
	'shift-tab': 'Shift-Tab',
};
