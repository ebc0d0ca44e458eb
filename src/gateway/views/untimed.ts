/** What was told, without when: that would make another value of an unchanged one. */
export function untimed<Told extends {readonly atMs: number}>(told: Told | null): Omit<Told, 'atMs'> | null {
	if (told === null) return null;
	const {atMs: _, ...rest} = told;
	return rest;
}
