import type {Clock} from '../../../clock.ts';
import type {Input} from '../chunks.ts';
import {decodeKeys} from './decode.ts';
import {type KeyState, startKeys, wakeAtMs} from './key-state.ts';

/** Somebody who listens to the keys. */
export type Keyboard = {
	/** Nothing is told any more. */
	readonly stop: () => void;
	/** Listens again, from where it was: no key is lost that had come by halves, nor an Esc that had not acted yet. */
	readonly goOn: () => void;
};

/**
 * Reads what the terminal sends until it is stopped, and tells the keys and pastes in it. `later` calls back once what has
 * come by now has been read.
 */
export function listenToKeys(options: {
	readonly stdin: NodeJS.ReadStream;
	readonly onInputs: (inputs: readonly Input[]) => void;
	readonly clock: Clock;
	readonly later: (work: () => void) => void;
	/** How long only plain keys count; 200 ms unless told. */
	readonly settleMs?: number | undefined;
	/** Whether the terminal was asked to report its mouse. */
	readonly mouse?: boolean;
}): Keyboard {
	const {stdin, onInputs, clock, later} = options;
	let state = startKeys(clock.now(), options.settleMs, options.mouse);
	let stopTimer = () => {};
	/** The state whose time is over, as far as nothing has come meanwhile. */
	let due: KeyState | null = null;

	function take(bytes: Uint8Array, atMs: number) {
		const [next, inputs] = decodeKeys(state, bytes, atMs);
		state = next;
		due = null;
		setTimer();
		if (inputs.length > 0) onInputs(inputs);
	}

	function setTimer() {
		stopTimer();
		const wakeMs = wakeAtMs(state);
		if (wakeMs !== null) stopTimer = clock.after(Math.max(0, wakeMs - clock.now()), onTime);
	}

	function onTime() {
		const waiting = state;
		due = waiting;
		// What came while the program was busy has not been read yet.
		later(() => {
			if (due === waiting) take(nothing, Math.max(clock.now(), wakeAtMs(waiting) ?? 0));
		});
	}

	function onData(chunk: Uint8Array | string) {
		// As long as its time was not told to be over, it came in time, however late it is read.
		const wakeMs = wakeAtMs(state);
		const atMs = wakeMs === null ? clock.now() : Math.min(clock.now(), wakeMs - 1);
		take(typeof chunk === 'string' ? encoder.encode(chunk) : chunk, atMs);
	}

	function stop() {
		stdin.off('data', onData);
		stdin.pause();
		stopTimer();
		due = null;
	}

	function goOn() {
		stop();
		stdin.on('data', onData);
		// Where somebody has listened before and stopped, a listener alone brings nothing.
		stdin.resume();
		setTimer();
	}

	goOn();
	return {stop, goOn};
}

const encoder = new TextEncoder();
const nothing = new Uint8Array();
