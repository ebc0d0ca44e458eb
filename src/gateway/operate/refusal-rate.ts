/** How many refusals of each viewer are written down: a flood of them must not fill the disk. */
export type RefusalRate = {
	/** Null = this one is only counted; else how many of this viewer were only counted since its last line. */
	take(viewer: string): number | null;
};

/** `now` is a clock in ms. */
export function createRefusalRate(now: () => number): RefusalRate {
	const viewers = new Map<string, {readonly sinceMs: number; lines: number; more: number}>();
	return {
		take(viewer) {
			const known = viewers.get(viewer);
			const isOver = known === undefined || Math.abs(now() - known.sinceMs) >= windowMs;
			const {lines, more} = isOver ? {lines: 0, more: known?.more ?? 0} : known;
			const isWritten = lines < linesPerWindow;
			viewers.delete(viewer);
			viewers.set(viewer, {
				sinceMs: isOver ? now() : known.sinceMs,
				lines: isWritten ? lines + 1 : lines,
				more: isWritten ? 0 : more + 1,
			});
			// Who has not been refused anything for the longest is forgotten.
			const [oldest] = viewers.keys();
			if (viewers.size > mostViewers && oldest !== undefined) viewers.delete(oldest);
			return isWritten ? more : null;
		},
	};
}

const windowMs = 60_000;
const linesPerWindow = 60;
const mostViewers = 1000;
