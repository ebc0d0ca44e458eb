/** A DM version, told by `/status` or inferred from the shape of an answer. Numbers are major * 100 + minor. */
export type DmVersion = {
	/** As shown: `v6.5.0` when told, else a guess with a question mark. */
	readonly label: string;
	/** DM's own words; null when the master does not say. */
	readonly told: string | null;
	/** The oldest and the newest version that it can be. */
	readonly oldest: number;
	readonly newest: number;
	/** The third number, such as 12 of `v6.5.12`; null where DM does not tell it. */
	readonly patch: number | null;
};

const newestOfAll = 9999;

/** The version from what `/status` said (null = nothing, or "None") and from the answer's shape. */
export function dmVersion(
	told: string | null,
	cluster: {readonly shape: 'workers' | 'sources'; readonly tellsValidation: boolean} | null,
): DmVersion {
	const numbers = told === null ? null : /^v?(\d{1,2})\.(\d{1,2})(?:\.(\d{1,3})|[.-]|$)/.exec(told);
	if (told !== null && numbers !== null) {
		const version = Number(numbers[1]) * 100 + Number(numbers[2]);
		const patch = numbers[3] === undefined ? null : Number(numbers[3]);
		return {label: told, told, oldest: version, newest: version, patch};
	}
	if (cluster === null) return {label: '?', told, oldest: 100, newest: newestOfAll, patch: null};
	if (cluster.shape === 'workers') return {label: '1.0?', told, oldest: 100, newest: 100, patch: null};
	return cluster.tellsValidation
		? {label: '6.2+?', told, oldest: 602, newest: newestOfAll, patch: null}
		: {label: '2.x?', told, oldest: 200, newest: newestOfAll, patch: null};
}
