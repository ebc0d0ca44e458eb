import {describe, expect, test} from 'vitest';
import {UsageError} from '../../src/commands/exit.ts';
import {type Options, readFlags} from '../../src/commands/usage.ts';

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

const nothingGiven: Options = {
	masters: [],
	tls: {},
	everyMs: null,
	scenario: null,
	seed: null,
	dm: null,
	listen: null,
	replay: null,
	speed: null,
	json: false,
	watchMs: null,
	ascii: false,
	argument: null,
};

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
		{command: 'connect', words: ['connect', 'ws://h:1'], expect: {argument: 'ws://h:1'}},
	])('$command: $words $flags', check);
});

describe('what the flags mean', () => {
	const asked = {masters: master};
	test.for<Case & {command: string; expect?: Partial<Options>}>([
		{command: 'watch', env, flags: {every: '500ms'}, expect: {...asked, everyMs: 500}},
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
			expect: {...asked, listen: {host: '::1', port: 0}},
		},
		{
			command: 'simulate',
			words: ['simulate'],
			flags: {listen: 'localhost:65535', scenario: 'storm', seed: '7', dm: '2.0'},
			expect: {listen: {host: 'localhost', port: 65_535}, scenario: 'storm', seed: 7, dm: '2.0'},
		},
		{
			command: 'simulate',
			words: ['simulate'],
			flags: {replay: 'run.jsonl', speed: '2.5'},
			expect: {replay: 'run.jsonl', speed: 2.5},
		},
	])('$command: $flags', check);
});

describe('a mistake is one sentence that names what was received', () => {
	test.for<Case & {says: string}>([
		{words: ['frobnicate'], says: 'received the command "frobnicate", expected one of demo, serve, connect'},
		{words: ['watch'], says: 'received the command "watch"'},
		{words: ['toString'], says: 'received the command "toString"'},
		{words: ['serve'], says: 'no dm-master given'},
		{words: ['status'], says: 'no dm-master given'},
		{words: ['status'], env, argv: ['status', '--master'], says: '--master needs a value'},
		{words: ['connect'], says: 'connect needs the URL of a gateway'},
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
		{flags: {every: ''}, env, says: '--every needs a value'},
		{flags: {sslCa: ''}, env, says: '--ssl-ca needs a value'},
		{words: ['status'], flags: {watch: '0'}, env, says: '--watch: received "0", expected a number above 0'},
		{words: ['status'], flags: {watch: '0.1'}, env, says: '--watch: received 0.1, expected at least 0.5 (seconds)'},
		{words: ['status'], flags: {watch: 'soon'}, env, says: '--watch: received "soon"'},
		{words: ['serve'], flags: {listen: '8271'}, env, says: '--listen: received "8271", expected HOST:PORT'},
		{words: ['serve'], flags: {listen: 'h:65536'}, env, says: '--listen: received "h:65536"'},
		{words: ['serve'], flags: {listen: '::1:80'}, env, says: '--listen: received "::1:80"'},
		{words: ['demo'], flags: {scenario: 'x'}, says: 'expected one of showcase, healthy, storm, huge'},
		{words: ['demo'], flags: {dm: '3'}, says: '--dm: received "3", expected one of 1.0, 2.0, 6.5'},
		{words: ['demo'], flags: {seed: '1.5'}, says: '--seed: received "1.5", expected a whole number'},
		{words: ['simulate'], flags: {speed: '-1'}, says: '--speed: received "-1", expected a number above 0'},
	])('$words $flags: $says', checkRefused);
});
