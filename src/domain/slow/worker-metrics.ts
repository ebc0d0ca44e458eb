/** What one scrape of a worker's `/metrics` tells of its source, reduced to what tells who is slow. */
export type WorkerMetrics = {
	/** How long its relay has waited for the upstream's binlog since the worker started, in seconds; null = not told. */
	readonly relayReadSeconds: number | null;
	/** The disk that holds its relay, in bytes; null = not told. */
	readonly relaySpace: {readonly availableBytes: number; readonly capacityBytes: number} | null;
	/** By the name of the task. */
	readonly tasks: ReadonlyMap<string, TaskMetrics>;
};

/** Of one task: seconds are sums since it started there, over all of its threads; null = not told. */
export type TaskMetrics = {
	/** Reading binlog, from the upstream or from the relay. */
	readonly readSeconds: number | null;
	/** Finding out which rows depend on one another. */
	readonly conflictSeconds: number | null;
	/** Waiting for room in a queue. */
	readonly queueSeconds: number | null;
	/** Transactions in the target. */
	readonly targetSeconds: number | null;
	/** How many jobs wait in the queue of each of its writers (`worker-count`). */
	readonly queues: readonly number[];
};
