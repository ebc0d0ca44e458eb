import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';
import xterm from '@xterm/headless';
import {createTestClock, type TestClock} from './clock.ts';

/** A terminal in memory: what a program writes to it is drawn by a real emulator and can be read back as text. */
export type FakeTerminal = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** What has been written, chunk by chunk. */
	readonly chunks: readonly string[];
	/** The lines on the screen, without blanks at their ends. */
	screen(): readonly string[];
	/** Types this, as one chunk. */
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	/** The clock of the program at this terminal. */
	readonly clock: TestClock;
	/** Takes turns of the clock until a line of the screen holds this; rejects with the screen when that takes too many. */
	until(text: string | ((screen: readonly string[]) => boolean)): Promise<void>;
	/** Takes turns of the clock until nothing has been written for a while. */
	quiet(): Promise<void>;
	dispose(): void;
};

/** A terminal of that size. */
export function fakeTerminal(columns: number, rows: number, clock = createTestClock()): FakeTerminal {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	const chunks: string[] = [];
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		write(chunk: string | Uint8Array, ...rest: readonly unknown[]) {
			const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
			chunks.push(text);
			terminal.write(text);
			const done = rest.find(argument => typeof argument === 'function');
			if (done !== undefined) setImmediate(done as () => void);
			return true;
		},
	});
	const stdin = Object.assign(new Readable({read() {}}), {
		isTTY: true,
		isRaw: false,
		setRawMode(mode: boolean) {
			stdin.isRaw = mode;
			return stdin;
		},
		ref: () => stdin,
		unref: () => stdin,
	});

	const drawn = () => new Promise<void>(resolve => terminal.write('', resolve));
	const screen = () => {
		const buffer = terminal.buffer.active;
		return Array.from(
			{length: terminal.rows},
			// A blank that was written is none the less one.
			(_, row) =>
				buffer
					.getLine(buffer.viewportY + row)
					?.translateToString(true)
					.trimEnd() ?? '',
		);
	};

	return {
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		chunks,
		clock,
		screen,
		type: keys => {
			stdin.push(keys);
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		async until(wanted) {
			const met =
				typeof wanted === 'string' ? (lines: readonly string[]) => lines.some(line => line.includes(wanted)) : wanted;
			await drawn();
			await clock.until(
				() => met(screen()),
				() => `not on the screen: ${wanted}\n${screen().join('\n')}`,
			);
		},
		async quiet() {
			let seen = chunks.length;
			for (let still = 0; still < quietTurns; still++) {
				await clock.turn();
				if (seen !== chunks.length) still = 0;
				seen = chunks.length;
			}
			await drawn();
		},
		dispose() {
			terminal.dispose();
			stdin.destroy();
		},
	};
}

/** More than Ink lets pass between two frames, and the program between two looks at the data. */
const quietTurns = 45;
