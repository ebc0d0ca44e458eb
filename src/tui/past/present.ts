import type {Model, Present} from '../state.ts';
import {only, presentFields} from './model-fields.ts';

/** The part of the model that is another one while the past is shown. */
export function presentPart(model: Present): Present {
	return only(model, presentFields);
}

/** The model as it is now, whatever moment is shown. */
export function presentOf(model: Model): Model {
	return model.past === null ? model : {...model, ...model.past.present, past: null};
}

/** The time by the viewer's clock, whatever moment is shown. */
export function presentNow({past, nowMs}: Pick<Model, 'past' | 'nowMs'>): number {
	return past?.present.nowMs ?? nowMs;
}

/** The model after something has happened that is of now, while the moment that is shown stays. */
export function inPresent(model: Model, change: (now: Model) => Model): Model {
	const {past} = model;
	if (past === null) return change(model);
	const after = change(presentOf(model));
	// What another gateway kept is not what this one told.
	if (past.present.hello !== null && after.hello?.instance !== past.present.hello.instance) return after;
	return {...after, ...presentPart(model), past: {...past, present: presentPart(after)}};
}

/** Why a key is quiet in the past, in a few words; undefined while now is shown. */
export function quietInPast({past}: Pick<Model, 'past'>, why: string): string | undefined {
	return past === null ? undefined : `${why}; Esc comes back to now`;
}
