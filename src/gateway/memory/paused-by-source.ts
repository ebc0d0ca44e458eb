import type {KnownTasks} from './known-task.ts';
import type {OperationReading} from './reading.ts';

/** By source, the tasks that were paused with all others of it, and when. */
export type PausedBySource = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What becomes of it with what an operation did: whatever else is done to a task there takes it out. */
export function rememberPaused(known: PausedBySource, reading: OperationReading): PausedBySource {
	if (reading.step !== 'answered') return known;
	const {operation, outcome, bySource, atMs} = reading;
	const touched = outcome.parts.flatMap(({source, outcome: of}) => (of === 'done' && source !== null ? [source] : []));
	if (touched.length === 0) return known;
	const next = new Map(known);
	for (const source of touched) {
		const tasks = new Map(next.get(source));
		tasks.delete(outcome.task);
		if (operation === 'pause' && bySource === source) tasks.set(outcome.task, atMs);
		if (tasks.size === 0) next.delete(source);
		else next.set(source, tasks);
	}
	return next;
}

/** Without those that somebody else has resumed since: what is paused later is paused for another reason. */
export function settlePaused(known: PausedBySource, tasks: KnownTasks, atMs: number): PausedBySource {
	if (known.size === 0) return known;
	const isPaused = (task: string, source: string) => {
		const part = tasks.get(task)?.task.subtasks.find(it => it.source === source);
		// Of what does not answer now nothing is known.
		return part !== undefined && (part.presence.type !== 'here' || part.subtask?.stage === 'Paused');
	};
	const next = new Map<string, ReadonlyMap<string, number>>();
	for (const [source, paused] of known) {
		const left = [...paused].filter(([task, sinceMs]) => atMs - sinceMs < patienceMs || isPaused(task, source));
		if (left.length > 0) next.set(source, new Map(left));
	}
	return next;
}

/** DM's own stage may come so much later than its answer. */
const patienceMs = 15_000;
