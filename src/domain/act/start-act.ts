import type {Fact, Settled} from './act.ts';

/** What DM found when it checked the configuration of a task, which changes nothing. */
export type TaskCheck = {
	readonly passed: boolean;
	/** What it says of the whole, in its own words; null where that is only that all is well. */
	readonly message: string | null;
	/** What is not as it should be. */
	readonly findings: readonly CheckFinding[];
};

export type CheckFinding = {
	/** DM's word, such as `warn` or `fail`. */
	readonly state: string;
	readonly name: string;
	/** What is wrong, and what DM advises. */
	readonly text: string;
};

/** A task as its file describes it. It may hold passwords: it is sent to DM, and goes nowhere else. */
export type TaskFile = {
	/** Where it is, as it was given: for the line of dmctl. */
	readonly path: string;
	readonly task: string;
	readonly sources: readonly string[];
	/** The file's text, which is sent as it is. */
	readonly text: string;
	/** What may not be shown of the text: the values of its passwords and keys. */
	readonly secrets: readonly string[];
};

/** A part of the task as DM tells of it; `stage` is null where DM tells of none. */
type Part = {readonly source: string; readonly stage: string | null};

/** What of a task an act that starts it depends on: which parts of it are there already. */
export function startFacts(sources: readonly string[], parts: readonly Part[]): readonly Fact[] {
	return sources.map(source => ({
		what: partName(source),
		is: parts.find(part => part.source === source)?.stage ?? notThere,
	}));
}

/** Why the task is not started, in a sentence; null where it can be. */
export function startWhyNot(
	sources: readonly string[],
	parts: readonly Part[],
	check: TaskCheck,
	isOldInPart: boolean,
): string | null {
	const here = parts.flatMap(({source, stage}) =>
		stage !== null && sources.includes(source) ? [`${stage} at ${source}`] : [],
	);
	if (here.length > 0) return `it is there already: ${here.join(', ')}`;
	if (isOldInPart) return 'on DM 1.0 only the whole task is started: leave out --source';
	return check.passed ? null : `DM's check of the file has failed${check.message === null ? '' : `: ${check.message}`}`;
}

/** Whether the task is there on all the sources, and runs. */
export function startSettled(sources: readonly string[], now: readonly Fact[] | null): Settled {
	const seen = sources.map(source => ({source, is: now?.find(({what}) => what === partName(source))?.is ?? notThere}));
	const paused = seen.filter(({is}) => is === 'Paused');
	if (paused.length > 0) {
		const where = paused.map(({source}) => source).join(', ');
		return {type: 'failed', says: `it was started, and is Paused at ${where}`};
	}
	const waiting = seen.filter(({is}) => is !== 'Running' && is !== 'Finished');
	if (waiting.length === 0) {
		return {type: 'done', says: `it is ${seen.map(({source, is}) => `${is} at ${source}`).join(', ')} now`};
	}
	return {type: 'waiting', says: `it is ${waiting.map(({source, is}) => `${is} at ${source}`).join(', ')} still`};
}

function partName(source: string): string {
	return `the part at ${source}`;
}

const notThere = 'not there';
