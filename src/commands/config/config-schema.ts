import * as v from 'valibot';
import {parseAddress} from '../../dm/ask/address.ts';
import {cleanText} from '../../domain/text.ts';
import {type Theme, themes} from '../../words/theme.ts';
import {patience} from '../args/values.ts';
import {UsageError} from '../exit.ts';

const names = 'a name of up to 40 letters, digits, dots, dashes and underscores, but not all';
const masterWords = 'HOST:PORT of a dm-master, or a list of them';
const keyWords = 'a key such as e, F2 or Ctrl-x, or a list of them';

/** A cluster of it. */
const cluster = v.pipe(
	v.strictObject(
		{
			masters: v.optional(listOf(master(), masterWords)),
			workers: v.optional(v.array(text(/^[^\s/]+:\d{1,5}$/, 'HOST:PORT'))),
			gateway: v.optional(
				text(/^(?:wss?:\/\/[^\s/@]+\/?|unix:[^\s]+)$/, 'wss://HOST:PORT, ws://HOST:PORT or unix:PATH'),
			),
			label: v.optional(text(/^[\w.-]{1,12}$/, 'a label of up to 12 letters and digits, such as prod')),
			tls: v.optional(v.strictObject({ca: v.optional(file()), cert: v.optional(file()), key: v.optional(file())})),
			'token-file': v.optional(file()),
		},
		'masters, a gateway, or both',
	),
	v.check(({masters, gateway}) => masters !== undefined || gateway !== undefined, 'masters, a gateway, or both'),
);

/** A file of settings, as it is written. */
export const configSchema = v.strictObject({
	clusters: v.nullish(v.record(v.pipe(v.string(), v.check(isName, names)), cluster)),
	limits: v.nullish(
		v.strictObject({
			lag: v.optional(duration(1000)),
			stall: v.optional(duration(1000)),
			age: v.optional(duration(1000)),
		}),
	),
	theme: v.nullish(v.picklist(themes satisfies readonly Theme[], oneOf(themes))),
	symbols: v.nullish(v.picklist(['auto', 'ascii'], oneOf(['auto', 'ascii']))),
	keys: v.nullish(v.record(v.string(), listOf(keyText(), keyWords))),
});

/** What each place of the file may hold; `*` stands for a name that is free. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
	'': Object.keys(configSchema.entries),
	limits: ['lag', 'stall', 'age'],
	'clusters.*': ['masters', 'workers', 'gateway', 'label', 'tls', 'token-file'],
	'clusters.*.tls': ['ca', 'cert', 'key'],
};

export type WrittenConfig = v.InferOutput<typeof configSchema>;

function isName(name: string): boolean {
	return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,39}$/u.test(name) && name !== 'all' && cleanText(name) === name;
}

function oneOf(words: readonly string[]): string {
	return `one of ${words.join(', ')}`;
}

function text(pattern: RegExp, expected: string) {
	return v.pipe(v.string(expected), v.regex(pattern, expected));
}

function file() {
	return v.pipe(v.string('the path of a file'), v.regex(/^[^\0-\x1f\x7f]+$/, 'the path of a file'));
}

/** One or several; what is wrong with one of several is told where that one stands. */
function listOf<Item extends v.GenericSchema<unknown>>(item: Item, expected: string) {
	return v.lazy(input => (Array.isArray(input) ? v.pipe(v.array(item), v.minLength(1, expected)) : item));
}

function keyText() {
	return v.pipe(v.string(keyWords), v.regex(/^[^\0-\x1f\x7f]{1,12}$/, keyWords));
}

function master() {
	return v.pipe(v.string(masterWords), v.check(isMaster, masterWords));
}

function isMaster(address: string): boolean {
	try {
		parseAddress(address, false);
		return true;
	} catch {
		return false;
	}
}

function duration(leastMs: number) {
	const expected = 'a duration of at least 1s, such as 60s or 5m';
	return v.pipe(
		v.string(expected),
		v.rawTransform(({dataset, addIssue, NEVER}) => {
			try {
				const ms = patience('', dataset.value);
				if (ms !== null && ms >= leastMs) return ms;
			} catch (error) {
				if (!(error instanceof UsageError)) throw error;
			}
			addIssue({message: expected});
			return NEVER;
		}),
	);
}
