import type {Event, Model, Prompt, View} from '../state.ts';

import {isText, topView} from '../views.ts';

export function inList(model: Model): boolean {
	return !isText(topView(model));
}

export function inText(model: Model): boolean {
	return isText(topView(model));
}

export function ask(prompt: Prompt['type']): Event {
	return {type: 'find', change: {type: 'ask', prompt}};
}

export function on(...types: readonly View['type'][]): (model: Model) => boolean {
	return model => types.includes(topView(model).type);
}

export function notOn(...types: readonly View['type'][]): (model: Model) => boolean {
	return model => !types.includes(topView(model).type);
}

/** Where `p` and `r` are for a relay. */
export function isForRelay(model: Model): boolean {
	const view = topView(model);
	return view.type === 'sources' || view.type === 'source' || (view.type === 'tab' && view.tab === 'relay');
}

/** Where `p` and `r` are for something else than a task: a relay, or validators. */
export function isForOther(model: Model): boolean {
	return isForRelay(model) || topView(model).type === 'validation';
}

export function always(): boolean {
	return true;
}

export function alwaysPossible(): undefined {
	return undefined;
}

/** What a key does where nothing is selected. */
export const nothing: Event = {type: 'notice', text: 'nothing is selected'};
