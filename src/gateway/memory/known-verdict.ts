import {errorKey} from '../../domain/failure/error-key.ts';
import {underRelay} from '../../domain/rules/parts.ts';
import type {Finding} from '../../domain/rules/verdict.ts';
import type {Task, TaskSubtask} from '../../domain/task.ts';

/** What a subtask is found to be, with its beginning: a relay's error begins while the subtask goes on in its stage. */
export type Verdict = {
	/** Word and kind of the finding. */
	readonly key: string;
	/** The errors behind it: another error of the same kind is another finding. */
	readonly cause: string;
	/** Null when it was so at the first reading, or came while nobody could see it. */
	readonly sinceMs: number | null;
	readonly seenSinceMs: number;
	/** When it last became another one before our eyes; null = never. */
	readonly changedAtMs: number | null;
};

/** What is found at the subtasks of a task now; `known` = what was found at the answer before. */
export function verdictsOf(
	known: ReadonlyMap<string, Verdict> | undefined,
	{subtasks}: Task,
	findings: readonly Finding[],
	atMs: number,
): ReadonlyMap<string, Verdict> {
	const verdicts = new Map<string, Verdict>();
	for (const [index, it] of subtasks.entries()) {
		const {source, sinceMs, seenSinceMs} = it;
		const finding = findings[index];
		if (finding === undefined) continue;
		const what = identityOf(finding, it);
		const before = known?.get(source);
		// What is seen now for the first time and has no beginning gives none to what is found of it.
		const unseen = seenSinceMs === atMs && sinceMs === null;
		const changedAtMs = before === undefined || unseen ? (before?.changedAtMs ?? null) : atMs;
		verdicts.set(
			source,
			before !== undefined && isSame(before, what)
				? before
				: {...what, sinceMs: unseen ? null : atMs, seenSinceMs: atMs, changedAtMs},
		);
	}
	return verdicts;
}

/** What tells one finding from another. */
export function identityOf({word, kind}: Finding, it: TaskSubtask): Pick<Verdict, 'key' | 'cause'> {
	const result = it.subtask?.stage === 'Paused' ? it.subtask.result : (underRelay(it)?.result ?? null);
	return {key: `${word} ${kind}`, cause: errorKey(result)};
}

function isSame(a: Pick<Verdict, 'key' | 'cause'>, b: Pick<Verdict, 'key' | 'cause'>): boolean {
	return a.key === b.key && a.cause === b.cause;
}

/** The same kind of finding with another error behind it, which begins anew. */
export function isAnotherError(before: Verdict | undefined, after: Verdict | undefined): boolean {
	return before !== undefined && before.key === after?.key && before.cause !== after.cause;
}
