import type {Job} from './job.ts';
import type {Keyboard} from './keyboard/listen.ts';
import type {ScreenTerminal} from './terminal.ts';
import type {FrameWriter} from './writer.ts';

/** The terminal while the program has it, with what is read from it. */
export type Hold = {
	/** Reads keys from here on. */
	readonly listen: () => void;
	/** Sets everything that the terminal may have lost, and draws the newest frame. */
	readonly repaint: () => void;
	/** The terminal is the shell's until somebody continues the program, or all of its job. */
	readonly suspend: (whom: 'program' | 'job') => void;
	/** The terminal is another program's while this runs; the signal aborts when this program ends meanwhile. */
	readonly lend: (work: (signal: AbortSignal) => Promise<void>) => Promise<void>;
	/** Takes the terminal again after a stop. */
	readonly goOn: () => void;
	/** Gives it back for good. */
	readonly end: () => void;
};

export function createHold(options: {
	readonly terminal: ScreenTerminal;
	readonly writer: FrameWriter;
	readonly startListening: () => Keyboard;
	readonly job: Job | undefined;
	/** Nobody is there who could continue the program, so it was not stopped. */
	readonly onAlone: () => void;
}): Hold {
	const {terminal, writer, startListening, job, onAlone} = options;
	let keyboard: Keyboard | null = null;
	let isOver = false;
	/** While it is another program's, nothing is drawn. */
	let lent: AbortController | null = null;

	function repaint() {
		if (lent !== null) return;
		terminal.take();
		writer.repaint();
	}

	function goOn() {
		// Who ends a program that was stopped continues it as well.
		if (isOver || lent !== null) return;
		repaint();
		keyboard?.goOn();
	}

	return {
		repaint,
		goOn,
		async lend(work) {
			if (isOver || lent !== null) return;
			lent = new AbortController();
			job?.setDeaf(true);
			keyboard?.stop();
			writer.hold();
			terminal.giveBack();
			try {
				await work(lent.signal);
			} finally {
				lent = null;
				job?.setDeaf(false);
				writer.goOn();
				goOn();
			}
		},
		listen() {
			keyboard = startListening();
		},
		suspend(whom) {
			// The other program stops by itself.
			if (lent !== null) {
				job?.stop(whom);
				return;
			}
			keyboard?.stop();
			terminal.giveBack();
			const hasStopped = job?.stop(whom) ?? false;
			goOn();
			if (!hasStopped) onAlone();
		},
		end() {
			isOver = true;
			lent?.abort();
			keyboard?.stop();
			writer.close();
			terminal.giveBack();
		},
	};
}
