import type {Limits} from '../limits.ts';
import type {TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';
import type {FindingKind} from './finding-kind.ts';

/** What a rule found, before it has a word. */
export type Found = {
	readonly kind: FindingKind;
	readonly label: string;
	readonly of?: (same: number, count: string) => string;
	readonly counted?: boolean;
	readonly reason?: string;
	readonly outlook?: string;
};

/** One rule of the status table: what it finds at a subtask, or null where it does not match. */
export type Rule = (it: TaskSubtask, version: DmVersion, nowMs: number, limits: Limits) => Found | null;
