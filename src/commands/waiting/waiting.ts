import type {Task} from '../../domain/task.ts';
import {cleanText} from '../../domain/text.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import {mayHavePart} from '../../gateway/memory/unheard.ts';
import {duration} from '../../words/format.ts';
import type {Options, WaitState} from '../args/usage.ts';
import type {Asked} from '../ask.ts';
import {exit} from '../exit.ts';
import {unknownTask} from '../unknown-task.ts';
import {type Judgement, judge} from './wait-state.ts';

/** How a wait ends. */
export type Verdict = {readonly code: number; readonly sentence: string};

/** A wait as it stands after the newest answer. */
export type Waiting = {
	readonly task: string;
	readonly state: WaitState;
	readonly stableMs: number;
	readonly startedMs: number;
	/** The cluster has listed the task. */
	readonly known: boolean;
	/** Since when it has been in the state at every poll; null = it was not at the last one. */
	readonly heldSinceMs: number | null;
	/** How things stand, in a line. */
	readonly line: string;
	/** How the wait ends; null while it goes on. */
	readonly verdict: Verdict | null;
};

/** A wait before the first answer. */
export function begin({argument, waitFor, stableMs}: Options, nowMs: number): Waiting {
	const task = cleanText(argument ?? '');
	return {
		task,
		state: waitFor ?? 'running',
		stableMs: stableMs ?? 0,
		startedMs: nowMs,
		known: false,
		heldSinceMs: null,
		line: 'no answer yet',
		verdict: null,
	};
}

/** The wait after one more answer. Pure. */
export function advance(before: Waiting, asked: Asked, atMs: number): Waiting {
	const {task, state, startedMs} = before;
	if (asked.type === 'failed') {
		const {message, timedOut} = asked.failed;
		// Whoever never answered is most likely not who was meant; whoever did may come back.
		const code = timedOut ? exit.timeout : exit.nobody;
		const verdict = before.known ? null : {code, sentence: message};
		return {...before, heldSinceMs: null, line: `${goal(before)}; no answer: ${message}`, verdict};
	}
	const found = asked.memory.tasks.get(task);
	if (found === undefined && !before.known) {
		const note = state === 'stopped' ? '; DM does not list a task that was stopped before either' : '';
		return {...before, verdict: {code: exit.usage, sentence: `${unknownTask(asked.memory, task)}${note}`}};
	}
	// What is remembered of a stopped task is forgotten in the end.
	const told = found === undefined ? gone(state) : judge(state, found.task);
	const judgement = told.type === 'reached' ? unlessUnheard(told, asked.memory, found?.task ?? null, task) : told;
	const total = found?.task.subtasks.length ?? 0;
	const known = {...before, known: true};
	switch (judgement.type) {
		case 'never': {
			const sentence = `${task} can no longer be ${words[state]}: ${judgement.why}`;
			return {...known, verdict: {code: exit.trouble, sentence}};
		}
		case 'not-yet':
			return {
				...known,
				heldSinceMs: null,
				line: `${goal(before)}: ${judgement.arrived} of ${total} sources; ${judgement.missing}`,
			};
		case 'reached': {
			const heldSinceMs = before.heldSinceMs ?? atMs;
			const heldMs = atMs - heldSinceMs;
			const line = `${task} is ${words[state]} for ${duration(heldMs / 1000)} of ${duration(before.stableMs / 1000)}`;
			const sentence = `${task} is ${words[state]}, after ${duration((atMs - startedMs) / 1000)}`;
			return {...known, heldSinceMs, line, verdict: heldMs >= before.stableMs ? {code: exit.fine, sentence} : null};
		}
	}
}

/** Nothing is reached in whole while somebody does not answer who may have a part of the task. */
function unlessUnheard(reached: Judgement, memory: Memory, task: Task | null, name: string): Judgement {
	const [unheard] = mayHavePart(memory, name);
	if (unheard === undefined) return reached;
	const arrived = task?.subtasks.length ?? 0;
	return {type: 'not-yet', arrived, missing: `${unheard.who} ${unheard.trouble} and may have a part of it`};
}

function gone(state: WaitState): Judgement {
	return state === 'stopped' ? {type: 'reached'} : {type: 'never', why: 'it was stopped'};
}

function goal({task, state}: Waiting): string {
	return `${task} is not ${words[state]} yet`;
}

const words = {
	'caught-up': 'caught up',
	running: 'running',
	paused: 'paused',
	finished: 'finished',
	stopped: 'stopped',
} as const satisfies Record<WaitState, string>;
