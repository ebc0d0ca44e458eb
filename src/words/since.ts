/** Whether somebody saw it begin: it was not so at the first answer. */

export function hasBeginning(firstAnswerAtMs: number | null, sinceMs: number): boolean {
	return firstAnswerAtMs === null || sinceMs > firstAnswerAtMs;
}
