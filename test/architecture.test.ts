import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {type Import, type Source, sourcesIn} from './support/sources.ts';

const sources = sourcesIn('src');

/** What each room may import: other rooms, packages, and Node's modules where the room touches the world. */
const doors = {
	domain: {rooms: [], packages: [], node: false},
	'clock.ts': {rooms: [], packages: [], node: false},
	dm: {rooms: ['domain'], packages: ['valibot', 'yaml'], node: true},
	wire: {rooms: ['domain', 'clock.ts'], packages: ['valibot', 'ws'], node: false},
	gateway: {
		rooms: ['dm', 'wire', 'domain', 'words', 'clock.ts'],
		packages: ['ws', 'node-sqlite3-wasm', 'prom-client'],
		node: true,
	},
	simulator: {rooms: [], packages: [], node: true},
	words: {rooms: ['wire', 'domain'], packages: ['string-width'], node: false},
	tui: {
		rooms: ['words', 'wire', 'domain', 'clock.ts'],
		packages: ['ink', 'react', 'ink-table'],
		node: false,
	},
	commands: {
		rooms: ['words', 'domain', 'dm', 'wire', 'gateway', 'simulator', 'tui', 'clock.ts'],
		packages: ['env-paths', 'valibot', 'yaml'],
		node: true,
	},
	'cli.ts': {rooms: ['commands'], packages: ['meow'], node: true},
} as const satisfies Record<string, Door>;

type Door = {readonly rooms: readonly string[]; readonly packages: readonly string[]; readonly node: boolean};

/** Packages with one or two places of their own. */
const onlyIn: Readonly<Record<string, readonly string[]>> = {
	ws: ['src/gateway/serve/server.ts', 'src/wire/link.ts'],
	'prom-client': ['src/gateway/metrics/prometheus.ts'],
	meow: ['src/cli.ts'],
	'env-paths': ['src/commands/connecting/config-path.ts', 'src/commands/operating/audit-path.ts'],
	'node-sqlite3-wasm': ['src/gateway/state/database.ts'],
	yaml: ['src/commands/config/parse-config.ts', 'src/dm/answer/read-yaml.ts'],
	'node:vm': ['src/commands/within.ts'],
	'node:worker_threads': [
		'src/commands/own-gateway/gateway-thread.ts',
		'src/commands/own-gateway/gateway-worker.ts',
		'src/commands/own-gateway/own-gateway.ts',
	],
};

/** Where effects live: only here may a clock be read, a timer be set and a die be thrown. */
const effects = [
	'src/clock.ts',
	'src/commands/',
	'src/dm/ask/exchange.ts',
	'src/dm/ask/hedge.ts',
	'src/dm/grpc/call.ts',
	'src/gateway/gateway.ts',
	'src/simulator/server.ts',
	'src/tui/shell/run.tsx',
] as const;

const clock =
	/\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\b|\bMath\.random\b|'node:timers|\brandom(Bytes|UUID|Int)\b/;

function roomOf(file: string): string {
	return file.split('/')[1] ?? '';
}

function isPackage({written}: Import): boolean {
	return !written.startsWith('.') && !written.startsWith('node:');
}

/** Why an import is no door; null where it is one. */
function trespass({file}: Source, told: Import): string | null {
	const room = roomOf(file);
	const door: Door | undefined = Object.entries(doors).find(([name]) => name === room)?.[1];
	if (door === undefined) return `${file} is in no room`;
	const line = `${file} imports ${told.written}`;
	if (told.written.startsWith('node:')) return door.node ? null : line;
	if (isPackage(told)) return door.packages.includes(told.written) ? null : line;
	const other = roomOf(told.target);
	return other === room || door.rooms.includes(other) ? null : line;
}

describe('doors', () => {
	test.for(Object.keys(doors))('%s imports only what it may', room => {
		const inside = sources.filter(({file}) => roomOf(file) === room);
		expect(inside).not.toEqual([]);
		expect(inside.flatMap(source => source.imports.map(told => trespass(source, told)).filter(Boolean))).toEqual([]);
	});

	test('every file is in a room', () => {
		expect(sources.map(({file}) => roomOf(file)).filter(room => !(room in doors))).toEqual([]);
	});

	test.for(Object.entries(onlyIn))('%s is imported in its own places only', ([name, places]) => {
		const users = sources.filter(({imports}) => imports.some(({written}) => written === name)).map(({file}) => file);
		expect(users).toEqual([...places].sort());
	});

	test('imports name a file with its ending, and no file only passes on others', () => {
		const relative = sources.flatMap(({file, imports}) =>
			imports.filter(told => told.written.startsWith('.')).map(({written}) => `${file}: ${written}`),
		);
		expect(relative.length).toBeGreaterThan(300);
		expect(relative.filter(line => !/\.tsx?$/.test(line))).toEqual([]);
		expect(offenders(/^export \*|^export \{[^}]*\} from /m)).toEqual([]);
	});
});

/** All that is loaded with a file before it runs: files and packages. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
	if (seen.has(file)) return seen;
	seen.add(file);
	const source = sources.find(candidate => candidate.file === file);
	for (const {kind, target} of source?.imports ?? []) if (kind === 'eager') loadedWith(target, seen);
	return seen;
}

describe('what stands where', () => {
	test('no imports run in a circle, those of types included', () => {
		const targets = new Map(sources.map(({file, imports}) => [file, imports.map(({target}) => target)]));
		const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
			(targets.get(from) ?? []).some(target => {
				if (target === to) return true;
				if (seen.has(target)) return false;
				seen.add(target);
				return reaches(target, to, seen);
			});
		expect(sources.map(({file}) => file).filter(file => reaches(file, file))).toEqual([]);
	});

	test('no folder has more than twenty files', () => {
		const counts = new Map<string, number>();
		for (const {file} of sources) {
			const folder = file.slice(0, file.lastIndexOf('/'));
			counts.set(folder, (counts.get(folder) ?? 0) + 1);
		}
		expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
	});

	test('names of files are words with hyphens, and one of each in a room', () => {
		const names = sources.map(({file}) => ({room: roomOf(file), name: file.slice(file.lastIndexOf('/') + 1)}));
		expect(names.filter(({name}) => !/^[a-z0-9-]+\.tsx?$/.test(name))).toEqual([]);
		const ids = names.map(({room, name}) => `${room}/${name}`);
		expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
	});
});

describe('what the documents say', () => {
	const documents = [
		'ARCHITECTURE.md',
		'README.md',
		'PROTOCOL.md',
		'CONTRIBUTING.md',
		'fixtures/README.md',
		'patches/README.md',
	];
	const root = fileURLToPath(new URL('../', import.meta.url));
	const files = [...sources, ...sourcesIn('test')].map(({file}) => file);

	test.for(documents)('%s names files that are there', document => {
		const text = readFileSync(root + document, 'utf8');
		const paths = [...text.matchAll(/(?<![\w/.-])(?:src|test|scripts|bench|patches|fixtures|docs)\/[\w@+./-]*/g)].map(
			String,
		);
		expect(paths.filter(path => !existsSync(root + path.replace(/\.$/, '')))).toEqual([]);
		// Others are named from their room, or from the folder before them, on.
		const names = [...text.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, name = '']) => name);
		expect(names.filter(name => !files.some(file => `/${file}`.endsWith(`/${name}`)))).toEqual([]);
	});

	test('the map of the code has every room', () => {
		const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');
		expect(Object.keys(doors).filter(room => !text.includes(`\`src/${room}`))).toEqual([]);
	});
});

describe('what is loaded when', () => {
	const isHeavy = (name: string) => ['ink', 'react', 'ink-table'].includes(name);
	const commands = [
		'once',
		'serve',
		'simulate',
		'status',
		'watch',
		'own-gateway/gateway-worker',
		'wait',
		'operate',
		'info',
		'explain',
		'audit/audit',
		'token/token',
		'config/config-command',
		'help/help',
		'record/record',
		'record/report',
		'completion/complete',
	];

	test.for(['src/cli.ts', ...commands.map(name => `src/commands/${name}.ts`)])('%s comes without Ink', file => {
		const loaded = [...loadedWith(file)];
		expect(loaded.length).toBeGreaterThan(0);
		expect(loaded.filter(isHeavy)).toEqual([]);
	});

	test('the full screen comes with it', () => {
		expect([...loadedWith('src/tui/shell/run.tsx')].filter(isHeavy)).toEqual(expect.arrayContaining(['ink', 'react']));
	});

	test('what reads a file of settings is loaded where there is one', () => {
		const loaded = [...loadedWith('src/cli.ts')];
		expect(loaded).toContain('src/commands/config/find-config.ts');
		expect(loaded.filter(name => name === 'yaml' || name === 'valibot')).toEqual([]);
	});

	test('the command line loads no room before it knows the command', () => {
		const rooms = [...loadedWith('src/cli.ts')].filter(name => name.startsWith('src/')).map(roomOf);
		expect(new Set(rooms)).toEqual(new Set(['cli.ts', 'commands']));
	});
});

function offenders(pattern: RegExp, among: readonly Source[] = sources): readonly string[] {
	return among.filter(({text}) => pattern.test(text)).map(({file}) => file);
}

describe('habits', () => {
	test('only effect files know the time, wait, or throw dice', () => {
		const isEffect = (file: string) => effects.some(place => file.startsWith(place));
		const [known, pure] = [sources.filter(({file}) => isEffect(file)), sources.filter(({file}) => !isEffect(file))];
		expect(offenders(clock, pure)).toEqual([]);
		// A place that does not need its leave any more gives it back.
		const users = offenders(clock, known);
		expect(effects.filter(place => !users.some(file => file.startsWith(place)))).toEqual([]);
	});

	test('the screen draws and has no effects', () => {
		const screen = sources.filter(({file}) => roomOf(file) === 'tui');
		expect(offenders(/\buse(Layout|Insertion)?Effect\b|\buse(State|Reducer|Context|Ref)\b/, screen)).toEqual([]);
	});

	test('the command line and the environment are read in one place', () => {
		expect(offenders(/\bprocess\.(argv|env)\b|=\s*process;/)).toEqual(['src/cli.ts']);
	});

	test('who wants to know what a page is asks the table of pages', () => {
		expect(offenders(/switch \((?:\w+\.)*(?:view|topView\(\w+\))\.type\)/)).toEqual([]);
	});

	test('nothing is a class except the errors, and nothing is exported as default', () => {
		const classes = sources.flatMap(({file, text}) =>
			[...text.matchAll(/^(?:export )?(?:abstract )?class (\w+)(?: extends (\w+))?/gm)].map(
				([, name, base = 'nothing']) => `${file}: ${name} extends ${base}`,
			),
		);
		expect(classes.filter(line => !line.endsWith('Error'))).toEqual([]);
		expect(offenders(/^export default\b/m)).toEqual([]);
	});

	test('tests stand on what is in the repository', () => {
		const outside = ['..', 'shared'].join('/');
		expect(offenders(new RegExp(outside.replaceAll('.', '\\.')), [...sources, ...sourcesIn('test')])).toEqual([]);
	});
});
