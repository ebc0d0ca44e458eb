/** Somebody wants an answer now. Asks that come while one is awaited are one ask. */
export type Demand = {
	/** Asks for a reading soon, or for one more after the one under way. */
	ask(): void;
	/** The same, and nothing is to be waited for: something was done to the cluster. */
	urge(): void;
	/** Whether somebody has asked since the last call. */
	take(): boolean;
	/** Resolves as soon as somebody has asked, or when the signal aborts; does not take the ask. */
	asked(signal: AbortSignal): Promise<void>;
	/** The same of an ask that must not wait. */
	urged(signal: AbortSignal): Promise<void>;
};

export function createDemand(): Demand {
	const wanted = createBell();
	const urgent = createBell();
	return {
		ask: wanted.ring,
		urge() {
			urgent.ring();
			wanted.ring();
		},
		take() {
			urgent.take();
			return wanted.take();
		},
		asked: wanted.rung,
		urged: urgent.rung,
	};
}

/** Rings until it is taken; one at a time may wait for it. */
function createBell() {
	let rings = false;
	let wake = () => {};
	return {
		ring() {
			rings = true;
			wake();
		},
		take() {
			const was = rings;
			rings = false;
			return was;
		},
		rung(signal: AbortSignal): Promise<void> {
			return new Promise(resolve => {
				if (rings || signal.aborted) resolve();
				wake = resolve;
				signal.addEventListener('abort', () => resolve(), {once: true});
			});
		},
	};
}
