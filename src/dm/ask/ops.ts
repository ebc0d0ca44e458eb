/**
 * DM's numbers for an operation on a task; 1.0 understands no names. `stop` is refused from 6.0 on, without effect, as
 * an invalid op; `delete` takes its place there.
 */
export const taskOps = {stop: 1, pause: 2, resume: 3, delete: 7} as const;
/** An operation on a task: on the whole of it, or on the listed sources (1.0: workers). */
export type Operation = {
	readonly task: string;
	readonly op: keyof typeof taskOps;
	readonly shape: 'workers' | 'sources';
	/** Source IDs, or from a `workers` cluster the workers' addresses; empty = the whole task. */
	readonly targets: readonly string[];
};
