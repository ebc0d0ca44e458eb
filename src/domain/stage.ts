/** What makes a subtask leave its stage, as DM documents it. */
export type Trigger = 'started' | 'error' | 'pause-task' | 'resume-task' | 'stop-task' | 'done';

/** The stages of DM's documentation; there are others in between (Pausing, Resuming, Stopping) that nobody sees. */
export type DocumentedStage = 'New' | 'Running' | 'Paused' | 'Stopped' | 'Finished';

/** The stage after a trigger; null where DM documents that it is not possible. */
export function nextStage(stage: DocumentedStage, trigger: Trigger): DocumentedStage | null {
	return transitions[stage][trigger] ?? null;
}

const transitions = {
	New: {started: 'Running', error: 'Paused'},
	Running: {error: 'Paused', 'pause-task': 'Paused', 'stop-task': 'Stopped', done: 'Finished'},
	Paused: {'resume-task': 'Running', 'stop-task': 'Stopped'},
	Stopped: {},
	Finished: {},
} as const satisfies Record<DocumentedStage, Partial<Record<Trigger, DocumentedStage>>> as Record<
	DocumentedStage,
	Partial<Record<Trigger, DocumentedStage>>
>;
