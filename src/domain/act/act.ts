import {isProduction} from '../operation/label.ts';
import type {TargetOutcome} from '../operation/operation.ts';

/** What a person can have done to something else than a task as a whole. */
export const acts = [
	'pause-relay',
	'resume-relay',
	'start-relay',
	'unlock',
	'skip-ddl',
	'start-validation',
	'stop-validation',
	'start-task',
] as const;

export type Act = (typeof acts)[number];

/** What an act is to be done to, by name; null where its kind needs no such name. */
export type ActTarget = {
	readonly task: string | null;
	readonly source: string | null;
	/** The ID of a DDL lock. */
	readonly lock: string | null;
};

/** One thing that was seen and that the act depends on, such as the stage of a relay: it is compared again before sending. */
export type Fact = {readonly what: string; readonly is: string | null};

/** How strongly is asked: `y` for one small thing, a list that is read first, or a name that is typed. */
export type ActTier = 1 | 2 | 3;

/** All that somebody has to know before an act, as it is now. */
export type ActProposal = {
	readonly act: Act;
	readonly target: ActTarget;
	readonly tier: ActTier;
	/** What is typed in tier 3. */
	readonly name: string;
	/** How often it is typed. */
	readonly times: 1 | 2;
	readonly facts: readonly Fact[];
	/** What it is now, in sentences. */
	readonly now: readonly string[];
	/** What is done, and what that costs, in sentences: has to be read. */
	readonly costs: readonly string[];
	/** What may come next or undo it, in sentences. */
	readonly undo: readonly string[];
	/** The lines of dmctl that would do the same. */
	readonly dmctl: readonly string[];
	/** What would be sent: the method and path, and the body in JSON; null where nothing can be. */
	readonly request: {readonly method: 'PUT' | 'POST' | 'gRPC'; readonly path: string; readonly body: string} | null;
	/** Why it cannot be done, in a sentence; null where it can. */
	readonly refused: string | null;
};

/** How an act ended. `done` only where the status shows it, or nothing shows it and DM said so. */
export type ActOutcome = Omit<TargetOutcome, 'task' | 'sources'>;

/** How an act shows in what is seen after it. */
export type Settled =
	| {readonly type: 'done'; readonly says: string}
	| {readonly type: 'failed'; readonly says: string}
	| {readonly type: 'waiting'; readonly says: string};

/** The proposal as it is asked for on a cluster with that label: in production one tier more strongly. */
export function strengthened(proposal: ActProposal, label: string | null): ActProposal {
	return isProduction(label) ? {...proposal, tier: proposal.tier === 1 ? 2 : 3} : proposal;
}

/** Which of an act's target is what it is about, for people: a source, a lock, or a task at a source. */
export function actTargetName({task, source, lock}: ActTarget): string {
	if (lock !== null) return lock;
	return task === null ? (source ?? '?') : source === null ? task : `${task} at ${source}`;
}

/** What has changed between two looks, in a few words; null = nothing. */
export function changedFact(seen: readonly Fact[], now: readonly Fact[]): string | null {
	const before = new Map(seen.map(({what, is}) => [what, is]));
	for (const {what, is} of now) {
		if (!before.has(what)) return `${what} is ${is ?? 'unknown'}, and was not seen before`;
		const was = before.get(what) ?? null;
		if (was !== is) return `${what} was ${was ?? 'unknown'} and is ${is ?? 'unknown'}`;
		before.delete(what);
	}
	const [gone] = before.keys();
	return gone === undefined ? null : `${gone} is not told any more`;
}

/** The fact of that name; null where there is none, or nobody knows. */
export function factOf(facts: readonly Fact[], what: string): string | null {
	return facts.find(fact => fact.what === what)?.is ?? null;
}

/** How an act is called where there is room for two words. */
export const actNames = {
	'pause-relay': 'pause relay',
	'resume-relay': 'resume relay',
	'start-relay': 'start relay',
	unlock: 'unlock',
	'skip-ddl': 'skip the DDL',
	'start-validation': 'start validation',
	'stop-validation': 'stop validation',
	'start-task': 'start',
} as const satisfies Record<Act, string>;
