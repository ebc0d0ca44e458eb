import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach} from 'vitest';
import {systemClock} from '../../src/clock.ts';
import {actCommands} from '../../src/commands/acts/acts.ts';
import type {Options} from '../../src/commands/args/usage.ts';
import {refusedPath} from '../../src/gateway/operate/audit.ts';
import {type Simulator, type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion} from '../../src/simulator/world/model.ts';
import {keyboard, listener, nothingGiven} from './commands.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
});

/** A simulated master whose time passes while a command waits. */
export async function simulated(
	dm: DmVersion,
	options: Partial<SimulatorOptions> = {},
): Promise<Simulator & {pass(ms: number): void}> {
	let nowMs = 1_000_000;
	const now = () => nowMs;
	const listen = {host: '127.0.0.1', port: 0};
	const simulator = await startSimulator({listen, now, scenario: 'incident', dm, wait: async () => {}, ...options});
	opened.push(simulator.close);
	return {
		...simulator,
		pass(ms) {
			nowMs += ms;
		},
	};
}

type Asked = {
	readonly options?: Partial<Options>;
	/** What is typed to each question, in turn; left out, nobody is there. */
	readonly types?: readonly string[];
	readonly auditPath?: string;
};

/** Runs a command; each wait of it lets the simulated time pass. */
export async function ran(
	simulator: Awaited<ReturnType<typeof simulated>>,
	line: string,
	{options = {}, types, ...asked}: Asked = {},
) {
	const [name = '', ...rest] = line.split(' ');
	const home = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	opened.push(() => rmSync(home, {recursive: true}));
	const auditPath = asked.auditPath ?? path.join(home, 'audit.jsonl');
	const [stdin, stdout, stderr] = [keyboard(), listener(), listener()];
	let nowMs = 1_000_000;
	const real = systemClock();
	const clock = {
		...real,
		now: () => nowMs,
		after(ms: number, work: () => void) {
			// Timeouts of questions stay the real ones; what is only waited for passes at once.
			if (ms > 10_000) return real.after(ms, work);
			return real.after(0, () => {
				nowMs += ms;
				simulator.pass(ms);
				work();
			});
		},
	};
	const running = actCommands[name as keyof typeof actCommands](
		{...nothingGiven, argument: rest.join(' '), masters: [simulator.url], ...options},
		{
			stdin,
			stdout: stdout.stream,
			stderr: stderr.stream,
			env: {},
			terminal: types !== undefined,
			signal: new AbortController().signal,
			auditPath,
			clock,
		},
	);
	running.catch(() => {});
	for (const [index, text] of (types ?? []).entries()) {
		await Promise.race([stderr.until(index === 0 ? ' alone: ' : ' once more'), running.catch(() => {})]);
		nowMs += 400;
		stdin.write(`${text}\n`);
	}
	const code = await running;
	const linesOf = (file: string) =>
		existsSync(file)
			? readFileSync(file, 'utf8')
					.trim()
					.split('\n')
					.map(text => JSON.parse(text) as Readonly<Record<string, unknown>>)
			: [];
	return {
		auditPath,
		code,
		stdout: stdout.text(),
		stderr: stderr.text(),
		audit: linesOf(auditPath),
		refusals: linesOf(refusedPath(auditPath)),
	};
}
