import type {CaughtUpPart} from '../caught-up.ts';
import type {Validation} from '../cluster.ts';

/** What one poll of the cluster tells of the tasks that are to be cut over. */
export type CutoverReading =
	| {readonly type: 'told'; readonly atMs: number; readonly tasks: readonly CutoverTask[]}
	/** No answer; `message` says why, in a sentence. */
	| {readonly type: 'failed'; readonly atMs: number; readonly message: string};

/** One task, as far as it matters to whether its target can take over. */
export type CutoverTask = {
	readonly name: string;
	readonly parts: readonly CutoverPart[];
	/** Who tells nothing of the task and may have a part of it, and why nothing is told. */
	readonly unheard: readonly {readonly who: string; readonly trouble: string}[];
	/** DM does not know it (any more). */
	readonly isGone: boolean;
	/** On which sources it has to be has not been read yet. */
	readonly sourcesPending: boolean;
};

/** One source's part of it. */
export type CutoverPart = CaughtUpPart & {readonly worker: string | null; readonly validation: Validation | null};
