import {operations} from '../../domain/operation/operation.ts';

/** What a gateway tells to whoever collects figures: its kind, what it is, and by what it is told apart. */
export type Figure = {
	readonly type: 'gauge' | 'counter' | 'histogram';
	readonly help: string;
	readonly labels: readonly string[];
};

/**
 * What is read from what is known when somebody asks. A figure that nobody knows has no sample: unknown is never 0.
 * The words of `status` are those of `dmtop status --json`.
 */
export const gauges = {
	dmtop_info: gauge('1, with the version of this gateway and that of the cluster.', 'version', 'dm_version'),
	dmtop_up: gauge('Whether the newest poll of the cluster was answered; none before the first has ended.'),
	dmtop_answer_age_seconds: gauge('Age of the newest answer of the cluster; none before the first.'),
	dmtop_poll_interval_seconds: gauge('How often the cluster is asked now.'),
	dmtop_tasks: gauge('How many tasks have this status; all tasks are counted, also those without a series.', 'status'),
	dmtop_sources: gauge('How many sources answer or do not; all sources are counted.', 'answering'),
	dmtop_series_left_out: gauge(
		'How many tasks or sources have no series of their own, since there are too many.',
		'of',
	),
	dmtop_task_status: gauge(
		'1 for the status that the task has now; `finding` tells apart what has one status.',
		'task',
		'status',
		'finding',
	),
	dmtop_task_lag_seconds: gauge(
		'Largest lag of the parts of the task; none where it is not known, or while a DDL lock holds it up.',
		'task',
	),
	dmtop_task_blocked_seconds: gauge('For how long a DDL lock has held the task up; none while none does.', 'task'),
	dmtop_task_lag_unknown: gauge('1 where the task should have a lag and nobody knows it, else 0.', 'task'),
	dmtop_task_gap_bytes: gauge(
		'Largest gap between upstream and checkpoint, where both are in one binlog file; none where it is not known.',
		'task',
	),
	dmtop_task_gap_files: gauge('Largest gap in binlog files, where it is more than one file.', 'task'),
	dmtop_task_rows_per_second: gauge('Rows per second of all parts in Sync.', 'task'),
	dmtop_task_bytes_per_second: gauge('Bytes per second of all parts in Dump or Load.', 'task'),
	dmtop_task_subtasks: gauge(
		'How many parts of the task are in this unit and have this status.',
		'task',
		'unit',
		'status',
	),
	dmtop_task_answer_age_seconds: gauge('Age of the oldest answer that what is told of the task rests on.', 'task'),
	dmtop_task_lock_age_seconds: gauge('For how long at least the oldest DDL lock of the task has been there.', 'task'),
	dmtop_task_locks: gauge('How many DDL locks of the task are open.', 'task'),
	dmtop_source_status: gauge('1 for the status that the source has now.', 'source', 'status'),
	dmtop_source_answering: gauge('Whether the source was in the newest answer, with an answer of its own.', 'source'),
	dmtop_source_silence_seconds: gauge(
		'For how long the source has given no answer; 0 while it does, none where nobody saw that begin.',
		'source',
	),
	dmtop_source_relay: gauge(
		'1 for the word of its relay: ok, behind, paused, stopped, error, unknown.',
		'source',
		'relay',
	),
	dmtop_source_relay_gap_bytes: gauge('Gap between upstream and relay, where both are in one binlog file.', 'source'),
	dmtop_source_relay_behind_seconds: gauge('For how long the relay has not caught up; 0 while it has.', 'source'),
	dmtop_viewers: gauge('How many viewers are connected.'),
	process_resident_memory_bytes: gauge('Resident memory of the gateway.'),
	nodejs_heap_size_used_bytes: gauge('Used heap of the gateway.'),
	nodejs_external_memory_bytes: gauge('Memory of the gateway outside of its heap.'),
	nodejs_eventloop_lag_p50_seconds: gauge('By how much timers were late since the last scrape, the half of them.'),
	nodejs_eventloop_lag_p99_seconds: gauge('By how much timers were late since the last scrape, all but one in 100.'),
	nodejs_eventloop_lag_max_seconds: gauge('By how much the latest timer was late since the last scrape.'),
	nodejs_eventloop_utilization_ratio: gauge('Share of the time since the last scrape in which the event loop worked.'),
	process_start_time_seconds: gauge('When the gateway started, in seconds since 1970.'),
} as const satisfies Record<string, Figure>;

export type GaugeName = keyof typeof gauges;

/** What is counted as it happens, from the start of the gateway on. */
export const counters = {
	dmtop_polls_total: counter('Polls of the cluster by how they ended.', 'outcome'),
	dmtop_viewers_joined_total: counter('Viewers that were let in.'),
	dmtop_viewers_cut_off_total: counter('Viewers that the gateway has cut off, by the close code.', 'code'),
	dmtop_viewer_refusals_total: counter(
		'Requests for a connection or a page that were refused, by the HTTP status.',
		'status',
	),
	dmtop_viewer_sent_bytes_total: counter('Bytes of messages sent to viewers.'),
	dmtop_viewer_received_bytes_total: counter('Bytes of messages received from viewers.'),
	dmtop_viewer_messages_total: counter('Messages sent to viewers.'),
	dmtop_viewer_dropped_messages_total: counter(
		'Messages that a slow viewer never got, since a newer one took their place.',
	),
	dmtop_operations_total: counter('Targets of operations by what came of them.', 'operation', 'outcome'),
	dmtop_audit_syslog_missed_total: counter("Lines of the audit log that the system's log lacks, with --audit-syslog."),
	process_cpu_seconds_total: counter('Processor time of the gateway.'),
} as const satisfies Record<string, Figure>;

export type CounterName = keyof typeof counters;

/** What is measured as it happens. */
export const histograms = {
	dmtop_poll_duration_seconds: {
		type: 'histogram',
		help: 'How long the answers to polls took.',
		labels: [],
		buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60],
	},
} as const satisfies Record<string, Figure & {readonly buckets: readonly number[]}>;

export type HistogramName = keyof typeof histograms;

/** Series that are there from the start: what has not happened yet is a true 0, and its first time is an increase. */
export const countedFromStart: readonly {
	readonly name: CounterName;
	readonly labels: Readonly<Record<string, string>>;
}[] = [
	...['answered', 'failed', 'timed-out'].map(outcome => ({name: 'dmtop_polls_total', labels: {outcome}}) as const),
	...operations.flatMap(operation =>
		['done', 'refused', 'failed', 'unknown', 'not-tried'].map(
			outcome => ({name: 'dmtop_operations_total', labels: {operation, outcome}}) as const,
		),
	),
	...['401', '403', '503'].map(status => ({name: 'dmtop_viewer_refusals_total', labels: {status}}) as const),
	...['1001', '1013', '4400', '4401'].map(code => ({name: 'dmtop_viewers_cut_off_total', labels: {code}}) as const),
];

function gauge<Label extends string>(help: string, ...labels: readonly Label[]) {
	return {type: 'gauge', help, labels} as const;
}

function counter<Label extends string>(help: string, ...labels: readonly Label[]) {
	return {type: 'counter', help, labels} as const;
}
