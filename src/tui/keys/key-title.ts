/** A key's name as people write it: `Enter`, `Ctrl-d`, `j`. */
export function keyTitle(name: string): string {
	return name.length === 1 && name !== ' ' ? name : (keyTitles[name] ?? name.replace(/^ctrl-/, 'Ctrl-'));
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
