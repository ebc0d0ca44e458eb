/** Random numbers from a seed, at least 0 and below 1 (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The JSON with so many of its places damaged: gone, null, of another type, very long, hostile, of no known word. */
export function mutated(json: unknown, changes: number, random: () => number): unknown {
	const copy = structuredClone(json);
	const places = placesIn(copy);
	for (let change = 0; change < changes && places.length > 0; change++) damage(pick(places, random), random);
	return copy;
}

type Place = {readonly of: Record<string, unknown> | unknown[]; readonly key: string | number};

function placesIn(value: unknown, found: Place[] = []): Place[] {
	if (typeof value !== 'object' || value === null) return found;
	const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
	for (const key of keys) {
		const of = value as Record<string, unknown>;
		found.push({of, key});
		placesIn(of[key], found);
	}
	return found;
}

function damage({of, key}: Place, random: () => number) {
	const holder = of as Record<string | number, unknown>;
	const kind = pick(kinds, random);
	if (kind === 'gone') delete holder[key];
	else if (kind === 'repeated') repeat(holder, key, random);
	else holder[key] = pick(isNumber(holder[key]) ? numbers : key === 'progress' ? progress : kind, random);
}

/** DM writes its numbers as texts. */
function isNumber(value: unknown): boolean {
	return typeof value === 'string' && /^\d+$/.test(value);
}

function repeat(holder: Record<string | number, unknown>, key: string | number, random: () => number) {
	const value = holder[key];
	if (!Array.isArray(value) || value.length === 0) return;
	holder[key] = Array.from({length: pick([2, 17, 90], random)}, () => structuredClone(pick(value, random)));
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) throw new Error('nothing to pick from');
	return item;
}

const otherTypes = [0, -1, 0.5, 1e308, true, false, '', 'x', [], {}, [null], [[]], {a: {b: []}}] as const;
const long = [
	'y'.repeat(70_000),
	'word '.repeat(5_000),
	'订'.repeat(3_000),
	`${'line\n'.repeat(2_000)}`,
	'`a`.`b`'.repeat(900),
];
const numbers = ['-5', '99999999999999999999', '0.1', '1e999', 'NaN', '  7 ', '0x10', '9007199254740993'];
const hostile = [
	'\u001B[2J\u001B[31mred\u001B]0;title\u0007',
	'a\u0000b\u0008c\u007Fd\u009Be',
	'\u001B]52;c;aGFja2Vk\u0007 and on',
	'\u202Egnp.exe \u2066 \u200B\u200D',
	'tab\there\r\nand \u2028 there',
	`z${'\u0301'.repeat(50)}`,
	'\uD800 alone \uDFFF',
	'%s $x {{y}} <b>',
	'(mysql-bin|000001.000001, 2305562)',
	'(, 0)',
	'(x.999999999999999999, 12)',
	'startLocation: [position: (, 0), gtid-set: ], endLocation: [position: (a.1, 2), gtid-set: ]: x',
	'main.go:1\n\t/a/b/c.go:17\n\t/a/b/d.go:18\nend',
];
const progress = ['NaN %', '+Inf %', '250.00 %', '-3 %', '', 'soon', null, 7, ' 4.17 %'];
const words = [
	'Exploding',
	'Stopping',
	'Finished',
	'Paused',
	'Running',
	'New',
	'Validate',
	'Load',
	'Dump',
	'Check',
	'Sync',
];

const kinds = ['gone', 'repeated', [null], otherTypes, long, hostile, hostile, words, words] as const;
