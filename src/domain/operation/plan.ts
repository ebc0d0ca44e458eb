import type {Cluster} from '../cluster.ts';
import type {Operation, OperationTarget, SeenPart, Situation} from './operation.ts';

/** What an operation will be sent for, or why it cannot be done. */
export type Plan =
	| {
			readonly type: 'act';
			/** Whose parts will be operated. */
			readonly parts: readonly SeenPart[];
			/** The whole task is addressed; else the sources of `parts`. */
			readonly whole: boolean;
			/** Which parts are left alone, and why. */
			readonly left: readonly {readonly part: SeenPart; readonly why: string}[];
	  }
	/** In a few words, such as "already paused". */
	| {readonly type: 'refused'; readonly why: string};

/** What the operation can do to the target now. `parts` are all parts of the task, wherever they are. */
export function planOf(
	operation: Operation,
	target: OperationTarget,
	parts: readonly SeenPart[],
	shape: Cluster['shape'],
): Plan {
	const {sources} = target;
	const meant = sources === null ? parts : parts.filter(({source}) => sources.includes(source));
	if (meant.length === 0) return {type: 'refused', why: 'DM lists no such part of the task'};
	const strange = sources?.find(source => !parts.some(part => part.source === source));
	if (strange !== undefined) return {type: 'refused', why: `the task has no part on ${strange}`};
	const judged = meant.map(part => ({part, why: whyNot(operation, part, shape)}));
	const left = judged.flatMap(({part, why}) => (why === null ? [] : [{part, why}]));
	const able = judged.flatMap(({part, why}) => (why === null ? [part] : []));
	const [first] = left;
	if (able.length === 0) return {type: 'refused', why: sameWhy(left) ?? `${first?.part.source}: ${first?.why}`};
	return {type: 'act', parts: able, whole: sources === null && left.length === 0, left};
}

/**
 * The sources that go by name: where not all of the task is meant or can be operated, and where `nameless` workers, which
 * are not asked, would be asked too. Null = the task is addressed as a whole.
 */
export function namedSources(
	{parts, whole}: Extract<Plan, {type: 'act'}>,
	nameless: readonly string[],
): readonly string[] | null {
	return whole && nameless.length === 0 ? null : parts.map(({source}) => source);
}

/** Why the operation does nothing good to this part; null where it can be done. */
function whyNot(operation: Operation, {situation, stage}: SeenPart, shape: Cluster['shape']): string | null {
	const why = (shape === 'workers' ? oldReasons : reasons)[operation][situation];
	if (why !== undefined) return why;
	return situation === 'other' && operation !== 'stop' ? `its stage is ${stage ?? 'unknown'}` : null;
}

type Reasons = Readonly<Record<Operation, Partial<Record<Situation, string>>>>;

const reasons: Reasons = {
	pause: {new: 'it has not begun to run', paused: 'already paused', finished: 'finished'},
	resume: {new: 'it is not paused', running: 'already running', finished: 'finished'},
	stop: {},
};

/** DM 1.0 refuses more: 40050 (not running), 40051 (not paused), 38008 (the worker does not answer). */
const oldReasons: Reasons = {
	pause: {
		...reasons.pause,
		retrying: 'DM 1.0 cannot pause what an error has paused already',
		failed: 'DM 1.0 cannot pause what an error has paused already',
		silent: 'its worker does not answer',
	},
	resume: {...reasons.resume, silent: 'its worker does not answer'},
	stop: {},
};

/** In which situations a part can well be operated that was seen in another one; null = only as it was seen. */
export const operableIn: Readonly<Record<Operation, ReadonlySet<Situation> | null>> = {
	pause: new Set(['running', 'retrying']),
	resume: new Set(['paused', 'retrying', 'failed']),
	stop: null,
};

/** Whether a part in that situation is what the operation was to make of it. */
export function isDoneIn(operation: Operation, situation: Situation): boolean {
	return doneIn[operation].has(situation);
}

/** A stopped part is no longer listed: no situation of it tells. */
const doneIn: Readonly<Record<Operation, ReadonlySet<Situation>>> = {
	pause: new Set(['paused', 'finished']),
	resume: new Set(['new', 'running', 'finished', 'other']),
	stop: new Set(),
};

function sameWhy(left: readonly {readonly why: string}[]): string | null {
	const [first] = left;
	return first !== undefined && left.every(({why}) => why === first.why) ? first.why : null;
}
