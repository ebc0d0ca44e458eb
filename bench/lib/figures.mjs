/** The middle of some figures. */
export function median(figures) {
	return percentile(figures, 50);
}

/** The figure that so many percent do not exceed; NaN where there are none. */
export function percentile(figures, percent) {
	const sorted = [...figures].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export function sum(figures) {
	return figures.reduce((total, figure) => total + figure, 0);
}

/** The slope of the straight line through points `{x, y}`, in y per x. */
export function slope(points) {
	const meanX = sum(points.map(({x}) => x)) / points.length;
	const meanY = sum(points.map(({y}) => y)) / points.length;
	const spread = sum(points.map(({x}) => (x - meanX) ** 2));
	return spread === 0 ? 0 : sum(points.map(({x, y}) => (x - meanX) * (y - meanY))) / spread;
}

export const ms = figure => `${figure.toFixed(figure < 10 ? 2 : 1)} ms`;
export const times = figure => `${figure.toFixed(2)}x`;
export const mib = bytes => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** Prints rows of cells as aligned columns; the first is on the left, all others on the right. */
export function table(rows) {
	const widths = [];
	for (const row of rows) {
		for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, String(cell).length);
	}
	for (const row of rows) {
		const cells = row.map((cell, index) =>
			index === 0 ? String(cell).padEnd(widths[index]) : String(cell).padStart(widths[index]),
		);
		process.stdout.write(`  ${cells.join('  ').trimEnd()}\n`);
	}
}
