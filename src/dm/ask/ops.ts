/**
 * DM's number for an operation on a task, by which it is asked, since 1.0 understands no names, and DM's name, by which it
 * answers. `stop` is refused from 6.0 on, without effect, as an invalid op; `delete` takes its place there.
 */
export const taskOps = {
	stop: {number: 1, name: 'Stop'},
	pause: {number: 2, name: 'Pause'},
	resume: {number: 3, name: 'Resume'},
	delete: {number: 7, name: 'Delete'},
} as const satisfies Record<string, {readonly number: number; readonly name: string}>;

/** An operation on a task: on the whole of it, or on the listed sources (1.0: workers). */
export type Operation = {
	readonly task: string;
	readonly op: keyof typeof taskOps;
	readonly shape: 'workers' | 'sources';
	/** Source IDs, or from a `workers` cluster the workers' addresses; empty = the whole task. */
	readonly targets: readonly string[];
};
