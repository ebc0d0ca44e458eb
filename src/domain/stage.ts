/** The stages between two others, which last while a unit ends or begins: what DM is about, and what comes of it. */
const between = {
	Pausing: {doing: 'DM is pausing it', comes: 'It is Paused once its unit has ended what it had begun.'},
	Resuming: {doing: 'DM is resuming it', comes: 'It is Running once its unit has begun again.'},
	Stopping: {doing: 'DM is stopping it', comes: 'DM lists it no more once its unit has ended what it had begun.'},
} as const satisfies Record<string, {readonly doing: string; readonly comes: string}>;

/** What DM is about in a stage between two others; null for all other stages. */
export function betweenStages(stage: string): {readonly doing: string; readonly comes: string} | null {
	return Object.hasOwn(between, stage) ? between[stage as keyof typeof between] : null;
}

/** A stage in words: DM sends the number of one that it does not know itself. */
export function stageName(stage: string): string {
	return /^-?\d+$/.test(stage) ? `Stage ${stage}` : stage;
}
