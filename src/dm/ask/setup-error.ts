/** What was given to reach the dm-masters cannot be used: an address, a file for TLS. One clean sentence for a person. */
export class SetupError extends Error {
	override readonly name = 'SetupError';
}
