import {plainly} from '../../domain/failure/sentence.ts';
import type {Operation, TargetOutcome} from '../../domain/operation/operation.ts';
import {seenPartOf} from '../../domain/operation/operation.ts';
import {isDoneIn} from '../../domain/operation/plan.ts';
import type {OperationUnderWay} from '../../domain/operation/under-way.ts';
import type {TaskSubtask} from '../../domain/task.ts';
import type {DmVersion} from '../../domain/version.ts';
import type {KnownTasks} from './known-task.ts';
import type {OperationReading} from './reading.ts';

/** An operation on one source's part of a task that the cluster does not show yet. */
export type KnownOperation = {
	readonly operation: Operation;
	/** Who asked for it. */
	readonly by: string;
	/** When it was asked for. */
	readonly sinceMs: number;
	/** When DM answered, or no answer was awaited any more. */
	readonly answeredAtMs: number | null;
	/** How many statuses have come since. */
	readonly pollsSince: number;
};

/** By task, then by source. */
export type KnownOperations = ReadonlyMap<string, ReadonlyMap<string, KnownOperation>>;

/** The operations after one more piece of news about one. */
export function rememberOperation(known: KnownOperations, reading: OperationReading): KnownOperations {
	const task = reading.step === 'asked' ? reading.target.task : reading.outcome.task;
	const sources = new Map(known.get(task));
	if (reading.step === 'asked') {
		const asked = {
			operation: reading.operation,
			by: reading.by,
			sinceMs: reading.atMs,
			answeredAtMs: null,
			pollsSince: 0,
		};
		for (const source of reading.addressed) sources.set(source, asked);
	} else {
		for (const [source, it] of sources) {
			if (it.answeredAtMs !== null) continue;
			if (reading.outcome.outcome === 'refused' || reading.untouched.includes(source)) sources.delete(source);
			else sources.set(source, {...it, answeredAtMs: reading.atMs});
		}
	}
	return withSources(known, task, sources);
}

/** The operations that the cluster does not show yet after one more status. */
export function settleOperations(known: KnownOperations, tasks: KnownTasks, atMs: number): KnownOperations {
	if (known.size === 0) return known;
	const next = new Map<string, ReadonlyMap<string, KnownOperation>>();
	for (const [name, sources] of known) {
		const task = tasks.get(name)?.task;
		const parts = new Map(task?.goneAtMs === null ? task.subtasks.map(part => [part.source, part]) : []);
		const waiting = [...sources].flatMap(([source, it]) => {
			const part = parts.get(source);
			// A task that no answer lists is not yet gone.
			const isOpen = it.operation === 'stop' && task?.unlisted != null;
			if (part === undefined || (!isOpen && isShown(it.operation, part, task?.version))) return [];
			if (it.answeredAtMs === null) return [[source, it] as const];
			const pollsSince = it.pollsSince + 1;
			const over = pollsSince >= pollsPatience && atMs - it.answeredAtMs >= patienceMs;
			return over ? [] : [[source, {...it, pollsSince}] as const];
		});
		if (waiting.length > 0) next.set(name, new Map(waiting));
	}
	return next;
}

/** The operations without those on a task: it is gone, and nothing is awaited of it. */
export function withoutTask(known: KnownOperations, task: string): KnownOperations {
	return known.has(task) ? withSources(known, task, new Map()) : known;
}

/** What is under way on one source's part; null = nothing. */
export function underWayOn(known: KnownOperations, task: string, source: string): OperationUnderWay | null {
	const it = known.get(task)?.get(source);
	return it === undefined ? null : shown(it);
}

/** What is under way anywhere on the task, what is unanswered first and then the newest; null = nothing. */
export function underWayIn(known: KnownOperations, task: string): OperationUnderWay | null {
	const all = [...(known.get(task)?.values() ?? [])];
	const [first] = all.sort(
		(a, b) => Number(a.answeredAtMs !== null) - Number(b.answeredAtMs !== null) || b.sinceMs - a.sinceMs,
	);
	return first === undefined ? null : shown(first);
}

/** Who asked last for this of any part of the task; null = nobody of whom the cluster has not shown it before. */
export function askedBy(known: KnownOperations | undefined, task: string, operation: Operation): string | null {
	const asked = [...(known?.get(task)?.values() ?? [])].filter(it => it.operation === operation);
	const [newest] = asked.sort((a, b) => b.sinceMs - a.sinceMs);
	return newest?.by ?? null;
}

/** One line for the events. */
export function operationText(reading: OperationReading): string {
	const {operation} = reading;
	if (reading.step === 'asked') {
		const {task, sources} = reading.target;
		const where =
			sources === null ? task : `${task} on ${sources.length === 1 ? sources[0] : `${sources.length} sources`}`;
		return `${operation} of ${where} asked for by ${reading.by}`;
	}
	return `${operation} of ${reading.outcome.task}: ${endText(reading.outcome)}`;
}

function endText({outcome, message: told, parts}: TargetOutcome): string {
	const message = told === null ? null : plainly(told);
	if (outcome === 'refused' || outcome === 'not-tried') return `${words[outcome]}: ${message}`;
	if (outcome === 'unknown' && message?.startsWith('unknown')) return message;
	const tried = parts.filter(part => part.outcome !== 'not-tried');
	const same = tried.filter(part => part.outcome === outcome).length;
	const counted = `${same} of ${tried.length} ${tried.length === 1 ? 'source' : 'sources'}`;
	const rest = message === null ? counted : message.startsWith(counted) ? message : `${counted}: ${message}`;
	return `${words[outcome]} at ${rest}`;
}

const words = {
	done: 'done',
	failed: 'failed',
	unknown: 'outcome unknown',
	refused: 'not sent',
	'not-tried': 'not tried',
} as const satisfies Record<TargetOutcome['outcome'], string>;

/** How long after DM's answer its own stage may take to say so: this, and so many statuses. */
const patienceMs = 15_000;
const pollsPatience = 2;

function isShown(operation: Operation, part: TaskSubtask, version: DmVersion | undefined): boolean {
	if (operation === 'stop') return part.presence.type === 'missing';
	return version !== undefined && isDoneIn(operation, seenPartOf(part, version).situation);
}

function shown({operation, sinceMs, answeredAtMs}: KnownOperation): OperationUnderWay {
	return {operation, sinceMs, answered: answeredAtMs !== null};
}

function withSources(
	known: KnownOperations,
	task: string,
	sources: ReadonlyMap<string, KnownOperation>,
): KnownOperations {
	const next = new Map(known);
	if (sources.size === 0) next.delete(task);
	else next.set(task, sources);
	return next;
}
