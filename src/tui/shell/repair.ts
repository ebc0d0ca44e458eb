/** Draws the whole screen anew from time to time: somebody else may have written on the terminal. */
export type Repair = {
	/** Some time has gone by. */
	readonly onTick: () => void;
	/** Somebody has pressed a key, and what it does has been drawn. */
	readonly onKey: () => void;
};

/** Nobody has looked for so long that the terminal may have been anywhere. */
const absentMs = 10_000;

/** What costs about one frame is not dear once in so long. */
const everyMs = 60_000;

/** The clock only goes forward, in ms. */
export function createRepair({repaint, now}: {readonly repaint: () => void; readonly now: () => number}): Repair {
	let paintedAtMs = now();
	let keyAtMs = now();

	function paint() {
		paintedAtMs = now();
		repaint();
	}

	return {
		onTick() {
			if (now() - paintedAtMs >= everyMs) paint();
		},
		onKey() {
			if (now() - keyAtMs >= absentMs) paint();
			keyAtMs = now();
		},
	};
}
