import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/commands/config/parse-config.ts';

const whole = `clusters:
  sh-main:  {masters: [10.0.0.5:8261, 10.0.0.6:8261], label: prod, tls: {ca: ca.pem, cert: c.pem, key: k.pem}}
  sh-stage: {gateway: "wss://gw.stage:8271", token-file: ~/.config/dmtop/stage.token}
limits: {lag: 60s, stall: 3m, age: 10s}
theme: auto          # auto, light, dark, mono, colour-blind
symbols: auto        # auto, ascii
keys: {why: [e, F2]}
`;

test('a whole file', () => {
	const parsed = parseConfig(whole, 'f');
	expect(parsed).toMatchObject({
		ok: true,
		written: {
			clusters: {'sh-main': {masters: ['10.0.0.5:8261', '10.0.0.6:8261'], label: 'prod'}},
			limits: {lag: 60_000, stall: 180_000, age: 10_000},
			keys: {why: ['e', 'F2']},
		},
	});
	expect(parsed.ok && parsed.places.get('clusters.sh-stage.token-file')).toBe('f:3:58');
});

test.each([
	['', 'nothing'],
	['# nothing but a remark\n', 'a remark'],
	['clusters:\nlimits:\n', 'keys without values'],
	['clusters: {a: {masters: "h:1"}}', 'one master'],
])('%j: %s', text => {
	expect(parseConfig(text, 'f').ok).toBe(true);
});

const check = (text: string, ...problems: readonly string[]) =>
	expect(parseConfig(text, 'f')).toMatchObject({ok: false, problems});
const name = 'a name of up to 40 letters, digits, dots, dashes and underscores, but not all';
const clusterKeys = 'masters, workers, gateway, label, tls, token-file';
const duration = 'a duration of at least 1s, such as 60s or 5m';

test.each<readonly [string, ...string[]]>([
	[
		'cluster: {}',
		'f:1:1: received the key "cluster" (did you mean "clusters"?), expected one of clusters, limits, theme, symbols, keys',
	],
	[
		'theme: auto\n\nlimit:\n  lag: 1s',
		'f:3:1: received the key "limit" (did you mean "limits"?), expected one of clusters, limits, theme, symbols, keys',
	],
	['limits:\n  lagg: 60s', 'f:2:3: received the key "lagg" (did you mean "lag"?), expected one of lag, stall, age'],
	[
		'clusters:\n  a:\n    master: [h:1]\n    gateway: ws://h:1',
		`f:3:5: received the key "master" (did you mean "masters"?), expected one of ${clusterKeys}`,
	],
	[
		'clusters: {a: {gateway: "ws://h:1", tls: {kee: x}}}',
		'f:1:43: received the key "kee" (did you mean "key"?), expected one of ca, cert, key',
	],
	['clusters: {a: {gateway: "ws://h:1", zzz: 1}}', `f:1:37: received the key "zzz", expected one of ${clusterKeys}`],
	['limits: {lag: 60}', `f:1:15: limits.lag: received "60", expected ${duration}`],
	['limits: {lag: 10ms}', `f:1:15: limits.lag: received "10ms", expected ${duration}`],
	['theme: drak', 'f:1:8: theme: received "drak", expected one of auto, light, dark, mono, colour-blind'],
	['symbols: [ascii]', 'f:1:10: symbols: received a list, expected one of auto, ascii'],
	[
		'clusters: {a: {label: prod}}',
		'f:1:15: clusters.a: received keys with values, expected masters, a gateway, or both',
	],
	['clusters: {a: 1}', 'f:1:15: clusters.a: received "1", expected masters, a gateway, or both'],
	['clusters: {all: {masters: "h:1"}}', `f:1:12: clusters.all: received "all", expected ${name}`],
	['clusters: {"a b": {masters: "h:1"}}', `f:1:12: clusters.a b: received "a b", expected ${name}`],
	[
		'clusters: {a: {masters: ["ftp://x"]}}',
		'f:1:26: clusters.a.masters: received "ftp://x", expected HOST:PORT of a dm-master, or a list of them',
	],
	[
		'clusters: {a: {gateway: "wss://me:secret@h:1"}}',
		'f:1:25: clusters.a.gateway: received an address with a password in it, expected wss://HOST:PORT, ws://HOST:PORT or unix:PATH',
	],
	[
		'clusters: {a: {masters: ["h:1", "ftp://x"], workers: ["w:1", "w"]}}',
		'f:1:33: clusters.a.masters: received "ftp://x", expected HOST:PORT of a dm-master, or a list of them',
		'f:1:62: clusters.a.workers: received "w", expected HOST:PORT',
	],
	[
		'keys: {why: []}',
		'f:1:13: keys.why: received an empty list, expected a key such as e, F2 or Ctrl-x, or a list of them',
	],
	[
		'limits: {stall: 1, lagg: 1s, agee: 2s}\nthme: drak\nzzz: 1\ntheme: drak\nclusters: {a: {maters: "h:1", label: "p q"}}\nkeys: {why: i, raw: 7}',
		`f:1:17: limits.stall: received "1", expected ${duration}`,
		'f:1:20: received the key "lagg" (did you mean "lag"?), expected one of lag, stall, age',
		'f:1:30: received the key "agee" (did you mean "age"?), expected one of lag, stall, age',
		'f:2:1: received the key "thme" (did you mean "theme"?), expected one of clusters, limits, theme, symbols, keys',
		'f:3:1: received the key "zzz", expected one of clusters, limits, theme, symbols, keys',
		'f:4:8: theme: received "drak", expected one of auto, light, dark, mono, colour-blind',
		`f:5:16: received the key "maters" (did you mean "masters"?), expected one of ${clusterKeys}`,
		'f:5:38: clusters.a.label: received "p q", expected a label of up to 12 letters and digits, such as prod',
		'f:6:21: keys.raw: received "7", expected a key such as e, F2 or Ctrl-x, or a list of them',
	],
	[
		'theme: auto\nlimit: {lag: 1s}\ntheme: drak',
		'f:2:1: received the key "limit" (did you mean "limits"?), expected one of clusters, limits, theme, symbols, keys',
		'f:3:1: Map keys must be unique',
		'f:3:8: theme: received "drak", expected one of auto, light, dark, mono, colour-blind',
	],
	['- a', 'f:1:1: received a list, expected keys with values'],
	['theme: auto\ntheme: dark', 'f:2:1: Map keys must be unique'],
	['theme: [', 'f:1:9: Flow sequence in block collection must be sufficiently indented and end with a ]'],
	[
		'limits: {lag: 1, stall: 1}',
		`f:1:15: limits.lag: received "1", expected ${duration}`,
		`f:1:25: limits.stall: received "1", expected ${duration}`,
	],
])('%j', check);

test.each([
	['an escape sequence', '"\\e[31mx": 1'],
	['a name that turns the text around', '"x\\u202e": 1'],
	['an escape sequence as a value', 'theme: "\\e]52;c;eA==\\a"'],
	['a hostile name of a cluster', 'clusters: {"a\\e[2J": {masters: "h:1"}}'],
	['a hostile label', 'clusters: {a: {masters: "h:1", label: "\\e[7mprod"}}'],
])('%s is refused, and nothing of it comes through', (_, text) => {
	const parsed = parseConfig(text, 'f');
	expect(parsed.ok).toBe(false);
	expect(!parsed.ok && parsed.problems.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('aliases that make much of little are refused', () => {
	const doubled = [...'bcdefg'].map((to, at) => `${to}: &${to} [*${'abcdef'[at]}, *${'abcdef'[at]}]`);
	check(`a: &a [x, x]\n${doubled.join('\n')}`, 'f:1:1: Excessive alias count indicates a resource exhaustion attack');
});
