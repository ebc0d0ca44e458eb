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
	const wanted = createSignal();
	const urgent = createSignal();
	return {
		ask: wanted.raise,
		urge() {
			urgent.raise();
			wanted.raise();
		},
		take() {
			urgent.take();
			return wanted.take();
		},
		asked: wanted.raised,
		urged: urgent.raised,
	};
}

/** Rings until it is taken; one at a time may wait for it. */
function createSignal() {
	let isRaised = false;
	let wake = () => {};
	return {
		raise() {
			isRaised = true;
			wake();
		},
		take() {
			const was = isRaised;
			isRaised = false;
			return was;
		},
		raised(signal: AbortSignal): Promise<void> {
			return new Promise(resolve => {
				if (isRaised || signal.aborted) resolve();
				wake = resolve;
				signal.addEventListener('abort', () => resolve(), {once: true});
			});
		},
	};
}
