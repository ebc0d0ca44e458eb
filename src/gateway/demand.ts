/** Somebody wants an answer now. Asks that come while one is awaited are one ask. */
export type Demand = {
	/** Asks for a reading at once, or for one more after the one under way. */
	ask(): void;
	/** Whether somebody has asked since the last call. */
	take(): boolean;
	/** Resolves as soon as somebody has asked, or when the signal aborts; does not take the ask. */
	asked(signal: AbortSignal): Promise<void>;
};

export function createDemand(): Demand {
	let wanted = false;
	let wake = () => {};
	return {
		ask() {
			wanted = true;
			wake();
		},
		take() {
			const was = wanted;
			wanted = false;
			return was;
		},
		asked(signal) {
			return new Promise(resolve => {
				if (wanted || signal.aborted) resolve();
				wake = resolve;
				signal.addEventListener('abort', () => resolve(), {once: true});
			});
		},
	};
}
