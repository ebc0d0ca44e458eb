/** The key of `ESC O` and this character, as terminals send it in application mode; null = none that is used. */
export function ss3Key(final: string): string | null {
	return letters[final] ?? shiftedLetters[final] ?? functionLetters[final] ?? null;
}

/** The key of `ESC [`, these parameters and this last character; null for anything else, such as a terminal's answer. */
export function csiKey(parameters: string, final: string): string | null {
	if (final === 'u') return codedKey(parameters);
	const [, otherModifiers, otherKey] = (final === '~' && otherKeys.exec(parameters)) || [];
	if (otherKey !== undefined) return codedKey(`${otherKey};${otherModifiers}`);
	const [, number = '', modifiers = '', event = ''] = withModifiers.exec(parameters) ?? [undefined, 'none'];
	if (!isPlain(modifiers, event)) return null;
	if (final === '~') return numbers[number] ?? null;
	if ('$^@'.includes(final)) return modifiers === '' ? (numbers[number] ?? null) : null;
	if (number !== '' && number !== '1') return null;
	if (final === 'Z') return 'shift-tab';
	return letters[final] ?? (parameters === '' ? (shiftedLetters[final] ?? null) : null);
}

/** How many bytes of any value follow `ESC [` and this character alone: reports of the oldest kinds of mouse. */
export const trailingBytes: Readonly<Record<string, number>> = {M: 3, t: 2, T: 6};

/** Number; modifiers : press, repeat or release; the text that it makes. */
const withModifiers = /^(\d*)(?:;(\d*)(?::(\d+))?(?:;[\d:]*)?)?$/;

/** Key : with Shift : on a Latin keyboard; modifiers : press, repeat or release; the text that it makes. */
const coded = /^(\d+)(?::(\d*))?(?::\d*)?(?:;(\d*)(?::(\d+))?)?(?:;(\d+)[\d:]*)?$/;

/** The same of xterm's older protocol: modifiers, key. */
const otherKeys = /^27;(\d+);(\d+)$/;

const letters: Readonly<Record<string, string>> = {A: 'up', B: 'down', C: 'right', D: 'left', F: 'end', H: 'home'};

/** Of rxvt, with Shift or Ctrl. */
const shiftedLetters: Readonly<Record<string, string>> = {a: 'up', b: 'down', c: 'right', d: 'left'};

const numbers: Readonly<Record<string, string>> = {
	1: 'home',
	3: 'delete',
	4: 'end',
	5: 'pgup',
	6: 'pgdn',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

/** The first four of the function keys, as most terminals send them. */
const functionLetters: Readonly<Record<string, string>> = {P: 'f1', Q: 'f2', R: 'f3', S: 'f4'};

const SHIFT = 1;
const CTRL = 4;
/** Shift, Ctrl, Caps Lock and Num Lock; with Alt and the like a key is the terminal's or tmux's. */
const ours = SHIFT | CTRL | 64 | 128;

/** Pressed, or held down, and without a modifier that is not ours. */
function isPlain(modifiers: string, event: string): boolean {
	return event !== '3' && (modifierBits(modifiers) & ~ours) === 0;
}

function modifierBits(modifiers: string): number {
	return modifiers === '' ? 0 : Number(modifiers) - 1;
}

/** A key as the kitty protocol tells it, for terminals in which another program has left it on. */
function codedKey(parameters: string): string | null {
	const [, key, shifted = '', modifiers = '', event = '', text = ''] = coded.exec(parameters) ?? [];
	if (key === undefined || !isPlain(modifiers, event)) return null;
	const bits = modifierBits(modifiers);
	const named = codes[key];
	if (named !== undefined) return named === 'tab' && bits & SHIFT ? 'shift-tab' : named;
	const own = characterOf(key);
	if (own === null) return null;
	if (bits & CTRL) return /^[a-z]$/.test(own) ? `ctrl-${own}` : null;
	if (text !== '') return characterOf(text);
	if (!(bits & SHIFT)) return own;
	return shifted === '' ? (/^[a-z]$/.test(own) ? own.toUpperCase() : null) : characterOf(shifted);
}

/** Null for controls, and for the private area, in which the protocol has keys without characters. */
function characterOf(code: string): string | null {
	const point = Number(code);
	const isPrivate = (point >= 0xd800 && point < 0xf900) || point > 0x10ffff;
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || isPrivate ? null : String.fromCodePoint(point);
}

const codes: Readonly<Record<string, string>> = {
	9: 'tab',
	13: 'enter',
	27: 'esc',
	127: 'backspace',
	57414: 'enter',
	57417: 'left',
	57418: 'right',
	57419: 'up',
	57420: 'down',
	57421: 'pgup',
	57422: 'pgdn',
	57423: 'home',
	57424: 'end',
	57426: 'delete',
};
