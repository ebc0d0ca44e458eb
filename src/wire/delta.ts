/**
 * What changed from one JSON value to the next. The names are short because they stand in every message:
 * `v` is a value in the place of the old one; of an object `s` has the fields that have another value, by key, `o` those
 * of whose value a part changed, and `d` the keys that are gone; `a` are all elements of an array, each of them new, or
 * one of the old ones, or so many old ones in a row.
 */
export type Delta = {readonly v: unknown} | ObjectDelta | {readonly a: readonly Part[]};

type ObjectDelta = {
	readonly s?: Fields;
	readonly o?: Readonly<Record<string, Delta>>;
	readonly d?: readonly string[];
};

/** `[from, count]` are unchanged elements, `[from, delta]` is one that changed, `{v}` is a new one. */
type Part = readonly [number, number] | readonly [number, Delta] | {readonly v: unknown};

/** What leads from one value to another, both as JSON has them; null where they are the same. */
export function diff(before: unknown, after: unknown): Delta | null {
	if (before === after) return null;
	if (Array.isArray(before) && Array.isArray(after)) return diffArray(before, after);
	if (isObject(before) && isObject(after)) return diffObject(before, after);
	return {v: after};
}

function diffObject(before: Fields, after: Fields): Delta | null {
	const [set, parts]: [Record<string, unknown>, Record<string, Delta>] = [{}, {}];
	for (const [key, value] of Object.entries(after)) {
		if (value === undefined) continue;
		const delta = before[key] === undefined ? {v: value} : diff(before[key], value);
		if (delta === null) continue;
		if ('v' in delta) set[key] = value;
		else parts[key] = delta;
	}
	const gone = Object.keys(before).filter(key => before[key] !== undefined && after[key] === undefined);
	const delta = {
		...(hasKeys(set) && {s: set}),
		...(hasKeys(parts) && {o: parts}),
		...(gone.length > 0 && {d: gone}),
	};
	return hasKeys(delta) ? delta : null;
}

function diffArray(before: readonly unknown[], after: readonly unknown[]): Delta | null {
	// Figures of a row are told anew: what a part of them is called would be longer.
	if (!after.some(isObject)) {
		const isSame = before.length === after.length && after.every((item, index) => item === before[index]);
		return isSame ? null : {v: after};
	}
	const places = new Map<string, number[]>();
	for (const [index, item] of before.entries()) {
		const key = identity(item);
		const known = places.get(key);
		if (known === undefined) places.set(key, [index]);
		else known.push(index);
	}
	const parts: Part[] = [];
	let run: [number, number] | null = null;
	for (const item of after) {
		const from = places.get(identity(item))?.shift();
		const delta: Delta | null = from === undefined ? {v: item} : diff(before[from], item);
		if (from !== undefined && delta === null) {
			if (run !== null && run[0] + run[1] === from) run[1] += 1;
			else {
				run = [from, 1];
				parts.push(run);
			}
			continue;
		}
		run = null;
		parts.push(from === undefined || delta === null ? {v: item} : [from, delta]);
	}
	const isSame = before.length === after.length && (parts.length === 0 || (run?.[0] === 0 && run[1] === after.length));
	return isSame ? null : {a: parts};
}

/** What an element is, whatever else of it changes: by the fields by which DM and dmtop name things. */
function identity(item: unknown): string {
	return isObject(item) ? JSON.stringify(naming.map(key => item[key])) : JSON.stringify(item);
}

const naming = ['name', 'source', 'worker', 'task', 'id', 'target', 'atMs', 'firstAtMs', 'type'];

/** The value that a delta leads to, or `undefined` where it does not fit the value. Parts that did not change are shared. */
export function patched(before: unknown, delta: unknown): unknown {
	if (!isObject(delta)) return undefined;
	if ('v' in delta) return delta['v'];
	if (Array.isArray(delta['a'])) return Array.isArray(before) ? patchedArray(before, delta['a']) : undefined;
	return isObject(before) ? patchedObject(before, delta) : undefined;
}

function patchedObject(before: Fields, {s: set = {}, o: parts = {}, d: gone = []}: Fields): Fields | undefined {
	if (!isObject(set) || !isObject(parts) || !Array.isArray(gone)) return undefined;
	const value = new Map(Object.entries(before));
	for (const key of gone) value.delete(String(key));
	for (const [key, item] of Object.entries(set)) value.set(key, item);
	for (const [key, delta] of Object.entries(parts)) {
		const item = patched(before[key], delta);
		if (item === undefined) return undefined;
		value.set(key, item);
	}
	return Object.fromEntries(value);
}

/** Each old element is taken once at most: a short delta never makes a long value. */
function patchedArray(before: readonly unknown[], parts: readonly unknown[]): readonly unknown[] | undefined {
	const value: unknown[] = [];
	const taken = new Set<number>();
	const take = (index: number): boolean => {
		if (!Number.isInteger(index) || index < 0 || index >= before.length || taken.has(index)) return false;
		taken.add(index);
		return true;
	};
	for (const part of parts) {
		if (!Array.isArray(part)) {
			if (!isObject(part) || !('v' in part)) return undefined;
			value.push(part['v']);
			continue;
		}
		const [from, what] = part as readonly unknown[];
		if (typeof from !== 'number') return undefined;
		if (typeof what === 'number') {
			for (let index = from; index < from + what; index++) {
				if (!take(index)) return undefined;
				value.push(before[index]);
			}
			continue;
		}
		const item = take(from) ? patched(before[from], what) : undefined;
		if (item === undefined) return undefined;
		value.push(item);
	}
	return value;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKeys(value: object): boolean {
	return Object.keys(value).length > 0;
}
