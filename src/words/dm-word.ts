/** What is said in the place of dmctl's word where it has none: a task that no answer lists may run all the same. */
export function withoutDmWord({goneAtMs}: {readonly goneAtMs: number | null}, it: 'it' | 'this task'): string {
	return goneAtMs === null ? `The newest answer does not list ${it}` : `DM no longer lists ${it}`;
}
