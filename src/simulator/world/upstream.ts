import {catchUp, fail} from '../operate/stages.ts';
import {nextFile} from './binlog.ts';
import {findSource} from './find.ts';
import type {Draft} from './model.ts';

/** An upstream goes away. Who reads it through a relay keeps Running from 2.0 on; who reads it directly fails. */
export function upstreamDown(draft: Draft, id: string): void {
	const source = findSource(draft, id);
	if (!source?.up) return;
	source.up = false;
	if (draft.dm === '1.0' && source.relay?.stage === 'Running') {
		source.relay.stage = 'Paused';
		source.relay.failure = 'upstream-lost';
	}
	if (source.relay) return;
	for (const subtask of syncsOf(draft, id)) fail(draft, source, subtask, 'upstream-lost', null);
}

/** An upstream comes back, with another binlog file. In 1.0 its relay waits until someone resumes it. */
export function upstreamUp(draft: Draft, id: string): void {
	const source = findSource(draft, id);
	if (!source || source.up) return;
	source.up = true;
	source.written = nextFile(source.written) + 338;
	for (const {failure} of syncsOf(draft, id)) if (failure?.name === 'upstream-lost') failure.repairedAtMs = draft.nowMs;
}

/** A person pauses the relay: its readers keep Running and get nothing. */
export function pauseRelay(draft: Draft, id: string): void {
	const relay = findSource(draft, id)?.relay;
	if (relay?.stage !== 'Running') return;
	relay.stage = 'Paused';
	relay.isCanceled = true;
}

/** A person resumes the relay; with its upstream still away it fails as before. */
export function resumeRelay(draft: Draft, id: string): void {
	const source = findSource(draft, id);
	if (source?.relay?.stage !== 'Paused') return;
	if (source.relay.failure && !source.up) return;
	source.relay.stage = 'Running';
	source.relay.isCanceled = false;
	source.relay.failure = null;
	for (const subtask of syncsOf(draft, id)) if (subtask.stage === 'Running') catchUp(subtask);
}

function syncsOf(draft: Draft, id: string) {
	return draft.tasks.flatMap(task => task.subtasks).filter(subtask => subtask.source === id && subtask.unit === 'Sync');
}
