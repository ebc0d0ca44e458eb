import type {Act} from '../act/act.ts';
import type {Operation} from './operation.ts';

/** What was asked for and the cluster does not show yet. */
export type OperationUnderWay = {
	readonly operation: Operation | Act;
	/** When it was asked for. */
	readonly sinceMs: number;
	/** DM has answered; its stage is awaited. */
	readonly answered: boolean;
};

/** What stands in a row meanwhile. */
export const doing = {
	pause: 'pausing',
	resume: 'resuming',
	stop: 'stopping',
	'pause-relay': 'pausing',
	'resume-relay': 'resuming',
	'start-relay': 'starting',
	unlock: 'unlocking',
	'skip-ddl': 'skipping',
	'start-validation': 'starting',
	'stop-validation': 'stopping',
	'start-task': 'starting',
} as const satisfies Record<Operation | Act, string>;
