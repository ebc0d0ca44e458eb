/** JSON of a value in which there are maps. */
export function toJson(value: unknown): string {
	return JSON.stringify(value, (_, it: unknown) => (it instanceof Map ? {[mark]: [...it]} : it));
}

/** The value of such a JSON. */
export function fromJson(json: string): unknown {
	return JSON.parse(json, (_, it: unknown) =>
		typeof it === 'object' && it !== null && mark in it ? new Map(it[mark] as [unknown, unknown][]) : it,
	);
}

/** No key of DM's or ours is called so. */
const mark = '\u0001map';
