/** A shard DDL lock as the master itself holds it, whatever the status tells; also of a task that is no more. */
export type ServerLock = {
	/** Such as `` orders-`shop`.`orders` ``. */
	readonly id: string;
	readonly task: string;
	readonly mode: 'pessimistic' | 'optimistic';
	/**
	 * Pessimistic: the source (1.0: the worker's address) that will execute the DDL. Optimistic: the upstream table of a
	 * conflict, with its source; null while there is none.
	 */
	readonly owner: string | null;
	readonly ddls: readonly string[];
	/** Sources (1.0: workers' addresses) that have met the DDL on all their tables; optimistic: upstream tables. */
	readonly synced: readonly string[];
	readonly unsynced: readonly string[];
};

/** The target of a lock, such as `` `shop`.`orders` ``. */
export function targetOfLock({id, task}: Pick<ServerLock, 'id' | 'task'>): string {
	return id.slice(task.length + 1);
}
