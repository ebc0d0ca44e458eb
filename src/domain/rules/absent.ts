import {essence} from '../failure/sentence.ts';
import type {TaskSubtask, Unlisted} from '../task.ts';
import {place} from './parts.ts';
import type {Found} from './rule.ts';

export function silent(it: TaskSubtask): Found | null {
	const what = silences[it.presence.type];
	if (what === null) return null;
	// Of the two only a worker can fall silent; where none is bound, or nothing is told, the last one has no part in it.
	const who = it.presence.type === 'silent' ? (it.worker ?? it.source) : it.source;
	const message = 'message' in it.presence ? it.presence.message : null;
	return {
		kind: 'silent',
		label: `${what.word}: ${who}`,
		of: same => (same === 1 ? `${what.word}: ${who}` : `silent: ${same} sources`),
		reason: `${place(it)}: ${what.sentence}${message === null ? '.' : `: ${essence(message)}`}`,
		outlook:
			it.subtask === null
				? 'No answer has told of this subtask since dmtop started.'
				: `What is shown of it is its last known state: ${it.subtask.stage}.`,
	};
}

export function missing(it: TaskSubtask): Found | null {
	if (it.presence.type !== 'missing') return null;
	return {
		kind: 'missing',
		label: 'Missing',
		counted: true,
		reason: `${place(it)}: its source answers well and does not list this subtask.`,
		outlook:
			it.subtask === null
				? 'Either it was never started there, or it was stopped there alone, or the worker has not taken it up yet.'
				: 'Either it was stopped there alone, or the worker has not taken it up again yet.',
	};
}

/** What is said of a task that no answer lists, until DM has been asked for it by name. */
export const stillAsking = 'The newest answer does not list it; DM is being asked for it by name.';

/** A part of a task that no answer lists any more, though DM did not say that it is gone. */
export function notListed(it: TaskSubtask, byName: NonNullable<Unlisted['byName']>): Found {
	return {
		kind: 'unlisted',
		label: 'Not listed',
		reason: `${place(it)}: not listed, though its source answers; ${knowledge[byName]}.`,
		outlook: `It may well be running; its last known state is ${it.subtask?.stage ?? 'unknown'}.`,
	};
}

const knowledge = {
	listed: 'DM still knows it by name',
	configured: 'DM still has its configuration',
	'no-answer': 'DM did not say whether it knows it',
} as const satisfies Record<NonNullable<Unlisted['byName']>, string>;

const silences = {
	here: null,
	missing: null,
	silent: {word: 'silent', sentence: 'its source did not answer'},
	unbound: {word: 'not bound', sentence: 'no worker is bound to its source'},
	absent: {word: 'absent', sentence: "its source is missing from the master's answer"},
} as const satisfies Record<TaskSubtask['presence']['type'], {word: string; sentence: string} | null>;
