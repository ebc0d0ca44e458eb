/** Something that DM can do and that is not offered here. */
export type NotOffered = {
	/** What it is called. */
	readonly what: string;
	/** Why it is not offered, in a sentence. */
	readonly why: string;
	/**
	 * What dmctl takes for it, with capitals for names, in the words of 6.0 and later; of what its flags are nobody has seen
	 * the command alone, whose `--help` tells them.
	 */
	readonly dmctl: string;
};

/** All acts that are not offered: the help and docs/operating.md say the same of each. */
export const notOffered: readonly NotOffered[] = [
	{
		what: 'force the removal of a lock',
		why: 'The other sources skip a DDL that nobody may have executed: the target then differs without an error.',
		dmctl: 'shard-ddl-lock unlock LOCK_ID -f',
	},
	{
		what: 'replace the owner of a lock',
		why: 'Another source executes the DDL than the one that met it first, and what the owner had done is not looked at.',
		dmctl: 'shard-ddl-lock unlock LOCK_ID -o SOURCE',
	},
	{
		what: 'break a lock (1.0)',
		why: 'It frees the worker and leaves the lock listed on the master; where it is told neither to execute nor to skip it answers true and does nothing.',
		dmctl: 'break-ddl-lock',
	},
	{
		what: 'skip or execute the DDL of an optimistic lock',
		why: 'DM skips without asking where no action is named, and data changes without an error: a text arrived as 0.',
		dmctl: 'shard-ddl-lock unlock LOCK_ID -a skip -s SOURCE -d DATABASE -t TABLE',
	},
	{
		what: 'replace a failing DDL',
		why: 'A wrong position that is well formed answers true, and DM 2.0 obeys numbers of operations that it does not know.',
		dmctl: 'binlog replace',
	},
	{
		what: 'inject a DDL',
		why: 'It is run in the target and in the picture that DM has of the table: the next row failed with 36027, which cannot be skipped.',
		dmctl: 'binlog inject',
	},
	{
		what: 'revert a skip or a replacement',
		why: 'It takes the position of what was noted, and a wrong one that is well formed may answer true.',
		dmctl: 'binlog revert',
	},
	{
		what: 'start a task at a time',
		why: 'DM 2.0 ignores the time, and later versions ignore it in mode all where there is a checkpoint.',
		dmctl: "start-task FILE --start-time 'TIME'",
	},
	{
		what: 'start a task without its checkpoint',
		why: 'It loads all anew into a target that is filled: 6.5 replaced its rows, 2.0 failed with 1062.',
		dmctl: 'start-task FILE --remove-meta',
	},
	{
		what: 'stop a relay',
		why: 'What the tasks on it have not read yet has to be in the binlog of the upstream still; a pause keeps the relay.',
		dmctl: 'stop-relay -s SOURCE',
	},
	{
		what: 'purge a relay',
		why: 'It never says what it removed, and answers true for a file that does not exist.',
		dmctl: 'purge-relay',
	},
	{
		what: 'move a source to another worker',
		why: 'DM pauses and resumes its tasks meanwhile, and may leave them Paused when a worker starts again.',
		dmctl: 'transfer-source',
	},
	{
		what: 'update a task',
		why: 'DM answers true and changes nothing: stop the task and start it from the changed file.',
		dmctl: 'update-task',
	},
	{
		what: 'ignore errors of a validator',
		why: 'It answers true for an error that is not there, and before the next flush, and does nothing then.',
		dmctl: 'validation',
	},
	{
		what: 'clear errors of a validator',
		why: 'Rows that differ are forgotten, and it answers true also where nothing was done.',
		dmctl: 'validation',
	},
	{
		what: 'evict the leader',
		why: 'It moves the master that is asked: that is administration of the cluster, and none of its tasks.',
		dmctl: 'operate-leader evict',
	},
	{
		what: 'take a member offline',
		why: 'What is taken off has to be added again by hand: that is administration of the cluster, and none of its tasks.',
		dmctl: 'offline-member --worker --name WORKER',
	},
	{
		what: "set a table's schema",
		why: 'DM believes it, whatever the table of the upstream is: rows that do not fit it fail.',
		dmctl: 'binlog-schema',
	},
];
