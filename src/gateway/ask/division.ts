/** Names of sources (1.0: workers), in the parts in which the cluster is asked for them. */
export type Division = readonly (readonly string[])[];

/** The names in so many parts, as equal as can be. */
export function split(names: readonly string[], parts: number): Division {
	const count = Math.min(parts, names.length);
	return Array.from({length: count}, (_, index) =>
		names.slice(Math.round((index * names.length) / count), Math.round(((index + 1) * names.length) / count)),
	);
}

/** The division once some of its names do not fit into one part. */
export function divided(division: Division | null, names: readonly string[], parts: Division): Division {
	const moved = new Set(names);
	const others = (division ?? []).map(part => part.filter(name => !moved.has(name)));
	return [...others, ...parts].filter(part => part.length > 0);
}

/** What is asked now: the names that there are, in their parts; a new one joins the smallest, and those that have gone leave. */
export function asked(division: Division, names: readonly string[]): Division {
	const known = new Set(division.flat());
	const present = new Set(names);
	const parts = division.map(part => part.filter(name => present.has(name))).filter(part => part.length > 0);
	const fresh = names.filter(name => !known.has(name));
	if (fresh.length === 0) return parts;
	const smallest = parts.toSorted((a, b) => a.length - b.length)[0] ?? [];
	return [...parts.filter(part => part !== smallest), [...smallest, ...fresh]];
}

/** The division with its two smallest parts as one; null where that is all there is. */
export function merged(division: Division): Division | null {
	const [first = [], second = [], ...others] = division.toSorted((a, b) => a.length - b.length);
	return others.length === 0 ? null : [...others, [...first, ...second]];
}

/** Parts none of which makes a URL that a proxy would not take. */
export function withShortQueries(division: Division): Division {
	return division.flatMap(part => {
		const bytes = part.reduce((sum, name) => sum + encodeURIComponent(name).length + '&sources='.length, 0);
		return split(part, Math.ceil(bytes / longestQueryBytes));
	});
}

/** Proxies take 8 KiB and more. */
const longestQueryBytes = 6000;
