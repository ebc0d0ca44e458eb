/** What was told for so long at most; what is older is not known to be so now. */
export function held<Told extends {readonly atMs: number}>(
	told: Told | null | undefined,
	atMs: number,
	holdsMs: number,
): Told | null {
	return told != null && atMs - told.atMs <= holdsMs ? told : null;
}
