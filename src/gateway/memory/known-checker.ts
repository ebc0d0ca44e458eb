import type {Checker} from '../../domain/failure/checker.ts';
import {findingsOf, status} from '../../domain/status.ts';
import type {KnownSources} from './known-source.ts';
import type {KnownTask, KnownTasks} from './known-task.ts';
import {identityOf, type Verdict} from './known-verdict.ts';

/**
 * The memory that knows what the checker of a source is like. What it means for a failure shows at once, and the failure
 * begins no later by that.
 */
export function withChecker<Of extends Known>(memory: Of, source: string, checker: Checker | null): Of {
	const known = memory.sources.get(source);
	if (known === undefined || isSame(known.checker, checker)) return memory;
	const sources = new Map(memory.sources).set(source, {...known, checker});
	const tasks = new Map(memory.tasks);
	for (const [name, task] of tasks) {
		if (task.task.subtasks.some(it => it.source === source)) {
			tasks.set(name, judgedAnew(task, source, checker, memory.lastGood?.atMs ?? 0));
		}
	}
	return {...memory, sources, tasks};
}

/** What of a memory knows of checkers. */
type Known = {
	readonly sources: KnownSources;
	readonly tasks: KnownTasks;
	readonly lastGood: {readonly atMs: number} | null;
};

function judgedAnew(known: KnownTask, source: string, checker: Checker | null, atMs: number): KnownTask {
	const subtasks = known.task.subtasks.map(it => (it.source === source ? {...it, checker} : it));
	const task = {...known.task, subtasks};
	const findings = findingsOf(task, atMs);
	const verdicts = new Map<string, Verdict>();
	for (const [index, it] of subtasks.entries()) {
		const finding = findings[index];
		const before = known.verdicts.get(it.source);
		if (finding !== undefined && before !== undefined) {
			verdicts.set(it.source, {...before, ...identityOf(finding, it)});
		}
	}
	return {...known, task, verdicts, status: status(task, atMs, findings)};
}

function isSame(a: Checker | null, b: Checker | null): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
