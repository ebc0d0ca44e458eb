/** What holds the typed characters in one piece has at least this score, and nothing else. */
export const wholeScore = 999;

/**
 * How well the typed characters fit a text, or null where they are not in it in this order. Case does not matter. What
 * stands together, at the start of a word or of the text, counts more; a shorter text wins between equals.
 */
export function fuzzyScore(typed: string, text: string): number | null {
	const wanted = typed.toLowerCase().replaceAll(' ', '');
	const lower = text.toLowerCase();
	if (wanted === '') return 0;
	// The whole in one piece is the best there is.
	const whole = lower.indexOf(wanted);
	if (whole !== -1)
		return wholeScore + 1 + (isStart(lower, whole) ? 100 : 0) + (whole === 0 ? 100 : 0) - lengthCost(text);
	let score = 0;
	let from = 0;
	let last = -2;
	for (const character of wanted) {
		const found = nextPlace(lower, character, from);
		if (found === -1) return null;
		score += found === last + 1 ? 8 : isStart(lower, found) ? 6 : 1;
		last = found;
		from = found + 1;
	}
	return score - lengthCost(text);
}

/** The start of a word is preferred to a place inside one, as long as it is near. */
function nextPlace(text: string, character: string, from: number): number {
	const first = text.indexOf(character, from);
	if (first === -1 || first === from || isStart(text, first)) return first;
	for (let at = first; at !== -1 && at < first + near; at = text.indexOf(character, at + 1)) {
		if (isStart(text, at)) return at;
	}
	return first;
}

const near = 16;

function isStart(text: string, at: number): boolean {
	return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

function lengthCost(text: string): number {
	return Math.min(0.9, text.length / 1000);
}
