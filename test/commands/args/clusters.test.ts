import {expect, test} from 'vitest';
import {commands, readFlags, type Takes} from '../../../src/commands/args/usage.ts';
import {type ClusterProfile, type Config, noConfig} from '../../../src/commands/config/config.ts';
import {UsageError} from '../../../src/commands/exit.ts';

function cluster(name: string, more: Partial<ClusterProfile>): [string, ClusterProfile] {
	return [name, {name, masters: [], workers: [], gateway: null, label: null, tls: {}, tokenFile: null, ...more}];
}

const main = cluster('sh-main', {masters: ['m1:8261', 'm2:8261'], label: 'prod', tls: {ca: '/ca.pem'}});
const stage = cluster('sh-stage', {gateway: 'wss://gw:8271', tokenFile: '/stage.token'});
const several: Config = {
	...noConfig,
	clusters: new Map([main, stage]),
	limits: {lagSeconds: 300},
	theme: 'dark',
	ageMs: 10_000,
};
const one: Config = {...noConfig, clusters: new Map([main])};

type Case = {
	readonly words?: readonly string[];
	readonly flags?: Readonly<Record<string, unknown>>;
	readonly env?: Readonly<Record<string, string>>;
	readonly config?: Config;
};

function read({words = [], flags = {}, env = {}, config = several}: Case) {
	const argv = Object.entries(flags).flatMap(([name, value]) => [value].flat().map(it => `--${name}=${it}`));
	return readFlags(words, {master: [], ...flags}, argv, env, config);
}

const mainIs = {cluster: 'sh-main', label: 'prod', masters: ['m1:8261', 'm2:8261'], tls: {ca: '/ca.pem'}, clusters: []};

test.each<[string, Case, string, object]>([
	[
		'all of several',
		{},
		'watch',
		{cluster: null, clusters: [main[1], stage[1]], limits: {lagSeconds: 300}, theme: 'dark', ageMs: 10_000},
	],
	['the only one', {config: one}, 'watch', mainIs],
	['the one that was named', {flags: {cluster: ['sh-main']}}, 'watch', mainIs],
	['all that there are, be it one', {config: one, flags: {cluster: ['all']}}, 'watch', mainIs],
	[
		'one with a gateway',
		{flags: {cluster: ['sh-stage']}},
		'connect',
		{cluster: 'sh-stage', argument: 'wss://gw:8271', tokenFile: '/stage.token', masters: []},
	],
	[
		'the file of the token that the environment names',
		{flags: {cluster: ['sh-stage']}, env: {DMTOP_TOKEN_FILE: '/t'}},
		'connect',
		{tokenFile: '/t'},
	],
	['the one of the environment', {env: {DMTOP_CLUSTER: 'sh-main', DM_MASTER_ADDR: 'x:1'}}, 'watch', mainIs],
	['what is typed before that', {flags: {cluster: ['sh-main']}, env: {DMTOP_CLUSTER: 'sh-stage'}}, 'watch', mainIs],
	[
		"dmctl's own before the file",
		{env: {DM_MASTER_ADDR: 'x:1'}},
		'watch',
		{cluster: null, clusters: [], masters: ['x:1'], label: null},
	],
	[
		'the label of whoever is reached by its address',
		{flags: {master: ['http://M2:8261/']}},
		'watch',
		{cluster: null, label: 'prod'},
	],
	[
		'the label of a gateway that is named',
		{
			words: ['connect', 'wss://h:1/'],
			config: {...one, clusters: new Map([cluster('a', {gateway: 'wss://h:1', label: 'prod'})])},
		},
		'connect',
		{label: 'prod', argument: 'wss://h:1/'},
	],
	['this host, for connect', {words: ['connect']}, 'connect', {argument: null, cluster: null}],
	['all, for status', {words: ['status'], flags: {cluster: ['all']}}, 'status', {clusters: [main[1], stage[1]]}],
	[
		'all, for status, be it one',
		{words: ['status'], flags: {cluster: ['all']}, config: one},
		'status',
		{clusters: [main[1]]},
	],
	[
		'one, for an operation',
		{words: ['pause', 'orders'], flags: {cluster: ['sh-main']}},
		'pause',
		{...mainIs, argument: 'orders'},
	],
	['the only one, for an operation', {words: ['stop', 'orders'], config: one}, 'stop', mainIs],
	[
		'a flag before the environment before the file',
		{flags: {master: ['x:1'], theme: 'light'}, env: {DMTOP_THEME: 'mono', DMTOP_LAG_LIMIT: '7s'}},
		'watch',
		{theme: 'light', limits: {lagSeconds: 7}, ageMs: 10_000},
	],
	[
		'the environment before the file',
		{flags: {master: ['x:1']}, env: {DMTOP_THEME: 'mono', DMTOP_SYMBOLS: 'ascii'}},
		'watch',
		{theme: 'mono', ascii: true},
	],
	[
		'how it looks, for the demo',
		{words: ['demo'], env: {DMTOP_CLUSTER: 'sh-main'}},
		'demo',
		{theme: 'dark', cluster: null, label: null, masters: []},
	],
	['nothing of it, for the simulator', {words: ['simulate']}, 'simulate', {theme: 'auto', ageMs: null}],
])('%s', (_, given, command, expected) => {
	const parsed = read(given);
	expect(parsed.command).toBe(command);
	expect(parsed.options).toMatchObject(expected);
});

test.each<[Case, string]>([
	[
		{flags: {cluster: ['sh-mian']}},
		'no cluster is called "sh-mian" (did you mean "sh-main"?), expected one of sh-main, sh-stage or all',
	],
	[
		{flags: {cluster: ['x']}, config: noConfig},
		'no cluster is named in a file of settings: dmtop config init makes one',
	],
	[{flags: {cluster: ['sh-main'], master: ['x:1']}}, 'received --cluster and --master'],
	[{words: ['connect', 'ws://h:1'], flags: {cluster: ['sh-main']}}, 'received --cluster and "ws://h:1"'],
	[{words: ['connect'], flags: {cluster: ['sh-main']}}, 'the cluster sh-main has no gateway'],
	[{words: ['pause', 'a']}, 'pause acts on one cluster, and 2 are meant: name one with --cluster (sh-main, sh-stage)'],
	[{words: ['wait', 'a'], flags: {for: 'running', cluster: ['all']}}, 'wait acts on one cluster'],
	[{words: ['serve']}, 'serve acts on one cluster'],
	[{words: ['status']}, 'status: 2 clusters are known: use --cluster all, or one of sh-main, sh-stage'],
	[{words: ['pause', 'a'], flags: {cluster: ['sh-stage']}}, 'the cluster sh-stage has a gateway only'],
	[{env: {DMTOP_THEME: 'pink'}}, '--theme: received "pink"'],
	[{words: ['explain', '1'], flags: {cluster: ['sh-main']}}, 'explain takes no --cluster'],
])('%j is refused', (given, says) => {
	const reading = () => read(given);
	expect(reading).toThrow(UsageError);
	expect(reading).toThrow(says);
});

test('a command that can be told a cluster reads the files of settings, and says of how many it is', () => {
	const takes: readonly (readonly [string, Takes])[] = Object.entries(commands);
	const told = takes.filter(([, {flags}]) => flags.includes('cluster'));
	expect(told.length).toBeGreaterThan(8);
	expect(told.filter(([, {clusters}]) => clusters !== 'one' && clusters !== 'any')).toEqual([]);
	// Else one that was meant by the environment would be asked in its place.
	const asking = takes.filter(([, {asks, clusters}]) => asks && clusters === undefined);
	expect(asking).toEqual([]);
});
