/** The exit codes of every command. */
export const exit = {
	fine: 0,
	/** The cluster says that something is wrong. */
	trouble: 1,
	usage: 2,
	/** Nobody answered. */
	nobody: 3,
	/** Timed out. */
	timeout: 4,
	/** A mistake of the program itself. */
	internal: 70,
} as const;

/** A mistake in the command line, as one sentence for the person who typed it. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
