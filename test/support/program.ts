import {execFile, type SpawnOptions, spawn as spawnChild} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The built program. */
export const bin = fileURLToPath(new URL('../../bin/dmtop.js', import.meta.url));

/** What the program is given of the environment: nothing of the developer's own settings. */
const environment = {PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', TZ: 'UTC', LANG: 'C.UTF-8'};

/** What a gateway saves is none of the developer's either, and goes with the tests. */
const saved = mkdtempSync(path.join(tmpdir(), 'dmtop-saved-'));
process.once('exit', () => rmSync(saved, {recursive: true, force: true}));
const stateEnvironment = {...environment, XDG_STATE_HOME: saved};

/** Only what hangs runs for so long, on the busiest machine. */
const longestRunMs = 300_000;

/** So many looks at a screen, 5 ms apart at least, are more than any program takes that gets a part of one core. */
const patience = 30_000;

export type Ended = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** Runs the program without a terminal until it ends. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
	return runFile(process.execPath, [bin, ...args], env);
}

/** Runs a command with the environment of the program, without a terminal, until it ends. */
export function runFile(
	file: string,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
	const options = {env: {...environment, ...env}, timeout: longestRunMs, maxBuffer: 64 * 1024 * 1024};
	return new Promise((resolve, reject) => {
		const child = execFile(file, args, options, (error, stdout, stderr) => {
			if (child.exitCode === null)
				reject(new Error(`${[file, ...args].join(' ')} did not end: ${error}\n${stdout}${stderr}`));
			else resolve({code: child.exitCode, stdout, stderr});
		});
		child.stdin?.end();
	});
}

export type Background = {
	/** The address in the line that it printed first. */
	readonly url: string;
	/** Sends a signal that it lives on after. */
	signal(signal: NodeJS.Signals): void;
	/** Sends the signal and resolves with the exit code once it has ended; null where it died of the signal. */
	end(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Starts the program without a terminal, and waits for its `listening on …`. */
export async function startListening(
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Background> {
	const options = {
		env: {...stateEnvironment, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	} as const satisfies SpawnOptions;
	const child = spawnChild(process.execPath, [bin, ...args], options);
	const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
	let said = '';
	const url = await new Promise<string>((resolve, reject) => {
		const hear = (chunk: Buffer) => {
			said += chunk;
			const [, address] = /^listening on (\S+)\n/m.exec(said) ?? [];
			if (address !== undefined) resolve(address);
		};
		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		ended.then(code => reject(new Error(`dmtop ${args.join(' ')} ended with ${code}: ${said}`)));
	});
	return {
		url,
		signal: signal => void child.kill(signal),
		end(signal = 'SIGTERM') {
			child.kill(signal);
			return ended;
		},
	};
}

export type TerminalProgram = {
	readonly pid: number;
	/** All that was written to the terminal. */
	written(): string;
	/** The terminal reads nothing any more. */
	stall(): void;
	/** The lines on the screen, without blanks at their ends. */
	screen(): readonly string[];
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	/** Resolves once the screen is like this; rejects with the screen after more looks at it than anything takes. */
	until(wanted: string, met?: (screen: readonly string[]) => boolean): Promise<void>;
	/** Resolves once the program has ended. */
	ended(): Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
	/** What the terminal was left as. */
	modes(): TerminalModes;
	dispose(): void;
};

export type TerminalModes = {
	readonly screen: 'normal' | 'alternate';
	readonly cursor: 'visible' | 'hidden';
	readonly bracketedPaste: boolean;
	readonly mouse: string;
	readonly applicationKeys: boolean;
	readonly focusReports: boolean;
	readonly frameOpen: boolean;
	readonly wrapping: boolean;
};

/** Runs a command in a real terminal of that size; what it writes is drawn by a terminal emulator. */
export function startOnTerminal(
	command: readonly [string, ...string[]],
	{columns, rows}: {readonly columns: number; readonly rows: number},
	env: Readonly<Record<string, string>> = {},
): TerminalProgram {
	const [file, ...args] = command;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const pty = spawn(file, args, {cols: columns, rows, name: 'xterm-256color', env: {...stateEnvironment, ...env}});
	let written = '';
	pty.onData(data => {
		written += data;
		terminal.write(data);
	});
	// A terminal answers when it is asked where its cursor is, and the like.
	terminal.onData(data => pty.write(data));
	let exit: {readonly exitCode: number; readonly signal: number | undefined} | null = null;
	const exited = new Promise<void>(resolve => {
		pty.onExit(({exitCode, signal}) => {
			exit = {exitCode, signal};
			resolve();
		});
	});
	const drawn = () => new Promise<void>(resolve => terminal.write('', resolve));
	const screen = () => {
		const buffer = terminal.buffer.active;
		return Array.from(
			{length: terminal.rows},
			(_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
		);
	};
	const waitUntil = async (wanted: string, met: () => boolean) => {
		for (let look = 0; !met(); look++) {
			if (look > patience) throw new Error(`not seen: ${wanted}\n${screen().join('\n')}`);
			await drawn();
			await new Promise(resolve => setTimeout(resolve, 5));
		}
	};

	return {
		pid: pty.pid,
		written: () => written,
		stall: () => pty.pause(),
		screen,
		type: keys => pty.write(keys),
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		kill: signal => pty.kill(signal),
		until: (wanted, met = lines => lines.some(line => line.includes(wanted))) => waitUntil(wanted, () => met(screen())),
		async ended() {
			await waitUntil('the end of the program', () => exit !== null);
			await drawn();
			if (exit === null) throw new Error('unreachable');
			return exit;
		},
		modes() {
			const {bracketedPasteMode, mouseTrackingMode, applicationCursorKeysMode, sendFocusMode, wraparoundMode} =
				terminal.modes;
			return {
				screen: terminal.buffer.active.type,
				cursor: written.lastIndexOf('\u001B[?25h') >= written.lastIndexOf('\u001B[?25l') ? 'visible' : 'hidden',
				bracketedPaste: bracketedPasteMode,
				mouse: mouseTrackingMode,
				applicationKeys: applicationCursorKeysMode,
				focusReports: sendFocusMode,
				wrapping: wraparoundMode,
				frameOpen: written.lastIndexOf('\u001B[?2026h') > written.lastIndexOf('\u001B[?2026l'),
			};
		},
		dispose() {
			if (exit === null) pty.kill('SIGKILL');
			exited.then(() => terminal.dispose());
		},
	};
}
