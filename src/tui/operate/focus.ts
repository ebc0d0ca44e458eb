import type {Operation} from '../../domain/operation/operation.ts';
import {planOf} from '../../domain/operation/plan.ts';
import type {Asking, Focus} from '../state.ts';

/** Where the keys can go in a dialog that asks for the name: to a stop a pause is offered, where there is something to pause. */
export function focusesOf(operation: Operation, {targets}: Asking): readonly Focus[] {
	const canPause =
		operation === 'stop' &&
		targets.some(
			target =>
				target.view !== null && planOf('pause', target, target.seen, target.view.shape ?? 'sources').type === 'act',
		);
	return canPause ? ['name', 'cancel', 'pause'] : ['name', 'cancel'];
}

/** The next or the previous one, round and round. */
export function nextFocus(operation: Operation, asking: Asking, by: 1 | -1): Focus {
	const focuses = focusesOf(operation, asking);
	return focuses[(focuses.indexOf(asking.focus) + by + focuses.length) % focuses.length] ?? asking.focus;
}
