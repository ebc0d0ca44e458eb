import type {DmVersion, Draft, SimSubtask} from '../world/model.ts';
import {isRepaired} from './stages.ts';

/** What a person can ask for over HTTP, and what happens then. */
export const happenings = {pause: 'paused', resume: 'resumed', stop: 'stopped'} as const;

export type Operation = keyof typeof happenings;

/** The state of one subtask that decides what an operation on it does. */
export type Situation = 'new' | 'running' | 'paused' | 'failed' | 'repaired' | 'finished' | 'worker-dead' | 'unbound';

/** What DM answers for one source, after how long, and whether the operation takes effect all the same. */
export type Outcome = {
	readonly ok: boolean;
	readonly text: 'none' | 'old-error' | 'not-expected' | 'wrong-stage' | 'dead-worker' | 'not-found' | 'refused';
	readonly works: boolean;
	readonly afterMs: number;
};

/** What the operation on a subtask in that situation does, by version. */
export function outcome(dm: DmVersion, operation: Operation, situation: Situation): Outcome {
	const rules: Legality = legality[dm];
	return {...rules.otherwise, ...rules[operation][situation]};
}

/** A part that is refused whatever its situation. */
export const refusal: Outcome = {ok: false, text: 'refused', works: false, afterMs: 1000};

/** The situation of a subtask whose source is served so. */
export function situationOf(draft: Draft, subtask: SimSubtask, service: 'served' | 'dead' | 'unbound'): Situation {
	if (service !== 'served') return service === 'dead' ? 'worker-dead' : 'unbound';
	switch (subtask.stage) {
		case 'New':
			return 'new';
		case 'Finished':
			return 'finished';
		case 'Paused':
			if (subtask.failure === null) return 'paused';
			return isRepaired(draft, subtask) ? 'repaired' : 'failed';
		default:
			return 'running';
	}
}

type Cases = Partial<Record<Situation, Partial<Outcome>>>;
type Legality = {readonly otherwise: Outcome} & Readonly<Record<Operation, Cases>>;

const wrongStage = {ok: false, text: 'wrong-stage', works: false} as const;
const oldDead = {ok: false, text: 'dead-worker', works: false, afterMs: 5} as const;
const notFound = {ok: false, text: 'not-found', works: true} as const;

function notExpected(afterMs: number, works: boolean) {
	return {ok: false, text: 'not-expected', works, afterMs} as const;
}

const sinceSix = {
	otherwise: {ok: true, text: 'none', works: true, afterMs: 10},
	pause: {
		failed: {text: 'old-error'},
		repaired: {text: 'old-error'},
		finished: notExpected(9000, false),
		'worker-dead': notExpected(9000, true),
		unbound: notFound,
	},
	resume: {
		finished: {works: false},
		repaired: {ok: false, text: 'old-error'},
		'worker-dead': notExpected(9000, true),
		unbound: notFound,
	},
	stop: {'worker-dead': notExpected(9000, true), unbound: notFound},
} as const;

/** Recorded: a resume after the repair answered what it did. */
const sinceEight = {...sinceSix, resume: {...sinceSix.resume, repaired: {}}} as const;

/** 1.0 polls the worker's log of operations; later versions write the wish to etcd, and ask until they give up. */
const legality = {
	'1.0': {
		otherwise: {ok: true, text: 'none', works: true, afterMs: 1000},
		pause: {paused: wrongStage, failed: wrongStage, repaired: wrongStage, finished: wrongStage, 'worker-dead': oldDead},
		resume: {running: wrongStage, finished: wrongStage, new: wrongStage, 'worker-dead': oldDead},
		stop: {'worker-dead': oldDead},
	},
	'2.0': {
		otherwise: {ok: true, text: 'none', works: true, afterMs: 10},
		pause: {
			failed: {ok: false, text: 'old-error'},
			repaired: {ok: false, text: 'old-error'},
			finished: notExpected(30_000, false),
			'worker-dead': notExpected(30_000, true),
			unbound: notFound,
		},
		resume: {
			finished: {works: false},
			repaired: {ok: false, text: 'old-error'},
			'worker-dead': notExpected(30_000, true),
			unbound: notFound,
		},
		stop: {'worker-dead': notExpected(30_000, true), unbound: notFound},
	},
	'6.5': sinceSix,
	'8.5': sinceEight,
	'26.3': sinceEight,
} as const satisfies Record<DmVersion, Legality>;
