import {isAscii} from '../../../words/width.ts';

/** The text in ASCII, so that no two texts look the same: `\u4f1a` for what is not ASCII, `\\` for a backslash. */
export function escapeText(text: string): string {
	if (isAscii(text) && !text.includes('\\')) return text;
	return [...text]
		.map(character => (isAscii(character) && character !== '\\' ? character : escapeOf(character)))
		.join('');
}

/** The same value with all its texts in ASCII. Values are never changed, so each is worked out once. */
export function escaped<Value extends object>(value: Value): Value {
	const known = remembered.get(value);
	if (known !== undefined) return known as Value;
	const result = copyOf(value) as Value;
	remembered.set(value, result);
	return result;
}

const remembered = new WeakMap<object, unknown>();

function copyOf(value: unknown): unknown {
	if (typeof value === 'string') return escapeText(value);
	if (Array.isArray(value)) return value.map(copyOf);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each)]));
}

function escapeOf(character: string): string {
	if (character === '\\') return '\\\\';
	const digits = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
	return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
}
