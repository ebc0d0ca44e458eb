import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The built program; DMTOP_BIN measures another one. */
export const bin = process.env.DMTOP_BIN ?? fileURLToPath(new URL('../../bin/dmtop.js', import.meta.url));

const ends = new Set();

/** Remembers what must be ended when the run is over, however it ends. */
export function onCleanUp(end) {
	ends.add(end);
	return () => ends.delete(end);
}

export async function cleanUp() {
	for (const end of [...ends]) await end();
	ends.clear();
}

/** A simulated dm-master in a process of its own: its `host:port`, its pid and how to end it. */
export async function startMaster(...args) {
	const child = spawn(process.execPath, [bin, 'simulate', '--listen', '127.0.0.1:0', ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const end = () => child.kill();
	const forget = onCleanUp(end);
	const address = await new Promise((resolve, reject) => {
		child.stdout.on('data', text => {
			const [, found] = /http:\/\/(\S+)/.exec(String(text)) ?? [];
			if (found) resolve(found);
		});
		child.on('exit', code => reject(new Error(`the simulator ended with ${code}`)));
	});
	return {
		address,
		pid: child.pid,
		end() {
			forget();
			end();
		},
	};
}

/** A gateway in a process of its own: its URL, its pid and how to end it. */
export async function startGateway(args, env = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-bench-'));
	const file = join(folder, 'gateway.sock');
	const child = spawn(process.execPath, [bin, 'serve', '--listen', `unix:${file}`, ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, ...env},
	});
	const end = () => child.kill();
	const forget = onCleanUp(end);
	child.once('exit', () => rm(folder, {recursive: true}));
	await new Promise((resolve, reject) => {
		child.stdout.on('data', text => String(text).startsWith('listening on ') && resolve());
		child.on('exit', code => reject(new Error(`the gateway ended with ${code}`)));
	});
	return {
		url: `ws+unix:${file}:/`,
		pid: child.pid,
		end() {
			forget();
			end();
		},
	};
}

/** The wall time of a whole run of node with these arguments, from spawn to exit, in ms. */
export function wallTime(args) {
	return new Promise((resolve, reject) => {
		const startedMs = performance.now();
		const child = spawn(process.execPath, args, {stdio: 'ignore'});
		child.on('error', reject);
		child.on('exit', () => resolve(performance.now() - startedMs));
	});
}

/** What a process holds in memory now, in bytes. */
export async function residentBytes(pid) {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

/** The processor time that all threads of a process have used so far, in ms. */
export async function cpuMs(pid) {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name, in brackets, may hold blanks.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * clockTickMs;
}

/** USER_HZ is 100 on every Linux that Node runs on. */
const clockTickMs = 10;
