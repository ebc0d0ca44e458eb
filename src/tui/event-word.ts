import type {ClusterEvent, EventType} from '../domain/event.ts';
import {type StatusWord, statusWords} from '../domain/status-word.ts';

/** How bad an event is, as the letter that its object then had; `.` for what is well again. */

export function wordOf({type, to, text}: ClusterEvent): StatusWord {
	if (type === 'task-status') return statusWords.find(word => word === to) ?? 'running';
	// With an error the text goes on after the stage.
	if (type === 'subtask-stage' && to === 'Paused') return text.endsWith('Paused') ? 'paused' : 'warning';
	if (type === 'subtask-stage' || type === 'relay-stage') return to === 'Paused' ? 'paused' : 'running';
	return words[type];
}
const words = {
	'subtask-unit': 'running',
	'task-appeared': 'new',
	'task-gone': 'stopped',
	'task-restarted': 'new',
	'task-sources': 'running',
	'source-silent': 'unknown',
	'source-back': 'running',
	'source-appeared': 'new',
	'source-left': 'stopped',
	'worker-moved': 'warning',
	'lock-created': 'locked',
	'lock-resolved': 'running',
	'upstream-unknown': 'warning',
	'upstream-known': 'running',
	'master-lost': 'unknown',
	'master-back': 'running',
	'leader-changed': 'running',
	operation: 'running',
	unwatched: 'unknown',
} as const satisfies Record<Exclude<EventType, 'task-status' | 'subtask-stage' | 'relay-stage'>, StatusWord>;
