import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {readFlags} from '../src/commands/args/usage.ts';

const unit = readFileSync(fileURLToPath(new URL('../docs/dmtop-gateway.service', import.meta.url)), 'utf8');

/** The values of a setting, in their order. */
function valuesOf(name: string): readonly string[] {
	return unit.split('\n').flatMap(line => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
}

test('it runs a command line that the program takes', () => {
	const [node, bundle, ...argv] = valuesOf('ExecStart')[0]?.split(' ') ?? [];
	expect([node, bundle]).toEqual(['/usr/bin/node', '/opt/dmtop/dmtop.mjs']);
	expect(argv).toEqual(['serve', '--group', 'dmtop']);
	const env = Object.fromEntries(valuesOf('Environment').flatMap(line => line.split(' ').map(it => it.split('='))));
	const {command, options} = readFlags(['serve'], {group: 'dmtop'}, argv, env);
	expect([command, options.masters, options.group]).toEqual(['serve', ['127.0.0.1:8261'], 'dmtop']);
	// Whoever is to open the socket comes in by the group that it is given to.
	expect(valuesOf('SupplementaryGroups')).toEqual(['dmtop']);
});

test('what it writes is in folders that are made for it', () => {
	expect(valuesOf('StateDirectory').map(name => `/var/lib/${name}`)).toEqual(['/var/lib/dmtop-gateway']);
	expect(valuesOf('Environment').join(' ')).toContain('XDG_STATE_HOME=/var/lib/dmtop-gateway ');
	expect(valuesOf('RuntimeDirectory')).toEqual(['dmtop']);
});

test('it is given more time to end than the gateway takes, and what the gateway has started ends after it', () => {
	expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(5);
	expect(valuesOf('KillMode')).toEqual(['mixed']);
});

test.for([
	['DynamicUser', 'yes'],
	['ProtectSystem', 'strict'],
	['ProtectHome', 'yes'],
	['PrivateTmp', 'yes'],
	['PrivateDevices', 'yes'],
	['NoNewPrivileges', 'yes'],
	['CapabilityBoundingSet', ''],
	['RestrictNamespaces', 'yes'],
	['SystemCallArchitectures', 'native'],
] as const)('it has %s=%s', ([name, value]) => {
	expect(valuesOf(name)).toEqual([value]);
});

/** Older ones cannot judge a unit that is not loaded. */
const version = Number(
	/^systemd (\d+)/.exec(spawnSync('systemd-analyze', ['--version'], {encoding: 'utf8'}).stdout ?? '')?.[1],
);

describe.skipIf(!(version >= 250))('by systemd-analyze, where it is installed', () => {
	let folder = '';
	let file = '';
	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'dmtop-unit-'));
		file = path.join(folder, 'dmtop-gateway.service');
		// It wants to see the program that is run.
		writeFileSync(file, unit.replace('ExecStart=/usr/bin/node ', `ExecStart=${process.execPath} `));
	});
	afterAll(() => rmSync(folder, {recursive: true, force: true}));

	test('it has no mistake', () => {
		const {status, stdout, stderr} = spawnSync('systemd-analyze', ['verify', file], {encoding: 'utf8'});
		// What it says of other units of this machine is no matter of ours.
		const said = `${stdout}${stderr}`.split('\n').filter(line => line.includes('dmtop'));
		expect({status, said}).toEqual({status: 0, said: []});
	});

	test('it is exposed to little: 2 of 10 at most', () => {
		const args = ['security', '--offline=true', '--threshold=20', file];
		const {status, stdout, stderr} = spawnSync('systemd-analyze', args, {encoding: 'utf8'});
		expect(stderr).toBe('');
		expect(stdout).toContain('Overall exposure level');
		expect(status).toBe(0);
	});
});
