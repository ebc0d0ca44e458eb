/** The exit codes of every command. */
export const exit = {
	fine: 0,
	/** The cluster says that something is wrong; an operation was refused or failed; a wait can no longer succeed. */
	trouble: 1,
	usage: 2,
	/** Nobody answered. */
	nobody: 3,
	/** Timed out, or the outcome of an operation is unknown. */
	timeout: 4,
	/** A mistake of the program itself. */
	internal: 70,
	/** What there was to say could not be written, be it that all is fine or that there is trouble. */
	unwritten: 74,
	/** Interrupted before what was asked for came true; nothing was sent. */
	interrupted: 130,
} as const;

/** A mistake in the command line, as one sentence for the person who typed it. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** There is no gateway to connect to; one sentence. */
export class NoGatewayError extends Error {
	override readonly name = 'NoGatewayError';
}

/** The gateway of a full screen is gone, through no fault of the person in front of it; one sentence. */
export class GatewayDeath extends Error {
	override readonly name = 'GatewayDeath';
}
