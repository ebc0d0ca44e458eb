/** Which tasks and other things have an operation under way: from the second look until DM's answer. */
export type Busy = {
	/** Why the task cannot be taken now, in a sentence; null = it is taken, until it is released. */
	take(task: string, operation: string): string | null;
	release(task: string): void;
};

export function createBusy(now: () => number): Busy {
	const taken = new Map<string, {readonly operation: string; readonly sinceMs: number}>();
	return {
		take(task, operation) {
			const other = taken.get(task);
			if (other !== undefined) {
				const seconds = Math.round((now() - other.sinceMs) / 1000);
				return `another operation is under way: ${other.operation} since ${seconds}s`;
			}
			taken.set(task, {operation, sinceMs: now()});
			return null;
		},
		release(task) {
			taken.delete(task);
		},
	};
}
