/** What counts as too much, as asked for on the command line. */
export type Limits = {
	/** A lag above this is a warning, in seconds. */
	readonly lagSeconds: number;
	/** A Sync that has not moved for this long while there was something to do is a warning. */
	readonly stallMs: number;
};

export const defaultLimits = {lagSeconds: 60, stallMs: 3 * 60_000} as const satisfies Limits;
