import * as v from 'valibot';
import {isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument} from 'yaml';
import {cleanText} from '../../domain/text.ts';
import {configSchema, knownKeys, type WrittenConfig} from './config-schema.ts';
import {meantInstead} from './nearest.ts';

/** A file of settings that was read: what it says, and where each value of it stands; or what is wrong with it. */
export type ParsedConfig =
	| {readonly ok: true; readonly written: WrittenConfig; readonly places: ReadonlyMap<string, string>}
	/** Each is a sentence that begins with the file, the line and the column. */
	| {readonly ok: false; readonly problems: readonly string[]};

/** Reads the text of a file of settings; `file` is what to call it. Never throws. */
export function parseConfig(text: string, file: string): ParsedConfig {
	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, schema: 'core', logLevel: 'error'});
	const at = (offset: number) => {
		const {line, col} = lines.linePos(offset);
		return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
	};
	const [broken] = document.errors;
	if (broken !== undefined)
		return {ok: false, problems: [`${at(broken.pos[0])}: ${cleanText(broken.message, {limit: 200})}`]};
	let json: unknown;
	try {
		json = document.toJS({maxAliasCount: 20}) ?? {};
	} catch (error) {
		const reason = cleanText(error instanceof Error ? error.message : String(error), {limit: 200});
		return {ok: false, problems: [`${file}:1:1: ${reason}`]};
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json))
		return {ok: false, problems: [`${file}:1:1: received ${shownValue(json)}, expected keys with values`]};
	const nodes = nodesOf(document.contents);
	const result = v.safeParse(configSchema, json, {abortPipeEarly: true});
	const placed = new Map([...nodes].map(([path, {value}]) => [path, at(value)]));
	if (result.success) return {ok: true, written: result.output, places: placed};
	return {ok: false, problems: result.issues.map(issue => problemOf(issue, nodes, at))};
}

/** Where a value and its key stand, by the offset in the text. */
type Places = ReadonlyMap<string, {readonly key: number; readonly value: number}>;

function nodesOf(root: unknown): Places {
	const found = new Map<string, {readonly key: number; readonly value: number}>();
	const offset = (node: unknown) => (isNode(node) ? ((node as Node).range?.[0] ?? 0) : 0);
	const walk = (node: unknown, path: readonly string[]) => {
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

function problemOf(issue: v.BaseIssue<unknown>, nodes: Places, at: (offset: number) => string): string {
	const keys = (issue.path ?? []).map(({key}) => String(key));
	const last = keys.at(-1) ?? '';
	const place = nearestNode(keys, nodes);
	if (issue.type === 'strict_object' && issue.expected === 'never') {
		const level = keys.slice(0, -1);
		const known = knownKeys[level.map((key, index) => (index === 1 ? '*' : key)).join('.')] ?? [];
		const shown = cleanText(last, {limit: 40});
		return `${at(place.key)}: received the key "${shown}"${meantInstead(last, known)}, expected one of ${known.join(', ')}`;
	}
	const isKey = issue.path?.at(-1) !== undefined && (issue.path.at(-1) as {origin?: string}).origin === 'key';
	const name = keys.length === 0 ? '' : `${cleanText(keys.filter(key => !/^\d+$/.test(key)).join('.'), {limit: 80})}: `;
	const expected = expectedOf(issue);
	return `${at(isKey ? place.key : place.value)}: ${name}received ${shownValue(issue.input)}, expected ${expected}`;
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
