import {execFile, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {flagWords} from '../../../src/commands/args/flag-words.ts';
import {commands, type Flag, typedFlag} from '../../../src/commands/args/usage.ts';
import {complete} from '../../../src/commands/completion/complete.ts';
import {noConfig} from '../../../src/commands/config/config.ts';
import {topics} from '../../../src/commands/help/topics.ts';
import {startCaseMaster} from '../../support/cases.ts';
import {listener} from '../../support/commands.ts';

const run = promisify(execFile);

async function told(argument: string, env: Readonly<Record<string, string>> = {}, config = noConfig): Promise<string> {
	const {stream, text} = listener();
	expect(await complete({argument}, {stdout: stream, env, findConfig: async () => config})).toBe(0);
	return text();
}

describe.for(['bash', 'zsh', 'fish'])('the completions of %s', shell => {
	test('hold every command, every flag and its words', async () => {
		const script = await told(shell);
		for (const [name, {flags}] of Object.entries(commands)) {
			if (name !== 'watch') expect(script).toMatch(new RegExp(`\\b${name}\\b`));
			for (const flag of flags as readonly Flag[]) {
				const typed = typedFlag(flag);
				expect(script).toContain(shell === 'fish' ? `-l ${typed.slice(2)} ` : typed);
			}
		}
		for (const words of Object.values(flagWords)) {
			if ('completes' in words && Array.isArray(words.completes)) expect(script).toContain(words.completes.join(' '));
		}
		expect(script).toContain(topics.join(' '));
	});
});

// Which shells there are is up to the machine.
const there = (['bash', 'zsh', 'fish'] as const).filter(shell => spawnSync(shell, ['--version']).status === 0);
test.for(there)('%s reads its script', async shell => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-complete-'));
	try {
		const file = path.join(folder, 'script');
		writeFileSync(file, await told(shell));
		const {status, stderr} = spawnSync(shell, ['-n', file], {encoding: 'utf8'});
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
	} finally {
		rmSync(folder, {recursive: true});
	}
});

test('a shell that there is none for is refused', async () => {
	await expect(told('csh')).rejects.toThrow('received "csh" (did you mean "zsh"?), expected one of bash, zsh, fish');
});

test('bash completes commands, flags and words by its script', async () => {
	const script = await told('bash');
	const tries = [
		'dmtop st',
		'dmtop --master h:1 status --js',
		'dmtop demo --scenario s',
		'dmtop --no-s',
		'dmtop help ke',
		'dmtop relay ',
		'dmtop --master h:1 lock u',
		'dmtop source re',
		'dmtop validation start orders --so',
		'dmtop token l',
		'dmtop config s',
	];
	const lines = tries.map(line => `COMP_LINE='${line}'; COMP_POINT=${line.length}; _dmtop; echo "\${COMPREPLY[*]}"`);
	const {stdout} = await run('bash', ['-c', `${script}\n${lines.join('\n')}`]);
	expect(stdout.trimEnd().split('\n')).toEqual([
		'status stop start',
		'--json',
		'showcase storm',
		'--no-state',
		'keys',
		'pause resume start',
		'unlock',
		'resume',
		'--source',
		'list',
		'show',
	]);
});

test('bash takes a name as a word, whatever it holds', async () => {
	const fake = "dmtop() { printf '%s\\n' '$(x)' '`y`;z' other; }";
	const line = 'dmtop status ';
	const asked = `COMP_LINE='${line}'; COMP_POINT=${line.length}; _dmtop; printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {stdout} = await run('bash', ['-c', `${await told('bash')}\n${fake}\n${asked}`]);
	expect(stdout).toBe('\\$\\(x\\)\n\\`y\\`\\;z\nother\n');
});

describe('names', () => {
	test('are those of the dm-master of the line, or of the environment', async () => {
		const master = await startCaseMaster('lag-flaps');
		try {
			const tasks = await told(`task status --master ${master.address} `);
			expect(tasks.split('\n').length).toBeGreaterThan(1);
			expect(await told(`task pause --master=${master.address}`)).toBe(tasks);
			expect(await told('task status', {DM_MASTER_ADDR: master.address})).toBe(tasks);
			const sources = await told(`source pause x --master ${master.address} --source `);
			expect(sources).not.toBe(tasks);
			expect(sources).not.toBe('');
		} finally {
			await master.close();
		}
	});

	test('are those of a cluster of the file of settings, and its own', async () => {
		const master = await startCaseMaster('lag-flaps');
		try {
			const cluster = {workers: [], gateway: null, label: null, tls: {}, tokenFile: null};
			const clusters = new Map([
				['sh-main', {...cluster, name: 'sh-main', masters: [master.address]}],
				['sh-stage', {...cluster, name: 'sh-stage', masters: ['127.0.0.1:1']}],
			]);
			const config = {...noConfig, clusters};
			expect(await told('cluster status --cluster ', {}, config)).toBe('sh-main\nsh-stage\nall\n');
			const tasks = await told(`task status --master ${master.address}`);
			expect(await told('task status --cluster sh-main ', {}, config)).toBe(tasks);
			expect(await told('task status', {DMTOP_CLUSTER: 'sh-main'}, config)).toBe(tasks);
			expect(await told('task status --cluster sh-stage', {}, config)).toBe('');
			expect(await told('task status', {}, config)).toBe('');
		} finally {
			await master.close();
		}
	});

	test('of sources are those of the task that stands before, else all', async () => {
		const master = await startCaseMaster('lag-flaps', (request, response) => {
			if (!request.url?.startsWith('/apis/v1alpha1/status')) return false;
			const entry = (source: string, names: readonly string[]) => ({
				result: true,
				msg: '',
				sourceStatus: {source, worker: `w-${source}`, result: null, relayStatus: null},
				subTaskStatus: names.map(name => ({name, stage: 'Paused', unit: 'Sync', result: null})),
			});
			const sources = [entry('s-1', ['orders', 'billing']), entry('s-2', ['orders']), entry('s-3', [])];
			response.end(JSON.stringify({result: true, msg: '', sources}));
			return true;
		});
		try {
			const of = async (line: string) => (await told(`source ${line} --master ${master.address} --source `)).trim();
			expect(await of('pause billing')).toBe('s-1');
			expect(await of('validation start orders')).toBe('s-1\ns-2');
			expect(await of('pause')).toBe('s-1\ns-2\ns-3');
			expect(await told(`lock lock unlock --master ${master.address} `)).toBe('');
		} finally {
			await master.close();
		}
	});

	test('of tokens are those of their file', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-complete-'));
		const file = path.join(folder, 'tokens');
		writeFileSync(file, `alice read sha256:${'0'.repeat(64)} 2026-01-01T00:00:00Z\n`, {mode: 0o600});
		expect(await told(`token token revoke --tokens ${file} `)).toBe('alice\n');
		expect(await told('token token revoke --tokens /nowhere/at/all ')).toBe('');
		rmSync(folder, {recursive: true});
	});

	test('of locks are their IDs', async () => {
		const master = await startCaseMaster('lock-id-leftover');
		try {
			expect(await told(`lock lock unlock --master ${master.address} `)).toMatch(/^\S+\n/);
		} finally {
			await master.close();
		}
	});

	test('are none where nobody answers, or the line means nothing', async () => {
		expect(await told('task status --master 127.0.0.1:1')).toBe('');
		expect(await told('task status --master nonsense')).toBe('');
		expect(await told('task status --ssl-ca /nowhere.pem --master 127.0.0.1:1')).toBe('');
	});

	test('that a shell would take for several are left out', async () => {
		const master = await startCaseMaster('lag-flaps', (request, response) => {
			if (!request.url?.startsWith('/apis/v1alpha1/status')) return false;
			const names = ['plain', 'two words', 'no\u001B[31mescape', '$(x)', 'ünï'];
			const subTaskStatus = names.map(name => ({name, stage: 'Paused', unit: 'Sync', result: null}));
			const sourceStatus = {source: 's-1', worker: 'w-1', result: null, relayStatus: null};
			response.end(
				JSON.stringify({result: true, msg: '', sources: [{result: true, msg: '', sourceStatus, subTaskStatus}]}),
			);
			return true;
		});
		try {
			expect((await told(`task status --master ${master.address}`)).split('\n')).toEqual([
				'$(x)',
				'no?escape',
				'plain',
				'ünï',
				'',
			]);
		} finally {
			await master.close();
		}
	});
});
