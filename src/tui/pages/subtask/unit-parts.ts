import type {PageLine} from '../../ui/line.ts';
import type {Shown} from '../pieces/graphs.ts';

/** What the page of a subtask says of its unit. */
export type UnitParts = {
	/** How far it is; on top. */
	readonly facts: readonly PageLine[];
	/** They take the lines of the first screen that nothing else needs. */
	readonly graphs: readonly Shown[];
	/** Above the events: what it waits for, what comes next. */
	readonly next: readonly PageLine[];
	/** Below the events: what to know of the figures, and those that are seldom looked at. */
	readonly notes: readonly PageLine[];
};
