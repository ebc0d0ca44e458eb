import {cleanText} from '../domain/text.ts';

/**
 * Parses JSON and makes every text in it, keys included, fit for a terminal; line breaks stay.
 * Throws a SyntaxError for what is no JSON.
 */
export function cleanJson(text: string): unknown {
	const json: unknown = JSON.parse(text);
	return suspicious.test(text) ? cleaned(json) : json;
}

/** Nearly every message is printable ASCII without escapes but for quotes and line breaks, told by one look. */
const suspicious = /[^\x20-\x7e]|\\[bfrtu]/;

function cleaned(value: unknown): unknown {
	if (typeof value === 'string') return clean(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(cleaned);
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleaned(item)]));
}

function clean(text: string): string {
	// The length of a message is limited as a whole.
	return cleanText(text, {newlines: true, limit: Number.POSITIVE_INFINITY});
}
