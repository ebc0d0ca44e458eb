import type {TaskMetrics, WorkerMetrics} from '../../domain/slow/worker-metrics.ts';

/**
 * Reads a worker's `/metrics` in the text format of Prometheus: only the series that tell who is slow, and of those only
 * of this source. What does not have that form is passed over, as are tasks beyond a thousand.
 */
export function parseWorkerMetrics(text: string, source: string): WorkerMetrics {
	const tasks = new Map<string, Draft>();
	let relayReadSeconds: number | null = null;
	const space = new Map<string, number>();
	for (const line of linesOf(text)) {
		const name = line.slice(0, nameEnd(line));
		if (name !== relaySeries && name !== spaceSeries && !Object.hasOwn(series, name)) continue;
		const read = sampleOf(line, name.length);
		if (read === null) continue;
		const {labels, value} = read;
		if (name === relaySeries) {
			relayReadSeconds = (relayReadSeconds ?? 0) + value;
			continue;
		}
		if (name === spaceSeries) {
			space.set(labels.get('type') ?? '', value);
			continue;
		}
		const task = labels.get('task');
		if (task === undefined || (labels.get('source_id') ?? source) !== source) continue;
		const known: Draft = tasks.get(task) ?? {sums: new Map(), queues: []};
		if (!tasks.has(task) && tasks.size >= mostTasks) continue;
		tasks.set(task, known);
		const of: keyof TaskMetrics = series[name as keyof typeof series];
		if (of !== 'queues') known.sums.set(of, (known.sums.get(of) ?? 0) + value);
		else if (isWriter(labels) && known.queues.length < mostQueues) known.queues.push(value);
	}
	return {
		relayReadSeconds,
		relaySpace: spaceOf(space.get('available'), space.get('capacity')),
		tasks: new Map([...tasks].map(([name, draft]) => [name, metricsOf(draft)])),
	};
}

/** Null where it is not told, or cannot be so. */
function spaceOf(availableBytes = -1, capacityBytes = -1): WorkerMetrics['relaySpace'] {
	return availableBytes >= 0 && capacityBytes > 0 && availableBytes <= capacityBytes
		? {availableBytes, capacityBytes}
		: null;
}

const spaceSeries = 'dm_relay_space';

const relaySeries = 'dm_relay_read_binlog_duration_sum';

const series = {
	dm_syncer_read_binlog_duration_sum: 'readSeconds',
	dm_syncer_conflict_detect_duration_sum: 'conflictSeconds',
	dm_syncer_add_job_duration_sum: 'queueSeconds',
	dm_syncer_txn_duration_time_sum: 'targetSeconds',
	dm_syncer_queue_size: 'queues',
} as const satisfies Record<string, keyof TaskMetrics>;

type Draft = {readonly sums: Map<Exclude<keyof TaskMetrics, 'queues'>, number>; readonly queues: number[]};

const mostTasks = 1000;
const mostQueues = 1024;
const longestLine = 4096;

/** Line by line: an answer of many megabytes is not held a second time. */
function* linesOf(text: string): Generator<string> {
	let from = 0;
	while (from < text.length) {
		const end = text.indexOf('\n', from);
		const to = end < 0 ? text.length : end;
		if (to - from <= longestLine) yield text.slice(from, to);
		from = to + 1;
	}
}

function nameEnd(line: string): number {
	const end = line.search(/[^a-zA-Z0-9_:]/);
	return end < 0 ? line.length : end;
}

/** Labels and value behind the name of a series; null where they have another form or no finite value. */
function sampleOf(
	line: string,
	from: number,
): {readonly labels: ReadonlyMap<string, string>; readonly value: number} | null {
	const labels = new Map<string, string>();
	let at = from;
	if (line[at] === '{') {
		at += 1;
		while (line[at] !== '}') {
			label.lastIndex = at;
			const [whole, name, value] = label.exec(line) ?? [];
			if (whole === undefined || name === undefined || value === undefined) return null;
			labels.set(
				name,
				value.replace(/\\(["\\n])/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped)),
			);
			at += whole.length;
		}
		at += 1;
	}
	const [written = ''] = line.slice(at).trim().split(' ');
	const value = Number(written);
	return written !== '' && Number.isFinite(value) && value >= 0 ? {labels, value} : null;
}

const label = /\s*([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*,?\s*/y;

/** A queue of a writer, `q_0`; the others lie before them. */
function isWriter(labels: ReadonlyMap<string, string>): boolean {
	return /^q_\d+$/.test(labels.get('queue_id') ?? labels.get('queueNo') ?? '');
}

function metricsOf({sums, queues}: Draft): TaskMetrics {
	const sum = (of: Exclude<keyof TaskMetrics, 'queues'>) => sums.get(of) ?? null;
	return {
		readSeconds: sum('readSeconds'),
		conflictSeconds: sum('conflictSeconds'),
		queueSeconds: sum('queueSeconds'),
		targetSeconds: sum('targetSeconds'),
		queues,
	};
}
