/**
 * Replaces names in answers of one cluster, the same name by the same one each time: of tasks, sources, workers and
 * masters, addresses, schemas and tables, and keys that were entered twice. Of a configuration only what cannot name
 * anything stays. What else stands in DM's texts stays as it is.
 */
export function createAnonymizer(): (value: unknown) => unknown {
	const given = new Map<string, string>();
	const counts = new Map<string, number>();
	let pattern: RegExp | null = null;

	return value => {
		learn(value, '');
		return replaced(value, '');
	};

	function learn(value: unknown, name: string): void {
		if (Array.isArray(value)) for (const each of value) learn(each, name);
		else if (typeof value === 'object' && value !== null) {
			for (const [key, held] of Object.entries(value)) learn(held, key === 'name' && isMember(value) ? 'member' : key);
		} else if (typeof value === 'string') learnText(value, name);
	}

	function learnText(text: string, name: string): void {
		const kind = kinds.get(name);
		if (kind !== undefined && text !== '') give(text, kind);
		if (name === 'lockID') return;
		for (const [, schema = '', table = ''] of text.matchAll(/`([^`\n]+)`(?:\.`([^`\n]+)`)?/g)) {
			give(schema, table === '' ? 'name' : 'schema');
			if (table !== '') give(table, 'table');
		}
		for (const [host] of text.matchAll(addresses)) give(host, 'host');
		for (const [, entered = ''] of text.matchAll(/Duplicate entry '([^']*)'/g))
			if (entered !== '') give(entered, 'value');
	}

	function give(text: string, kind: string): void {
		const bare = kind === 'worker' || kind === 'address' ? text.replace(/^\w+:\/\//, '').replace(/:\d+$/, '') : text;
		// DM's own words are none of anybody's names.
		if (bare.length < 2 || given.has(bare) || dmWords.has(bare.toLowerCase())) return;
		const number = (counts.get(kind) ?? 0) + 1;
		counts.set(kind, number);
		given.set(bare, kind === 'host' || kind === 'address' ? `192.0.2.${number}` : `${kind}-${number}`);
		pattern = null;
	}

	function replaced(value: unknown, name: string): unknown {
		if (Array.isArray(value)) return value.map(each => replaced(each, name));
		if (typeof value === 'object' && value !== null)
			return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, replaced(held, key)]));
		if (typeof value !== 'string' || kept.has(name)) return value;
		return withNames(name === 'cfg' ? withoutValues(value) : value);
	}

	function withNames(text: string): string {
		pattern ??= patternOf([...given.keys()]);
		return pattern === null ? text : text.replace(pattern, found => given.get(found) ?? found);
	}
}

/** What the fields of an answer that name something name. */
const kinds: ReadonlyMap<string, string> = new Map([
	['source', 'source'],
	['sourceID', 'source'],
	['worker', 'worker'],
	['member', 'member'],
	['name', 'task'],
	['task', 'task'],
	['addr', 'address'],
	['masters', 'address'],
	['DM_MASTER_ADDR', 'address'],
	['DMTOP_CLUSTER', 'cluster'],
	['host', 'host'],
]);

/** A master or worker in the list of members has a name too. */
function isMember(value: object): boolean {
	return 'memberID' in value || 'addr' in value || 'clientURLs' in value;
}

/** Fields whose values are DM's own words. */
const kept: ReadonlySet<string> = new Set([
	'stage',
	'unit',
	'mode',
	'ErrClass',
	'ErrScope',
	'ErrLevel',
	'relayStatus',
	'dmtop',
	'node',
]);

const dmWords: ReadonlySet<string> = new Set(['sync', 'load', 'dump', 'check', 'running', 'paused', 'stopped', 'root']);

const addresses = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?=:\d{2,5}\b)/gi;

const before = '(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}]-)';
const behind = '(?![\\p{L}\\p{N}_]|-[\\p{L}\\p{N}])';

/** The longest first, and only as whole words. */
function patternOf(names: readonly string[]): RegExp | null {
	if (names.length === 0) return null;
	const escaped = [...names]
		.sort((a, b) => b.length - a.length)
		.map(name => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`${before}(?:${escaped.join('|')})${behind}`, 'gu');
}

/** A configuration with those values alone that name nothing but the task and its sources. */
function withoutValues(yaml: string): string {
	return yaml
		.split('\n')
		.map(row => {
			const [, start = '', key = '', value = ''] = /^(\s*(?:- +)*(?:"?([\w.-]+)"?:)?)\s*(.*)$/.exec(row) ?? [];
			const isPlain = value === '' || /^["']?(?:[\d.]+|true|false|null|~|\[\]|\{\}|[|>]-?)["']?$/.test(value);
			return isPlain || shownKeys.has(key) ? row : `${start}${start === '' ? '' : ' '}'*'`;
		})
		.join('\n');
}

const shownKeys: ReadonlySet<string> = new Set([
	'name',
	'task-mode',
	'shard-mode',
	'source-id',
	'on-duplicate',
	'on-duplicate-logical',
	'on-duplicate-physical',
	'import-mode',
	'mode',
]);
