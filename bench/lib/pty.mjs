import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {bin, onCleanUp} from './processes.mjs';

const frameEnd = '\u001B[?2026l';

/**
 * The built program in a pty, its output drawn by a terminal emulator. `onFrame` gets every frame when it has been
 * drawn: `{atMs, text, terminal}`, with the time at which its last byte came and the bytes as the program wrote them.
 * `program` is what is started instead of the built one.
 */
export function startDmtop(
	args,
	{columns = 120, rows = 40, onFrame = () => {}, program = [process.execPath, bin]} = {},
) {
	const {TMUX, CI, NO_COLOR, ...env} = process.env;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const startedMs = performance.now();
	const [file, ...before] = program;
	const pty = spawn(file, [...before, ...args], {
		cols: columns,
		rows,
		env: {...env, TERM: 'xterm-256color', COLORTERM: 'truecolor'},
	});
	let rest = '';
	let waiting = [];
	let ended = false;
	const end = () => {
		if (!ended) pty.kill('SIGKILL');
	};
	const forget = onCleanUp(end);
	const exited = new Promise(resolve => {
		pty.onExit(() => {
			ended = true;
			forget();
			resolve();
		});
	});

	pty.onData(data => {
		const atMs = performance.now();
		rest += data;
		for (let at = rest.indexOf(frameEnd); at >= 0; at = rest.indexOf(frameEnd)) {
			const drawn = rest.slice(0, at + frameEnd.length);
			rest = rest.slice(at + frameEnd.length);
			// The kernel makes \r\n of each \n; the program did not write the \r.
			const text = drawn.replaceAll('\r\n', '\n');
			terminal.write(drawn, () => {
				onFrame({atMs, text, terminal});
				waiting = waiting.filter(wait => !wait(atMs));
			});
		}
	});

	return {
		pid: pty.pid,
		startedMs,
		terminal,
		exited,
		write: text => pty.write(text),
		screen: () => screenOf(terminal),
		/** When the frame came that first made this true of the screen, in ms. */
		until(met, patienceMs = 60_000) {
			return new Promise((resolve, reject) => {
				const timer = setTimeout(
					() => reject(new Error(`never on the screen:\n${screenOf(terminal).join('\n')}`)),
					patienceMs,
				);
				waiting.push(atMs => {
					if (!met(screenOf(terminal))) return false;
					clearTimeout(timer);
					resolve(atMs);
					return true;
				});
			});
		},
		/** Quits as a person does. */
		async quit() {
			pty.write('q');
			const timer = setTimeout(end, 3000);
			await exited;
			clearTimeout(timer);
			terminal.dispose();
		},
	};
}

/** The lines of the screen, without the blanks at their ends. */
export function screenOf(terminal) {
	const buffer = terminal.buffer.active;
	return Array.from({length: terminal.rows}, (_, row) =>
		buffer.getLine(buffer.viewportY + row).translateToString(true),
	);
}

/** Every cell of the screen as a text that tells its character and its style, line by line. */
export function cellsOf(terminal) {
	const buffer = terminal.buffer.active;
	return Array.from({length: terminal.rows}, (_, row) => {
		const line = buffer.getLine(buffer.viewportY + row);
		return Array.from({length: terminal.cols}, (_, column) => {
			const cell = line.getCell(column);
			const style = [
				cell.getFgColorMode(),
				cell.getFgColor(),
				cell.getBgColorMode(),
				cell.getBgColor(),
				cell.isBold(),
				cell.isDim(),
				cell.isInverse(),
				cell.isUnderline(),
			];
			return {text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ', style: style.join(' ')};
		});
	});
}
