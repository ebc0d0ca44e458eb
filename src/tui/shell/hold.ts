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

	function repaint() {
		terminal.take();
		writer.repaint();
	}

	function goOn() {
		// Who ends a program that was stopped continues it as well.
		if (isOver) return;
		repaint();
		keyboard?.goOn();
	}

	return {
		repaint,
		goOn,
		listen() {
			keyboard = startListening();
		},
		suspend(whom) {
			keyboard?.stop();
			terminal.giveBack();
			const hasStopped = job?.stop(whom) ?? false;
			goOn();
			if (!hasStopped) onAlone();
		},
		end() {
			isOver = true;
			keyboard?.stop();
			writer.close();
			terminal.giveBack();
		},
	};
}
