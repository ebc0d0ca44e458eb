/** What the units of a task's mode are, in their order; the last one tells how it ends. */
const units = {
	all: ['Dump', 'Load', 'Sync'],
	full: ['Dump', 'Load'],
	incremental: ['Sync'],
	dump: ['Dump'],
	load: ['Load'],
	'load&sync': ['Load', 'Sync'],
} as const satisfies Record<string, readonly Unit[]>;

export type Unit = 'Dump' | 'Load' | 'Sync';

/** The units that a task of this mode passes through, in their order; null where the mode is not known. */
function unitsOf(mode: string | null): readonly Unit[] | null {
	return mode !== null && Object.hasOwn(units, mode) ? units[mode as keyof typeof units] : null;
}

/** Whether a task of this mode comes to Sync, which never ends by itself; null where the mode is not known. */
export function syncs(mode: string | null): boolean | null {
	return unitsOf(mode)?.includes('Sync') ?? null;
}

/** What follows a unit, in a sentence. */
export function afterUnit(unit: Unit, mode: string | null): string {
	const all = unitsOf(mode);
	if (mode === null) return 'What follows is in the mode of the task, which is not known.';
	if (all === null) return `Mode ${mode}: what follows is not known here.`;
	const next = all.slice(all.indexOf(unit) + 1);
	if (next.length === 0)
		return `Mode ${mode}: it ends in Finished, and no ${unit === 'Sync' ? 'other unit' : 'Sync'} follows.`;
	return `Mode ${mode}: ${next.join(', then ')} follow${next.length === 1 ? 's by itself' : ' by themselves'}.`;
}
