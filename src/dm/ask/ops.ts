/**
 * DM's numbers for an operation on a task; 1.0 understands no names. `stop` is refused from 6.0 on, without effect, as
 * an invalid op; `delete` takes its place there.
 */
export const taskOps = {stop: 1, pause: 2, resume: 3, delete: 7} as const;
