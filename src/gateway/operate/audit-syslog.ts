import {type ChildProcess, spawn} from 'node:child_process';
import {entryOf, hashOf} from './audit-chain.ts';

export type SyslogOptions = {
	/** The program that gives the lines of its input to the system's log, and its arguments; `logger` by default. */
	readonly command?: readonly [string, ...string[]];
	/** Told in a sentence when a line is missing there, and not again before one has gone through. */
	readonly onTrouble: (message: string) => void;
	/** Told of each line that is missing there. */
	readonly onMissed?: () => void;
};

export type Syslog = {
	/** Gives it a line that was written. Never throws. */
	readonly copy: (line: string) => void;
	/** Gives no more; resolves once all that was given is taken, or is known to be missing. */
	readonly close: () => Promise<void>;
};

/**
 * Where a copy of each line of the audit log goes, beside the log itself. Node has no datagram sockets of a host's own, so
 * `logger` is given the lines; it runs from the first line on, and ends with this program. Whatever happens to it, the
 * log itself is written, and what is kept for it is bounded.
 */
export function createSyslog({command = logger, onTrouble, onMissed = () => {}}: SyslogOptions): Syslog {
	let child: ChildProcess | null = null;
	let told: string | null = null;

	function start(): ChildProcess {
		const [program, ...args] = command;
		// Apart from this program's terminal: a Ctrl-C here must not take the last lines with it.
		const started = spawn(program, args, {stdio: ['pipe', 'ignore', 'ignore'], detached: true});
		const fail = (why: string) => {
			if (child !== started) return;
			child = null;
			miss(`${program} ${why}`);
		};
		started.once('error', error => fail('code' in error && error.code === 'ENOENT' ? 'is not there' : error.message));
		started.once('exit', (code, signal) => {
			// It was told that nothing comes any more, and has taken all.
			if (code === 0 && started.stdin?.writableFinished) child = null;
			else fail(`ended with ${code ?? signal}`);
		});
		// Its end is told by its exit; one that goes on and takes nothing, by the next line.
		started.stdin?.on('error', () => {});
		started.unref();
		if (started.stdin !== null && 'unref' in started.stdin && typeof started.stdin.unref === 'function')
			started.stdin.unref();
		child = started;
		return started;
	}

	function miss(why: string): void {
		onMissed();
		if (told === why) return;
		told = why;
		onTrouble(`the system's log lacks lines of the audit log: ${why}`);
	}

	function copy(line: string): void {
		try {
			const {stdin} = child ?? start();
			if (stdin === null || !stdin.writable || stdin.writableLength > mostWaitingBytes) {
				miss(`${command[0]} takes no more`);
				return;
			}
			stdin.write(`${messageOf(line)}\n`, error => {
				if (!error) told = null;
			});
		} catch (error) {
			miss(`${command[0]} cannot be started: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	return {
		copy,
		async close() {
			const last = child;
			if (last === null) return;
			last.ref();
			const ended = new Promise<void>(resolve => {
				last.once('exit', () => resolve()).once('error', () => resolve());
			});
			last.stdin?.end();
			await ended;
		},
	};
}

/** That of util-linux. Where there is no system's log it has to end, instead of keeping silent. */
const logger: readonly [string, ...string[]] = [
	'logger',
	...['--tag', 'dmtop', '--priority', 'authpriv.notice', '--size', '32768', '--socket-errors=on'],
];

const mostWaitingBytes = 1024 * 1024;
const longestMessage = 16_000;

/** Number and hash come first: they prove the line in the file, also where the line is cut here. */
function messageOf(line: string): string {
	const n = entryOf(line)?.['n'];
	const shown = line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
	return `audit n=${typeof n === 'number' ? n : '?'} sha256=${hashOf(line)} ${shown}`;
}
