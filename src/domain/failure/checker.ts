/**
 * A source's task checker: what resumes its failures by itself. From the source's configuration (`checker`), which no
 * status answer tells.
 */
export type Checker = {
	readonly enabled: boolean;
	/** How often it looks, in ms. */
	readonly everyMs: number | null;
	/** The shortest and the longest time between two tries, in ms. */
	readonly leastMs: number | null;
	readonly mostMs: number | null;
	/** By what the time grows with each try. */
	readonly factor: number | null;
};
