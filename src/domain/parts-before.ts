/** The part of a source; `place` is where it is looked for first. */
export type PartBefore<Part> = (source: string, place: number) => Part | undefined;

/**
 * Finds what was known of a source's part of a task before. Parts keep their places from answer to answer, so that nearly
 * all are found by a look at the same place.
 */
export function partsBefore<Part extends {readonly source: string}>(parts: readonly Part[]): PartBefore<Part> {
	let bySource: ReadonlyMap<string, Part> | null = null;
	return (source, place) => {
		const there = parts[place];
		if (there?.source === source) return there;
		bySource ??= new Map(parts.map(part => [part.source, part]));
		return bySource.get(source);
	};
}
