import type {Operation, OperationTarget, TargetOutcome} from '../../domain/operation.ts';
import type {Plan} from '../../domain/operation-plan.ts';
import type {OperateTarget} from '../../protocol/messages.ts';
import type {TaskView} from '../../protocol/topics.ts';
import type {View} from '../views.ts';

/** All that has to do with operating tasks: the open dialog, what is under way, whether writing is armed, the marks. */
export type Operating = {
	readonly dialog: OpenDialog | null;
	/** What was sent and has not been answered yet. */
	readonly underWay: readonly UnderWay[];
	/** What did not go well and came while its dialog was closed, the oldest first: shown once nothing else is open. */
	readonly unread: readonly Dialog[];
	/** Null = the keys that write do nothing (RO). */
	readonly armed: Armed | null;
	/** The marked rows of each open list, by `viewKey`; a row is marked by its object's name. */
	readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
	/** The viewer itself was started to write nothing. */
	readonly readOnly: boolean;
	/** Quitting was asked for while something was under way; asked again, it is done. */
	readonly leaving: boolean;
	/** The newest dialog's number: each dialog, and what it sends, has its own. */
	readonly lastId: number;
};

/** Writing is armed until a moment of the viewer's clock; null = until somebody disarms it. */
export type Armed = {readonly untilMs: number | null};

/** What is sent and waited for; `id` is that of the dialog that sent it. */
export type UnderWay = {
	readonly id: number;
	readonly operation: Operation;
	readonly targets: readonly OperationTarget[];
	/** Where it was sent. */
	readonly origin: Origin;
	/** The page on which it was asked for: what is done loses its mark there. */
	readonly from: View;
	/** The viewer's clock. */
	readonly sinceMs: number;
};

/** How strongly a dialog asks: a small one, a list of what will happen, or the name typed. */
export type Tier = 1 | 2 | 3;

/** Which gateway told what was seen, by its `instance`, and what its cluster was called then. */
export type Origin = {readonly instance: string; readonly cluster: string};

/** What asks before something is done. */
export type OpenDialog = Dialog | Arming;

/** The question whether writing shall be allowed for a while. */
export type Arming = {
	readonly type: 'arming';
	readonly id: number;
	/** As it was at the key press. */
	readonly origin: Origin;
	/** Why it can never be answered any more, in a few words; null while it can. */
	readonly spoilt: string | null;
	/** The first line shown. */
	readonly top: number;
	readonly phase: {
		readonly type: 'arming';
		/** When the frame that shows it was written, by the viewer's clock; null before that. */
		readonly shownAtMs: number | null;
		/** How many of its lines have been on the screen, from the first one on. */
		readonly seenLines: number;
	};
	/** Why the last key did not confirm, in a sentence. */
	readonly remark: string | null;
};

/** One question about one operation, from the key press to its outcome. */
export type Dialog = {
	readonly type: 'operation';
	readonly id: number;
	readonly operation: Operation;
	/** As it was at the key press; nothing that comes later changes it. */
	readonly origin: Origin;
	/** The page on which the key was pressed. */
	readonly from: View;
	/** Why it can never be answered any more, in a few words; null while it can. */
	readonly spoilt: string | null;
	readonly tier: Tier;
	/** What was meant at the key press, by name. */
	readonly asked: readonly OperationTarget[];
	/** How many marked rows are not shown and so are not meant. */
	readonly hidden: number;
	/** The first line shown. */
	readonly top: number;
	readonly phase: Phase;
	/** Why the last key did not confirm, in a sentence. */
	readonly remark: string | null;
};

export type Phase =
	/** The state of a target has not come yet. */
	| {readonly type: 'reading'}
	| Asking
	| {readonly type: 'sending'; readonly sinceMs: number; readonly targets: readonly Target[]}
	| {
			readonly type: 'answered';
			readonly outcomes: readonly TargetOutcome[];
			/** Why there are none, in a sentence. */
			readonly message: string | null;
			/** Whether a gateway goes on looking at what is unknown. */
			readonly isWatched: boolean;
			/** When the frame that shows it was written, by the viewer's clock; null before that. */
			readonly shownAtMs: number | null;
	  };

/** All is known; nothing that comes later changes what the dialog says. */
export type Asking = {
	readonly type: 'asking';
	readonly targets: readonly Target[];
	/** When the newest answer of the cluster came that the dialog speaks of, by the gateway's clock; null = unknown. */
	readonly dataAtMs: number | null;
	/** When the frame that shows the dialog was written, by the viewer's clock; null before that. */
	readonly shownAtMs: number | null;
	/** How many of its lines have been on the screen, from the first one on. */
	readonly seenLines: number;
	/** What has been typed of the name that a stop asks for. */
	readonly typed: string;
	readonly focus: Focus;
};

/** Where the keys go in a dialog that asks for the name. */
export type Focus = 'name' | 'cancel' | 'pause';

/** A target with what was seen of it when the dialog opened, and what can be done to it. */
export type Target = OperateTarget & {
	/** Null = DM lists no such task. */
	readonly view: TaskView | null;
	readonly plan: Plan;
};

/** Nothing is operated, and nothing may be. */
export const nothingOperated: Operating = {
	dialog: null,
	underWay: [],
	unread: [],
	armed: null,
	marks: new Map(),
	readOnly: false,
	leaving: false,
	lastId: 0,
};

/** The targets that will be sent: those with nothing against them. */
export function sentTargets(targets: readonly Target[]): readonly Target[] {
	return targets.filter(({plan}) => plan.type === 'act');
}
