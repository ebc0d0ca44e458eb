import {describe, expect, test} from 'vitest';
import {type Options, readFlags, refuseTwice} from '../../../src/commands/args/usage.ts';
import {UsageError} from '../../../src/commands/exit.ts';
import {dmVersions} from '../../../src/simulator/world/since.ts';
import {nothingGiven} from '../../support/commands.ts';

type Case = {
	readonly words?: readonly string[];
	/** As meow gives them. */
	readonly flags?: Readonly<Record<string, unknown>>;
	readonly argv?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
};

function read({words = [], flags = {}, argv = [], env = {}}: Case) {
	return readFlags(words, {master: [], ...flags}, argv, env);
}

function check({command, expect: expected, ...given}: Case & {command: string; expect?: Partial<Options>}) {
	expect(read(given)).toEqual({command, options: {...nothingGiven, ...expected}});
}

function checkRefused({says, ...given}: Case & {says: string}) {
	const reading = () => read(given);
	expect(reading).toThrow(UsageError);
	expect(reading).toThrow(says);
}

const env = {DM_MASTER_ADDR: '10.0.0.1:8261'};
const master = ['10.0.0.1:8261'];

describe('which command', () => {
	test.for<Case & {command: string; expect?: Partial<Options>}>([
		{command: 'nothing'},
		{command: 'help', words: ['help']},
		{command: 'help', flags: {help: true}},
		{command: 'help', words: ['frobnicate'], flags: {help: true, nope: true}},
		{command: 'version', flags: {version: true}},
		{command: 'watch', flags: {master}, expect: {masters: master}},
		{command: 'watch', env, expect: {masters: master}},
		{command: 'watch', env, flags: {master: ['a:1', 'b:2']}, expect: {masters: ['a:1', 'b:2']}},
		{command: 'demo', words: ['demo'], env},
		{command: 'serve', words: ['serve'], env, expect: {masters: master}},
		{command: 'simulate', words: ['simulate'], env},
		{command: 'status', words: ['status'], env, expect: {masters: master}},
		{command: 'status', words: ['status', 'orders'], env, expect: {masters: master, argument: 'orders'}},
		{
			command: 'cutover',
			words: ['cutover', 'orders', 'billing', 'orders'],
			env,
			flags: {frozen: '20s', stable: '2m', report: 'x.md', stay: true},
			expect: {
				masters: master,
				tasks: ['orders', 'billing'],
				frozenMs: 20_000,
				stableMs: 120_000,
				report: 'x.md',
				stay: true,
			},
		},
		{command: 'connect', words: ['connect', 'ws://h:1'], expect: {argument: 'ws://h:1'}},
		{command: 'connect', words: ['connect'], flags: {owner: 'dmtop'}, expect: {owner: 'dmtop'}},
		{
			command: 'serve',
			words: ['serve'],
			env: {...env, RUNTIME_DIRECTORY: '/run/dmtop:/run/other'},
			flags: {listen: 'unix', group: 'ops'},
			expect: {masters: master, listen: {type: 'unix', path: null}, group: 'ops', serviceDir: '/run/dmtop'},
		},
		{
			command: 'serve',
			words: ['serve'],
			env,
			flags: {listen: 'unix:/run/x.sock'},
			expect: {masters: master, listen: {type: 'unix', path: '/run/x.sock'}},
		},
		{
			command: 'status',
			words: ['status'],
			env,
			flags: {worker: ['w1:8262', '[::1]:8262', 'w1:8262']},
			expect: {masters: master, workers: ['w1:8262', '[::1]:8262']},
		},
		{command: 'pause', words: ['pause', 'orders'], env, expect: {masters: master, argument: 'orders'}},
		{command: 'resume', words: ['resume', 'orders'], env, expect: {masters: master, argument: 'orders'}},
		{command: 'stop', words: ['stop', 'orders'], env, expect: {masters: master, argument: 'orders'}},
		{
			command: 'wait',
			words: ['wait', 'orders'],
			env,
			flags: {for: 'running'},
			expect: {masters: master, argument: 'orders', waitFor: 'running'},
		},
		{command: 'explain', words: ['explain', '1062'], expect: {argument: '1062'}},
		{command: 'explain', words: ['explain', 'Duplicate', 'entry'], env, expect: {argument: 'Duplicate entry'}},
		{command: 'explain', words: ['explain'], flags: {list: true, json: true}, expect: {list: true, json: true}},
		{command: 'info', words: ['info']},
		{command: 'info', words: ['info'], env},
	])('$command: $words $flags', check);
});

describe('what the flags mean', () => {
	const asked = {masters: master};
	test.for<Case & {command: string; expect?: Partial<Options>}>([
		{command: 'watch', env, flags: {every: '500ms'}, expect: {...asked, everyMs: 500}},
		{
			command: 'serve',
			words: ['serve'],
			env,
			flags: {lagLimit: '5m', stallAfter: '90s'},
			expect: {...asked, limits: {lagSeconds: 300, stallMs: 90_000}},
		},
		{
			command: 'status',
			words: ['status'],
			env,
			flags: {lagLimit: '10s'},
			expect: {...asked, limits: {lagSeconds: 10}},
		},
		{command: 'watch', env, flags: {every: '1.5s'}, expect: {...asked, everyMs: 1500}},
		{command: 'watch', env, flags: {every: '2m'}, expect: {...asked, everyMs: 120_000}},
		{command: 'watch', env, flags: {ascii: true}, expect: {...asked, ascii: true}},
		{
			command: 'watch',
			env,
			flags: {sslCa: 'ca.pem', sslCert: 'me.pem', sslKey: 'me.key'},
			expect: {...asked, tls: {ca: 'ca.pem', cert: 'me.pem', key: 'me.key'}},
		},
		{command: 'status', words: ['status'], env, flags: {json: true}, expect: {...asked, json: true}},
		{command: 'status', words: ['status'], env, flags: {watch: '2'}, expect: {...asked, watchMs: 2000}},
		{
			command: 'serve',
			words: ['serve'],
			env,
			flags: {listen: '[::1]:0'},
			expect: {...asked, listen: {type: 'tcp', host: '::1', port: 0}},
		},
		{
			command: 'simulate',
			words: ['simulate'],
			flags: {listen: 'localhost:65535', scenario: 'storm', seed: '7', dm: '2.0'},
			expect: {listen: {type: 'tcp', host: 'localhost', port: 65_535}, scenario: 'storm', seed: 7, dm: '2.0'},
		},
		{
			command: 'simulate',
			words: ['simulate'],
			flags: {replay: 'run.jsonl', speed: '2.5'},
			expect: {replay: 'run.jsonl', speed: 2.5},
		},
		{
			command: 'simulate',
			words: ['simulate'],
			flags: {trouble: ['slow:billing:20s', 'in-use:*']},
			expect: {troubles: ['slow:billing:20s', 'in-use:*']},
		},
		{command: 'watch', env, flags: {write: true}, expect: {...asked, write: true}},
		{command: 'watch', env, flags: {readOnly: true}, expect: {...asked, readOnly: true}},
		{command: 'demo', words: ['demo'], flags: {readOnly: true}, expect: {readOnly: true}},
		{command: 'serve', words: ['serve'], env, flags: {allowOperate: true}, expect: {...asked, allowOperate: true}},
		{command: 'serve', words: ['serve'], env, flags: {viewers: '1000'}, expect: {...asked, viewersAtMost: 1000}},
		{command: 'serve', words: ['serve'], env, flags: {auditSyslog: true}, expect: {...asked, auditSyslog: true}},
		{
			command: 'pause',
			words: ['pause', 'orders'],
			env,
			flags: {source: ['a', 'b', 'a'], yes: true, json: true},
			argv: ['pause', 'orders', '--source', 'a', '--source=b', '--source', 'a'],
			expect: {...asked, argument: 'orders', sources: ['a', 'b'], yes: true, json: true},
		},
		{
			command: 'wait',
			words: ['wait', 'orders'],
			env,
			flags: {for: 'caught-up', stable: '60s', timeout: '1.5h'},
			expect: {...asked, argument: 'orders', waitFor: 'caught-up', stableMs: 60_000, timeoutMs: 5_400_000},
		},
		{
			command: 'wait',
			words: ['wait', 'orders'],
			env,
			flags: {for: 'stopped', timeout: '14d', every: '1s'},
			expect: {...asked, argument: 'orders', waitFor: 'stopped', timeoutMs: 1_209_600_000, everyMs: 1000},
		},
		...(
			[
				['03:12', {type: 'day', seconds: 11_520}],
				['23:59:59', {type: 'day', seconds: 86_399}],
				['2026-11-27T03:12', {type: 'at', atMs: Date.UTC(2026, 10, 27, 3, 12)}],
				['2026-11-27 03:12:40.5+02:00', {type: 'at', atMs: Date.UTC(2026, 10, 27, 1, 12, 40, 500)}],
			] as const
		).map(([at, expected]) => ({
			command: 'watch' as const,
			words: [],
			env,
			flags: {at, keepReadings: '8h'},
			expect: {masters: ['10.0.0.1:8261'], at: expected, keepReadingsMs: 28_800_000},
		})),
		{
			command: 'audit',
			words: ['audit'],
			flags: {since: '24h', task: 'orders', json: true},
			expect: {since: {type: 'ago', ms: 86_400_000}, task: 'orders', json: true},
		},
		{
			command: 'audit',
			words: ['audit'],
			flags: {since: '2026-11-27 14:00'},
			expect: {since: {type: 'at', atMs: Date.UTC(2026, 10, 27, 14)}},
		},
		{
			command: 'audit',
			words: ['audit'],
			flags: {since: '2026-11-27T14:00:01.5+02:00'},
			expect: {since: {type: 'at', atMs: Date.UTC(2026, 10, 27, 12, 0, 1, 500)}},
		},
		{
			command: 'audit',
			words: ['audit'],
			flags: {since: '2026-11-27', verify: false},
			expect: {since: {type: 'at', atMs: Date.UTC(2026, 10, 27)}},
		},
		{command: 'audit', words: ['audit'], flags: {verify: true}, expect: {verify: true}},
	])('$command: $flags', check);
});

describe('a mistake is one sentence that names what was received', () => {
	test.for<Case & {says: string}>([
		{words: ['frobnicate'], says: 'received the command "frobnicate", expected one of demo, serve, connect'},
		{words: ['stauts'], says: 'received the command "stauts" (did you mean "status"?), expected one of demo'},
		{words: ['cut'], says: 'received the command "cut" (did you mean "cutover"?)'},
		{
			words: ['status'],
			env,
			flags: {jsn: true},
			argv: ['status', '--jsn'],
			says: 'status takes no --jsn (did you mean "--json"?); see dmtop help status',
		},
		{
			env,
			flags: {laggLimit: '5m'},
			argv: ['--lagg-limit=5m'],
			says: 'the full screen takes no --lagg-limit (did you mean "--lag-limit"?); see dmtop help screen',
		},
		{
			words: ['wait', 'x'],
			env,
			flags: {json: true},
			argv: ['wait', 'x', '--json'],
			says: 'wait takes no --json; see dmtop help wait',
		},
		{
			words: ['demo'],
			flags: {scenario: 'strom'},
			says: '--scenario: received "strom" (did you mean "storm"?), expected one of showcase',
		},
		{words: ['watch'], says: 'received the command "watch"'},
		{words: ['serve'], env, flags: {viewers: '0'}, says: '--viewers: received 0, expected 1 to 5000'},
		...['25:00', '3:1', '03:60', 'noon', '2026-11-27', '2026-13-27T03:12'].map(at => ({
			words: [],
			env,
			flags: {at},
			says: `--at: received "${at}", expected a time such as 03:12 or 2026-11-27T03:12`,
		})),
		{
			words: [],
			env,
			flags: {keepReadings: 'a day'},
			says: '--keep-readings: received "a day", expected a duration such as 24h, or 0h to keep none',
		},
		{
			words: ['audit'],
			flags: {since: 'yesterday'},
			says: '--since: received "yesterday", expected a duration such as 24h, or a time such as',
		},
		{
			words: ['audit'],
			flags: {since: '2026-13-27'},
			says: '--since: received "2026-13-27", expected a time that there is',
		},
		{words: ['audit'], flags: {verify: true, task: 'a'}, says: 'audit --verify reads the whole log'},
		{words: ['info'], flags: {verify: true}, argv: ['--verify'], says: 'info takes no --verify'},
		{words: ['toString'], says: 'received the command "toString"'},
		{words: ['serve'], says: 'no dm-master given'},
		{words: ['status'], says: 'no dm-master given'},
		{words: ['status'], env, argv: ['status', '--master'], says: '--master needs a value'},
		{
			words: ['serve'],
			env,
			flags: {listen: '127.0.0.1:0', group: 'ops'},
			says: '--group opens a unix socket to a group, and --listen names a port',
		},
		{words: ['simulate'], flags: {listen: 'unix'}, says: '--listen: a simulated dm-master listens on HOST:PORT only'},
		{words: ['connect', 'ws://h:1', 'x'], says: 'connect takes no "x"'},
		{words: ['demo', 'x'], says: 'demo takes no "x"'},
		{words: ['status', 'one', 'two'], env, says: 'status takes no "two"'},
		{flags: {nope: true}, argv: ['--nope'], env, says: 'the full screen takes no --nope'},
		{words: ['demo'], flags: {json: true}, argv: ['demo', '--json'], says: 'demo takes no --json'},
		{words: ['demo'], flags: {sslCa: 'f'}, argv: ['demo', '--ssl-ca=f'], says: 'demo takes no --ssl-ca;'},
		{words: ['demo'], flags: {master}, argv: ['demo', '--master', 'x'], says: 'demo takes no --master'},
		{flags: {every: '499ms'}, env, says: '--every: received 499ms, expected at least 500ms'},
		{flags: {every: '3'}, env, says: '--every: received "3", expected a duration such as 500ms or 3s'},
		{flags: {every: '-3s'}, env, says: '--every: received "-3s"'},
		{flags: {worker: ['w1']}, env, says: 'received "w1" as a worker, expected HOST:PORT'},
		{flags: {worker: ['http://w1:8262/']}, env, says: 'as a worker, expected HOST:PORT'},
		{words: ['status'], env, flags: {worker: []}, argv: ['--worker'], says: '--worker needs a value'},
		{words: ['demo'], flags: {worker: ['w1:1']}, argv: ['demo', '--worker', 'w1:1'], says: 'demo takes no --worker'},
		{flags: {every: ''}, env, says: '--every needs a value'},
		{flags: {lagLimit: '60'}, env, says: '--lag-limit: received "60", expected a duration such as 60s or 2h'},
		{flags: {stallAfter: '500ms'}, env, says: '--stall-after: received 500ms, expected at least 1s'},
		{flags: {stallAfter: ''}, env, says: '--stall-after needs a value'},
		{
			words: ['connect', 'ws://h:1'],
			flags: {lagLimit: '5m'},
			argv: ['connect', 'ws://h:1', '--lag-limit', '5m'],
			says: 'connect takes no --lag-limit',
		},
		{flags: {sslCa: ''}, env, says: '--ssl-ca needs a value'},
		{words: ['status'], flags: {watch: '0'}, env, says: '--watch: received "0", expected a number above 0'},
		{words: ['status'], flags: {watch: '0.1'}, env, says: '--watch: received 0.1, expected at least 0.5 (seconds)'},
		{words: ['status'], flags: {watch: 'soon'}, env, says: '--watch: received "soon"'},
		{words: ['serve'], flags: {listen: '8271'}, env, says: '--listen: received "8271", expected HOST:PORT'},
		{words: ['serve'], flags: {listen: 'h:65536'}, env, says: '--listen: received "h:65536"'},
		{words: ['serve'], flags: {listen: '::1:80'}, env, says: '--listen: received "::1:80"'},
		{words: ['cutover'], env, says: 'cutover needs the name of a task'},
		{words: ['demo'], flags: {scenario: 'x'}, says: 'expected one of showcase, healthy, storm, huge, cutover'},
		{words: ['demo'], flags: {dm: '3'}, says: `--dm: received "3", expected one of ${dmVersions.join(', ')}`},
		{words: ['demo'], flags: {seed: '1.5'}, says: '--seed: received "1.5", expected a whole number'},
		{words: ['simulate'], flags: {speed: '-1'}, says: '--speed: received "-1", expected a number above 0'},
		{words: ['demo'], flags: {trouble: []}, argv: ['demo', '--trouble'], says: '--trouble needs a value'},
		{env, flags: {write: true, readOnly: true}, says: 'received --write and --read-only, expected one of them at most'},
		{words: ['serve'], env, flags: {write: true}, argv: ['serve', '--write'], says: 'serve takes no --write'},
		{
			words: ['demo'],
			flags: {allowOperate: true},
			argv: ['demo', '--allow-operate'],
			says: 'demo takes no --allow-operate',
		},
		{words: ['pause'], env, says: 'pause needs the name of a task'},
		{words: ['relay'], env, says: 'relay needs one of pause, resume, start; see dmtop help relay'},
		{words: ['stop', ''], env, says: 'stop needs the name of a task'},
		{words: ['stop', 'a', 'b'], env, says: 'stop takes no "b"'},
		{words: ['stop', 'a'], says: 'no dm-master given'},
		{words: ['pause', 'a'], env, flags: {readOnly: true}, says: 'pause writes, and --read-only forbids it'},
		{words: ['stop', 'a'], env, flags: {source: []}, argv: ['--source'], says: '--source needs a value'},
		{words: ['stop', 'a'], env, flags: {source: []}, argv: ['--source='], says: '--source needs a value'},
		{
			words: ['stop', 'a'],
			env,
			flags: {source: ['b']},
			argv: ['--source', 'b', '--source'],
			says: '--source needs a value',
		},
		{words: ['pause', 'a'], env, flags: {s: 'b'}, argv: ['pause', 'a', '-s', 'b'], says: 'pause takes no -s'},
		{words: ['pause', 'a'], env, flags: {every: '3s'}, says: 'pause takes no --every'},
		{words: ['status'], env, flags: {yes: true}, says: 'status takes no --yes'},
		{words: ['wait', 'a'], env, says: 'wait needs --for and one of caught-up, running, paused, finished, stopped'},
		{words: ['wait'], env, flags: {for: 'running'}, says: 'wait needs the name of a task'},
		{words: ['wait', 'a'], env, flags: {for: 'idle'}, says: '--for: received "idle", expected one of caught-up,'},
		{words: ['wait', 'a'], env, flags: {for: ''}, says: '--for needs a value'},
		{
			words: ['wait', 'a'],
			env,
			flags: {for: 'running', stable: '60'},
			says: '--stable: received "60", expected a duration such as 60s or 2h',
		},
		{words: ['wait', 'a'], env, flags: {for: 'running', timeout: '25d'}, says: '--timeout: received 25d'},
		{
			words: ['wait', 'a'],
			env,
			flags: {for: 'running', stable: '2m', timeout: '60s'},
			says: '--stable is longer than --timeout',
		},
		{words: ['info', 'x'], says: 'info takes no "x"'},
		{words: ['explain'], says: 'explain needs a code, a piece of an error, or --list'},
		{words: ['explain', ' '], says: 'explain needs a code'},
		{words: ['explain', '1062'], flags: {list: true}, says: 'one of them only'},
		{words: ['explain', '1062'], flags: {master}, says: 'explain takes no --master'},
		{words: ['info'], flags: {list: true}, says: 'info takes no --list'},
	])('$words $flags: $says', checkRefused);
});

test.each(['--json=yes', '--yes=no'])('%s: a flag without a value takes none', typed => {
	expect(() => refuseTwice(['status', typed])).toThrow(new UsageError(`${typed.split('=')[0]} takes no value`));
});

describe('a flag given twice', () => {
	test.each([
		[['status', '--every', '3s', '--every', '5s'], '--every'],
		[['status', '--every=3s', '--every=3s'], '--every'],
		[['status', '--json', 'orders', '--json'], '--json'],
		[['wait', 'a', '--for', 'running', '--for', 'paused'], '--for'],
		[['-h', '-h'], '-h'],
	])('%j is refused by name', (argv, name) => {
		expect(() => refuseTwice(argv)).toThrow(new UsageError(`${name} is given twice, and can be given once`));
	});

	test.each([
		[['status', '--json', '--no-json'], '--json and --no-json'],
		[['demo', '--no-ascii', '--ascii'], '--no-ascii and --ascii'],
		[['--ssl-ca', 'a', '--sslCa=b'], '--ssl-ca and --sslCa'],
		[['-h', '--help'], '-h and --help'],
	])('%j is refused by both of its names', (argv, names) => {
		expect(() => refuseTwice(argv)).toThrow(new UsageError(`received ${names}, expected one of them at most`));
	});

	test.each([
		[['--master', 'a:1', '--master', 'b:1', '--every', '3s']],
		[['pause', 'a', '--source', 'x', '--source=y', '--yes']],
		[['demo', '--trouble', 'slow:a:1s', '--trouble', 'late:a:1s']],
		[['status', '--json', '--', '--json', '--json']],
		[['status', '--nope', '--nope']],
	])('%j is not', argv => {
		expect(() => refuseTwice(argv)).not.toThrow();
	});
});
