import type {Event, Model} from '../state.ts';

/** Whether one of several clusters is open, behind which there is the page of all. */
export function hasClusters({clusters}: Model): boolean {
	return clusters !== null && clusters.open !== null;
}

/** What goes back by a view: from the list of one of several clusters to all of them. */
export function backEvent(model: Model): Event {
	return model.views.length === 1 && hasClusters(model) ? {type: 'enter', cluster: null} : {type: 'back'};
}
