/** The word that was most likely meant; null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
	const small = word.slice(0, longest).toLowerCase();
	const judged = known.map(it => ({it, far: distance(small, it.toLowerCase())}));
	const best = judged.reduce<(typeof judged)[number] | null>(
		(least, one) => (least === null || one.far < least.far ? one : least),
		null,
	);
	return best !== null && best.far <= Math.max(1, Math.floor(best.it.length / 3)) ? best.it : null;
}

/** ` (did you mean "masters"?)`, or nothing where no known word is near. */
export function meantInstead(word: string, known: readonly string[]): string {
	const found = nearest(word, known);
	return found === null ? '' : ` (did you mean "${found}"?)`;
}

const longest = 64;

/** How many letters have to be put in, taken out, replaced or swapped. */
function distance(a: string, b: string): number {
	let [before, row]: [readonly number[], readonly number[]] = [[], Array.from({length: b.length + 1}, (_, at) => at)];
	for (let at = 1; at <= a.length; at++) {
		const next = [at];
		for (let to = 1; to <= b.length; to++) {
			const isSame = a[at - 1] === b[to - 1];
			const isSwapped = at > 1 && to > 1 && a[at - 1] === b[to - 2] && a[at - 2] === b[to - 1];
			next.push(
				Math.min(
					(row[to] ?? 0) + 1,
					(next[to - 1] ?? 0) + 1,
					(row[to - 1] ?? 0) + (isSame ? 0 : 1),
					isSwapped ? (before[to - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}
		[before, row] = [row, next];
	}
	return row[b.length] ?? 0;
}
