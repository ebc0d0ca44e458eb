/** The bytes that mean something in what a terminal sends, by their names. */
export const byteOf = {
	interrupt: 0x03,
	bell: 0x07,
	cancel: 0x18,
	substitute: 0x1a,
	escape: 0x1b,
	delete: 0x7f,
	/** Ends a string, in eight bits. */
	stringEnd: 0x9c,
	semicolon: code(';'),
	backslash: code('\\'),
	/** After ESC. */
	csi: code('['),
	ss2: code('N'),
	ss3: code('O'),
} as const;

/** What begins OSC, DCS, APC, PM and SOS after ESC. */
export const stringBeginnings: ReadonlySet<number> = new Set([...']P_^X'].map(code));

/** What begins a sequence after ESC, or ends a string. */
export const introducers: ReadonlySet<number> = new Set([
	...stringBeginnings,
	byteOf.csi,
	byteOf.ss2,
	byteOf.ss3,
	byteOf.backslash,
]);

/** What ends a pasted text. */
export const pasteEnd: readonly number[] = [...'\u001B[201~'].map(code);

export function isControl(byte: number): boolean {
	return byte < 0x20;
}

export function isIntermediate(byte: number): boolean {
	return byte >= 0x20 && byte < 0x30;
}

export function isParameter(byte: number): boolean {
	return byte >= 0x30 && byte < 0x40;
}

/** The key of a control character: `ctrl-d` for 0x04, and those that have names of their own; null = none. */
export function controlKey(byte: number): string | null {
	const named = controlNames[byte];
	if (named !== undefined) return named;
	return byte >= 0x01 && byte <= 0x1a ? `ctrl-${String.fromCharCode(byte + 0x60)}` : null;
}

const controlNames: Readonly<Record<number, string>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	127: 'backspace',
};

/** Of how many bytes a character is that begins with this one; 0 = none begins so. */
export function characterLength(byte: number): number {
	if (byte >= 0xf0 && byte < 0xf5) return 4;
	if (byte >= 0xe0 && byte < 0xf0) return 3;
	return byte >= 0xc2 && byte < 0xe0 ? 2 : 0;
}

/** The character of these bytes; null where they only look like one. */
export function characterOf(bytes: readonly number[]): string | null {
	const text = textOf(bytes);
	return [...text].length === 1 && text !== '\uFFFD' ? text : null;
}

export function textOf(bytes: readonly number[]): string {
	return decoder.decode(Uint8Array.from(bytes));
}

const decoder = new TextDecoder();

function code(character: string): number {
	return character.charCodeAt(0);
}
