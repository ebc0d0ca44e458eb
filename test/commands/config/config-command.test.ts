import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {config} from '../../../src/commands/config/config-command.ts';
import {readConfig} from '../../../src/commands/config/read-config.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

let folder = '';
let files: readonly [string, string] = ['', ''];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-config-'));
	mkdirSync(path.join(folder, 'etc'));
	mkdirSync(path.join(folder, 'own'));
	files = [path.join(folder, 'etc', 'config.yaml'), path.join(folder, 'own', 'config.yaml')];
});

afterEach(() => rmSync(folder, {recursive: true}));

function write(file: string, text: string) {
	writeFileSync(file, text, {mode: 0o644});
	chmodSync(file, 0o644);
	return file;
}

function run(argument: string, given: object = {}, env: Readonly<Record<string, string>> = {}) {
	const [out, err] = [listener(), listener()];
	const code = config({...nothingGiven, argument, ...given}, {stdout: out.stream, stderr: err.stream, env, files});
	return {code, out: out.text().replaceAll(folder, ''), err: err.text().replaceAll(folder, '')};
}

describe('the files', () => {
	test("the person's own goes before that of the host, key by key", () => {
		write(
			files[0],
			'clusters: {a: {masters: "h:1", label: prod}, b: {masters: "h:2"}}\nlimits: {lag: 5m, stall: 2m}\ntheme: dark\n',
		);
		write(files[1], 'clusters: {a: {masters: ["h:3"], tls: {ca: ca.pem}}}\nlimits: {lag: 1m}\nsymbols: ascii\n');
		const {clusters, ...rest} = readConfig(files);
		expect(clusters.get('a')).toMatchObject({
			masters: ['h:3'],
			label: 'prod',
			tls: {ca: path.join(folder, 'own', 'ca.pem')},
		});
		expect([...clusters.keys()]).toEqual(['a', 'b']);
		expect(rest).toMatchObject({limits: {lagSeconds: 60, stallMs: 120_000}, theme: 'dark', ascii: true, ageMs: null});
	});

	test.each([
		['the group may write', (file: string) => chmodSync(file, 0o664), 'others may write'],
		['everybody may write', (file: string) => chmodSync(file, 0o646), 'others may write'],
		['everybody may write the folder', (file: string) => chmodSync(path.dirname(file), 0o777), 'others may write'],
		['nobody may read', (file: string) => writeFileSync(file, 'x'.repeat(70_000)), 'bytes long, more than 65536'],
	])('one that %s is refused', (_, spoil, says) => {
		const file = write(files[1], 'theme: dark\n');
		spoil(file);
		expect(() => readConfig([file])).toThrow(says);
	});

	test('a link is followed to a folder of which the same holds', () => {
		const real = path.join(folder, 'etc', 'real.yaml');
		write(real, 'theme: dark\n');
		symlinkSync(real, files[1]);
		expect(readConfig([files[1]]).theme).toBe('dark');
		chmodSync(path.join(folder, 'etc'), 0o777);
		expect(() => readConfig([files[1]])).toThrow('others may write');
	});

	test('a folder in the place of the file is refused', () => {
		mkdirSync(files[1]);
		expect(() => readConfig([files[1]])).toThrow(/is no file|cannot be read/);
	});
});

describe('init', () => {
	test("takes over dmctl's environment, and what it writes can be read", () => {
		expect(run('init', {}, {DM_MASTER_ADDR: 'm1:8261,m2:8261'})).toEqual({
			code: 0,
			out: 'wrote /own/config.yaml with the cluster main: m1:8261, m2:8261\n',
			err: '',
		});
		expect(readConfig([files[1]]).clusters.get('main')?.masters).toEqual(['m1:8261', 'm2:8261']);
		expect(statSync(files[1]).mode & 0o777).toBe(0o600);
		expect(run('check').out).toBe('/own/config.yaml is well\n');
	});

	test('takes what was typed, with its certificates', () => {
		run('init', {masters: ['m:1'], tls: {ca: '/x/ca.pem'}});
		expect(readConfig([files[1]]).clusters.get('main')).toMatchObject({masters: ['m:1'], tls: {ca: '/x/ca.pem'}});
	});

	test('leaves a file that is there as it is', () => {
		write(files[1], 'theme: dark\n');
		expect(() => run('init')).toThrow('is there already');
		expect(readFileSync(files[1], 'utf8')).toBe('theme: dark\n');
	});

	test('refuses an address that is none', () => {
		expect(() => run('init', {}, {DM_MASTER_ADDR: 'http://a b'})).toThrow('expected HOST:PORT');
	});
});

describe('check', () => {
	test('tells all that is wrong, and keys too', () => {
		write(files[1], 'theme: drak\nlimits: {lag: 1}\n');
		expect(run('check')).toMatchObject({code: 2, out: ''});
		expect(run('check').err.split('\n')).toHaveLength(3);
		write(files[1], 'keys: {why: [i]}\n');
		expect(run('check').err).toContain('/own/config.yaml:1:13: i is for why and for raw: give one of them another key');
		write(files[1], 'keys: {stopp: [Z]}\n');
		expect(run('check').err).toContain(
			':1:15: received the key of "stopp" (did you mean "stop"?), expected one of down, up',
		);
	});
});

test('check tells the mistakes of all files at once, each file in the order of its lines', () => {
	write(files[0], 'theme: drak\n');
	chmodSync(files[0], 0o664);
	write(files[1], 'keys: {stopp: Z, why: i, down: Ctrl-b}\nlimit: {lag: 1s}\ntheme: drak\n');
	const told = run('check').err.trimEnd().split('\n');
	expect(told.map(line => line.slice(0, 70))).toEqual([
		'dmtop: others may write /etc/config.yaml, and it names the clusters th',
		'dmtop: /own/config.yaml:1:15: received the key of "stopp" (did you mea',
		'dmtop: /own/config.yaml:1:23: i is for why and for raw: give one of th',
		'dmtop: /own/config.yaml:1:32: down: Ctrl-b is taken by terminals, tmux',
		'dmtop: /own/config.yaml:2:1: received the key "limit" (did you mean "l',
		'dmtop: /own/config.yaml:3:8: theme: received "drak", expected one of a',
	]);
});

test('show tells what holds and where it comes from', () => {
	write(files[0], 'limits: {lag: 5m}\n');
	write(files[1], 'clusters:\n  a: {masters: ["h:1"], label: prod, token-file: /t}\ntheme: dark\n');
	const {out} = run('show', {origin: true}, {DMTOP_THEME: 'mono', DM_MASTER_ADDR: 'z:1'});
	expect(out.replaceAll(/ {2,}/g, '  ').split('\n')).toEqual([
		'DM_MASTER_ADDR  z:1  environment',
		'clusters.a.masters  h:1  /own/config.yaml:2:16',
		'clusters.a.label  prod  /own/config.yaml:2:32',
		'clusters.a.token-file  /t  /own/config.yaml:2:50',
		'limits.lag  300s  /etc/config.yaml:1:15',
		'limits.stall  180s  default',
		'limits.age  two polls  default',
		'theme  mono  DMTOP_THEME',
		'symbols  auto  default',
		'',
	]);
	expect(() => run('show me')).toThrow('config show takes no "me"');
});
