/** What the entries of a record of readings are, by their number; after it stands when it came. */
export const entries = {
	/** A status, in the pieces that differ from the one before it. */
	status: 1,
	/** Another reading, as JSON. */
	other: 2,
	/** When dm-master is asked again after a failure; 0 = it is being asked. */
	wait: 3,
} as const;

/** What a segment says of itself. */
export type SegmentHead = {
	/** What wrote it. */
	readonly form: string;
	/** Which run of it: the times of one are by one clock. */
	readonly session: string;
	/** What the clock on the wall showed more than that clock. */
	readonly wallAheadMs: number;
	/** It goes on where the segment before it ends, and does not tell its samples again. */
	readonly goesOn: boolean;
};
