/** The word that was most likely meant: a little mistyped, or the only one that begins so. Null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
	const small = word.slice(0, longest).toLowerCase();
	const judged = known.map(it => ({it, far: distance(small, it.toLowerCase()), same: sameBeginning(small, it)}));
	const [best] = judged.sort((a, b) => a.far - b.far || b.same - a.same);
	if (best !== undefined && best.far <= Math.max(1, Math.floor(best.it.length / 3))) return best.it;
	const [only, ...more] = small.length < 2 ? [] : judged.filter(({same}) => same === small.length);
	return only !== undefined && more.length === 0 ? only.it : null;
}

function sameBeginning(small: string, word: string): number {
	const at = [...small].findIndex((letter, index) => letter !== word[index]?.toLowerCase());
	return at < 0 ? small.length : at;
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
