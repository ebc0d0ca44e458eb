/**
 * Sizes of a terminal, from the smallest to the largest that are used: every third width, each with three heights, so that
 * all heights come with narrow, middle and wide screens.
 */
export function manySizes(): readonly (readonly [columns: number, rows: number])[] {
	return widths.flatMap((columns, index) =>
		[0, 1, 2].map(turn => [columns, heights[((index * 3 + turn) * stride) % heights.length] ?? 24] as const),
	);
}

const widths = Array.from({length: 94}, (_, index) => 20 + index * 3);
const heights = [...Array.from({length: 38}, (_, index) => 3 + index), 45, 51, 60, 80, 100];

/** Without a divisor in common with the number of heights: it comes to all of them. */
const stride = 16;
