/**
 * Whether these are the long runs, `npm run test:long`: many more random runs, every version and size, and what starts
 * many programs. The suite has a share of each.
 */
export const isLong = process.env['DMTOP_TEST'] === 'long';

/** How many random runs there are, in the suite and in the long runs. */
export function runsOf(inSuite: number, inLong: number): number {
	return isLong ? inLong : inSuite;
}

/** The cases of the suite; in the long runs all the others. */
export function shareOf<Case>(cases: readonly Case[], isInSuite: (it: Case) => boolean): readonly Case[] {
	return cases.filter(it => isInSuite(it) !== isLong);
}
