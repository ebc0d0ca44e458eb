/** What can stand in an answer. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = {readonly [key: string]: Json};

/** DM 2.0 and later write two spaces, and put the closing bracket of an empty list on a line of its own. */
export function pretty(value: Json, indent = ''): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const inner = `${indent}  `;
	if (isList(value)) {
		const items = value.map(item => `${inner}${pretty(item, inner)}`);
		return `[\n${items.join(',\n')}${items.length === 0 ? '' : '\n'}${indent}]`;
	}
	const members = Object.entries(value).map(
		([key, member]) => `${inner}${JSON.stringify(key)}: ${pretty(member, inner)}`,
	);
	return `{\n${members.join(',\n')}\n${indent}}`;
}

/** DM 1.0 leaves out whatever has its default: false, "", 0, null and empty lists. Empty objects stay. */
export function sparse(value: Json): Json {
	if (value === null || typeof value !== 'object') return value;
	if (isList(value)) return value.map(sparse);
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, member]) => !isDefault(member))
			.map(([key, member]) => [key, sparse(member)]),
	);
}

function isDefault(value: Json): boolean {
	return (
		value === null ||
		value === false ||
		value === '' ||
		value === 0 ||
		value === '0' ||
		(isList(value) && value.length === 0)
	);
}

/** Tells an object from the other values. */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !isList(value);
}

/** Tells a list from the other values. */
export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** An object's member; undefined where there is none, or no object. */
export function member(value: Json | undefined, key: string): Json | undefined {
	return isObject(value) ? value[key] : undefined;
}
