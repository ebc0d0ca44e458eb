import * as v from 'valibot';
import {isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument} from 'yaml';
import {cleanText, thrownText} from '../../domain/text.ts';
import {meantInstead} from '../args/nearest.ts';
import type {KeyChange} from './config.ts';
import {configSchema, knownKeys, type WrittenConfig} from './config-schema.ts';

/** A file of settings that was read: what it says, and where each value of it stands; or what is wrong with it. */
export type ParsedConfig =
	| {readonly ok: true; readonly written: WrittenConfig; readonly places: ReadonlyMap<string, string>}
	| {
			readonly ok: false;
			/** Each is a sentence that begins with the file, the line and the column; in their order. */
			readonly problems: readonly string[];
			/** What it says of keys, as far as that is as it should be. */
			readonly keys: readonly KeyChange[];
	  };

/** Reads the text of a file of settings; `file` is what to call it. Never throws. */
export function parseConfig(text: string, file: string): ParsedConfig {
	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, schema: 'core', logLevel: 'error'});
	const at = (offset: number) => {
		const {line, col} = lines.linePos(offset);
		return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
	};
	const wrong = (problems: readonly Problem[], keys: readonly KeyChange[] = []): ParsedConfig => {
		const ordered = [...problems].sort((a, b) => a.offset - b.offset).slice(0, mostProblems);
		return {ok: false, problems: ordered.map(({offset, says}) => `${at(offset)}: ${says}`), keys};
	};
	const broken = document.errors.map(({pos, message}) => ({offset: pos[0], says: cleanText(message, {limit: 200})}));
	// A key that is there twice leaves the rest as it is; anything else may be a consequence of what is broken.
	if (document.errors.some(({code}) => code !== 'DUPLICATE_KEY')) return wrong(broken);
	let json: unknown;
	try {
		json = document.toJS({maxAliasCount: 20}) ?? {};
	} catch (error) {
		return wrong([{offset: 0, says: cleanText(thrownText(error), {limit: 200})}]);
	}
	if (!isObject(json)) return wrong([{offset: 0, says: `received ${shownValue(json)}, expected keys with values`}]);
	const nodes = nodesOf(document.contents);
	const result = v.safeParse(configSchema, json, {abortPipeEarly: true});
	const places = new Map([...nodes].map(([path, {value}]) => [path, at(value)]));
	if (result.success && broken.length === 0) return {ok: true, written: result.output, places};
	const issues = (result.issues ?? []).filter(issue => !isOfKey(issue)).map(issue => problemOf(issue, nodes));
	const unknown = unknownKeys(json).map(path => unknownKey(path, nodes));
	return wrong([...broken, ...unknown, ...issues], keysOf(json['keys'], places, file));
}

/** What is wrong, in words, and where: by the offset in the text. */
type Problem = {readonly offset: number; readonly says: string};

/** Nobody mends more at once. */
const mostProblems = 50;

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Keys that nobody knows, by their paths. The schema would tell the first of each place only. */
function unknownKeys(json: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
	if (!isObject(json) || path.length > deepest) return [];
	const known = knownAt(path);
	return Object.entries(json).flatMap(([key, value]) =>
		known?.includes(key) === false ? [[...path, key]] : unknownKeys(value, [...path, key]),
	);
}

function unknownKey(path: readonly string[], nodes: Places): Problem {
	const known = knownAt(path.slice(0, -1)) ?? [];
	const name = path.at(-1) ?? '';
	const shown = cleanText(name, {limit: 40});
	return {
		offset: nearestNode(path, nodes).key,
		says: `received the key "${shown}"${meantInstead(name, known)}, expected one of ${known.join(', ')}`,
	};
}

/** What may stand there; null where any name may. */
function knownAt(path: readonly string[]): readonly string[] | null {
	return knownKeys[path.map((key, index) => (index === 1 ? '*' : key)).join('.')] ?? null;
}

const deepest = Math.max(...Object.keys(knownKeys).map(path => path.split('.').length));

function isOfKey({type, expected}: v.BaseIssue<unknown>): boolean {
	return type === 'strict_object' && expected === 'never';
}

function keysOf(keys: unknown, places: ReadonlyMap<string, string>, file: string): readonly KeyChange[] {
	if (!isObject(keys)) return [];
	return Object.entries(keys).flatMap(([id, written]) => {
		const those = [written].flat();
		const place = places.get(`keys.${id}`) ?? file;
		return those.length > 0 && those.every(it => typeof it === 'string') ? [{id, keys: those, place}] : [];
	});
}

/** Where a value and its key stand, by the offset in the text. */
type Places = ReadonlyMap<string, {readonly key: number; readonly value: number}>;

function nodesOf(root: unknown): Places {
	const found = new Map<string, {readonly key: number; readonly value: number}>();
	const offset = (node: unknown) => (isNode(node) ? ((node as Node).range?.[0] ?? 0) : 0);
	const walk = (node: unknown, path: readonly string[]) => {
		if (isSeq(node)) {
			for (const [index, item] of node.items.entries()) {
				found.set([...path, index].join('.'), {key: offset(item), value: offset(item)});
			}
		}
		if (!isMap(node)) return;
		for (const pair of node.items) {
			if (!isPair(pair)) continue;
			const name = isScalar(pair.key) ? String(pair.key.value) : '';
			const below = [...path, name];
			const value = pair.value === null ? offset(pair.key) : offset(pair.value);
			found.set(below.join('.'), {key: offset(pair.key), value});
			walk(pair.value, below);
		}
	};
	found.set('', {key: offset(root), value: offset(root)});
	walk(root, []);
	return found;
}

function problemOf(issue: v.BaseIssue<unknown>, nodes: Places): Problem {
	const keys = (issue.path ?? []).map(({key}) => String(key));
	const place = nearestNode(keys, nodes);
	const isKey = issue.path?.at(-1) !== undefined && (issue.path.at(-1) as {origin?: string}).origin === 'key';
	const names = (issue.path ?? []).flatMap(({type, key}) => (type === 'array' ? [] : [String(key)]));
	const name = names.length === 0 ? '' : `${cleanText(names.join('.'), {limit: 80})}: `;
	return {
		offset: isKey ? place.key : place.value,
		says: `${name}received ${shownValue(issue.input)}, expected ${expectedOf(issue)}`,
	};
}

/** Of what is not there, what it should be in. */
function nearestNode(keys: readonly string[], nodes: Places): {readonly key: number; readonly value: number} {
	const found = nodes.get(keys.join('.'));
	return found ?? (keys.length === 0 ? {key: 0, value: 0} : nearestNode(keys.slice(0, -1), nodes));
}

function expectedOf({message, expected}: v.BaseIssue<unknown>): string {
	if (!message.startsWith('Invalid')) return message;
	return expected === 'Object' ? 'keys with values' : cleanText(expected ?? 'another value', {limit: 120});
}

/** What may hold a secret is not shown. */
function shownValue(input: unknown): string {
	if (input === null || input === undefined) return 'nothing';
	if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list';
	if (typeof input === 'object') return 'keys with values';
	const text = String(input);
	if (/^\w+:\/\/[^/]*@/.test(text)) return 'an address with a password in it';
	return `"${cleanText(text, {limit: 60})}"`;
}
