/**
 * The same value with all its times so much later. Which of its numbers are times is told by their names: `…AtMs`,
 * `…SinceMs`, `lastTryMs`; durations have other names.
 */
export function shifted<Of>(value: Of, byMs: number): Of {
	return byMs === 0 ? value : (moved(value, byMs) as Of);
}

/** Whether the number of that name is a time. */
export function isTime(name: string): boolean {
	return /^(?:atMs|sinceMs|lastTryMs)$|AtMs$|SinceMs$/.test(name);
}

function moved(value: unknown, byMs: number): unknown {
	if (Array.isArray(value)) return value.map(it => moved(it, byMs));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, it]) => [
			name,
			typeof it === 'number' && isTime(name) ? it + byMs : moved(it, byMs),
		]),
	);
}
