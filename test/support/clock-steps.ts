/** How a clock on the wall is set in the middle of the work: its words, and by how many ms. */
export const clockSteps = [
	['a second forward', 1_000],
	['a second back', -1_000],
	['a minute forward', 60_000],
	['a minute back', -60_000],
	['an hour forward', 3_600_000],
	['an hour back', -3_600_000],
] as const;
