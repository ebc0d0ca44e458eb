import type {Position, ProcessError, Relay, Subtask, TaskConfig} from './cluster.ts';
import type {Checker} from './failure/checker.ts';
import type {LagFrom, LagTrail} from './lag/lag-trail.ts';
import type {Limits} from './limits.ts';
import type {Gap} from './position.ts';
import type {RelaySpace} from './relay/relay-space.ts';
import type {Slow} from './slow/slow.ts';
import type {DmVersion} from './version.ts';

/** A task as the gateway knows it: what DM tells now, and what is remembered where DM tells nothing. */
export type Task = {
	readonly name: string;
	/** Null in 1.0, where DM refuses it, or until it has been asked. */
	readonly config: TaskConfig | null;
	readonly version: DmVersion;
	readonly limits: Limits;
	/** In the order of the answer, then those that the answer does not hold. */
	readonly subtasks: readonly TaskSubtask[];
	/** When DM was found to have removed the task, in ms since 1970; null while it knows it, or may know it. */
	readonly goneAtMs: number | null;
	/** Null while it is listed, gone, or while a source on which it was last seen gives no answer. */
	readonly unlisted: Unlisted | null;
};

/** Every source on which the task was last seen answers and does not list it. That alone does not prove that it is gone. */
export type Unlisted = {
	readonly sinceMs: number;
	/** What DM said when it was asked for the task itself; null while it is being asked. */
	readonly byName: Exclude<ByName, 'unknown'> | null;
};

/** What DM says when it is asked for a task by its name, and for its configuration. */
export type ByName =
	/** It answers for the task. */
	| 'listed'
	/** It has a configuration of that name. */
	| 'configured'
	/** It knows neither: a stopped task is removed. */
	| 'unknown'
	/** It gave no answer that tells, or cannot be asked. */
	| 'no-answer';

/** One source's part of a task, with what is remembered of it. */
export type TaskSubtask = {
	readonly task: string;
	readonly source: string;
	/** The last known worker. */
	readonly worker: string | null;
	/** The last known state; null where the configuration names the source but no answer ever held it. */
	readonly subtask: Subtask | null;
	readonly presence: Presence;
	/** When an answer last held it; null = never. */
	readonly lastSeenAtMs: number | null;
	/** When its stage, unit or error began; null when it was so at the first reading. */
	readonly sinceMs: number | null;
	/** When this stage, unit and error was first seen. */
	readonly seenSinceMs: number;
	/** When it last changed before our eyes; null = never. */
	readonly changedAtMs: number | null;
	/** Errors that the source itself reports beside its subtasks. */
	readonly sourceErrors: readonly ProcessError[];
	/** The relay of the source; null when it is off or unknown. */
	readonly relay: Relay | null;
	/** Since when the relay has not been caught up; null while it is, or is off. */
	readonly relayBehindSinceMs: number | null;
	/** The disk that holds that relay, where its worker's metrics tell it. */
	readonly relaySpace: RelaySpace | null;
	/** Whether anybody resumes its failures; null where its source's configuration is not known. */
	readonly checker: Checker | null;
	/** Since when it has been failing with errors that DM resumes by itself; null when it is not. */
	readonly retry: Retry | null;
	/** When DM was last seen to try, also of a failure that is over: the pauses between its tries grow on. */
	readonly triedAtMs: number | null;
	/** When an import was last seen to fail, for as long as its load goes on; null when none has. */
	readonly importFailedAtMs: number | null;
	/** Since when a DDL lock has been blocking it, also while it is paused meanwhile; null while none does. */
	readonly blockedSinceMs: number | null;
	/** The same, kept as long as the group is unresolved: right after a resume DM may meet the DDL anew. */
	readonly lockSinceMs: number | null;
	/** Since when its worker, busy, has told its stage and not its unit: of what it does the last known is kept, without figures. */
	readonly busySinceMs: number | null;
	/** When the upstream was first seen at or past the checkpoint: the data is at most that old. */
	readonly gapSinceMs: number | null;
	readonly lag: Lag;
	/** Who holds it up, by its worker's metrics, and when that was found; null while nothing tells it. */
	readonly slow: (Slow & {readonly atMs: number}) | null;
	/** Its checkpoint is past the upstream, and was not seen to be before it at the answer before this one. */
	readonly pastUpstream: boolean;
	/** Its validator is behind its checkpoint and does not come nearer; null while it does, or has none that runs. */
	readonly validatorBehind: ValidatorBehind | null;
	/** Since when it stands still in Sync; null while it does not run there, or a lock is open. */
	readonly still: Still | null;
};

/** The lag of one source's part of a task, with what it was in the last minute. DM's figure may drop to 0 between two batches. */
export type Lag = {
	/** That of the newest answer, where it can be true; else null. */
	readonly nowSeconds: number | null;
	/** What is shown: the last minute's peak where it flaps or has just fallen from above the limit, else that of now. */
	readonly seconds: number | null;
	/** What is shown is that peak. */
	readonly isPeak: boolean;
	/** The largest lags of the last minute, each smaller than the one before it; the newest answer's last. */
	readonly peaks: readonly {readonly atMs: number; readonly seconds: number}[];
	/** When it last came back after it had dropped; null = never. */
	readonly cameBackAtMs: number | null;
	/** It was above the limit, and has not been below three quarters of it for a minute since. */
	readonly isHigh: boolean;
	/** Since when it has been below three quarters of the limit; null while it is not, or is not known. */
	readonly belowSinceMs: number | null;
	/** Whose figure that of the newest answer is; null where there is none. */
	readonly from: LagFrom | null;
	/** What it cannot be less than, by DM where DM is believed, and since when what is not in the target was written at most; null where it is not measured. */
	readonly bounds: {readonly lowerSeconds: number | null; readonly upperSinceMs: number | null} | null;
	/** How its checkpoint moves; null while that is not followed. */
	readonly trail: LagTrail | null;
};

/** A Sync whose checkpoint and count of events stay the same. */
export type Still = {
	/** The first answer that had them. */
	readonly sinceMs: number;
	/** Where what it reads, the upstream or the relay, was then. */
	readonly from: Position | null;
	/** Since when that has gone on without it; null while it has not. Minutes that nobody watched do not count. */
	readonly leftBehindSinceMs: number | null;
};

/** A validator that is behind the checkpoint of its Sync. */
export type ValidatorBehind = {
	/** Since when it has not come nearer than it was then; minutes that nobody watched do not count. */
	readonly sinceMs: number;
	readonly from: Gap;
};

/** Whether the newest answer tells of the subtask, and why not. `sinceMs` = since when. */
export type Presence =
	| {readonly type: 'here'}
	/** Its source did not answer; `message` is what the master said. */
	| {readonly type: 'silent'; readonly sinceMs: number; readonly message: string | null}
	/** Its source has no worker. */
	| {readonly type: 'unbound'; readonly sinceMs: number; readonly message: string | null}
	/** Its source is not in the answer at all. */
	| {readonly type: 'absent'; readonly sinceMs: number}
	/** Its source answers well and does not list it, while other sources list the task. */
	| {readonly type: 'missing'; readonly sinceMs: number};

/** DM's own tries to resume something that failed. */
export type Retry = {
	/** When the failing was first seen. */
	readonly sinceMs: number;
	/** It was well an answer before. */
	readonly fromBeginning: boolean;
	/** No try of an earlier failure had been seen lately: the first one comes within seconds. */
	readonly fromQuiet: boolean;
	/** For how long somebody watched since it began, or since the last try that was seen, in ms. */
	readonly watchedMs: number;
	/** How many tries of this error were seen; most are too short to be seen otherwise than by the counter. */
	readonly tries: number;
	/** How many tries there were since it began to fail, whatever it failed with; null where some may not have been seen. */
	readonly allTries: number | null;
	/** When the last of them was seen; null = none. */
	readonly lastTryMs: number | null;
	/** How often it was seen to come back (Running) and fail again. */
	readonly cameBack: number;
	/** Running again since; null while it is paused. Over once it has run 30 s with progress. */
	readonly runningSinceMs: number | null;
	/** The counter when it began to run again, for "with progress". */
	readonly counterAtResume: number | null;
	/** What it fails with, so that another error starts a new count; and the same for people. */
	readonly errorKey: string;
	readonly error: string;
};

/** dmtop's own rates, per second; null where unknown. Sync counts events (rows), Dump and Load bytes. */
export type Rates = {
	readonly now: number | null;
	readonly fiveMinutes: number | null;
	readonly sinceStart: number | null;
};
