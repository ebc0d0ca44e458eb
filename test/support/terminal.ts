import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';
import xterm from '@xterm/headless';

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
	/** Resolves once a line of the screen holds this; rejects with the screen when that takes too long. */
	until(text: string | ((screen: readonly string[]) => boolean)): Promise<void>;
	/** Resolves once nothing has been written for a while. */
	quiet(): Promise<void>;
	dispose(): void;
};

/** A terminal of that size. */
export function fakeTerminal(columns: number, rows: number): FakeTerminal {
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
			(_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
		);
	};

	return {
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		chunks,
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
			const deadline = Date.now() + 5000;
			while (!met(screen())) {
				if (Date.now() > deadline) throw new Error(`not on the screen: ${wanted}\n${screen().join('\n')}`);
				await drawn();
				await new Promise(resolve => setTimeout(resolve, 2));
			}
		},
		async quiet() {
			let seen = -1;
			while (seen !== chunks.length) {
				seen = chunks.length;
				await new Promise(resolve => setTimeout(resolve, 60));
				await drawn();
			}
		},
		dispose() {
			terminal.dispose();
			stdin.destroy();
		},
	};
}
