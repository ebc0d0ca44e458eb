import type {Finding, Layer, Look, Model, View} from '../state.ts';

/** How a view is looked at once this has been put on its rows. */
export function putOn(look: Look, layer: Layer): Look {
	return {...look, newest: [layer, ...look.newest.filter(it => it !== layer)]};
}

/** Nothing is looked for. */
export const nothingFound: Finding = {looks: new Map(), prompt: null, frozen: null};

/** All rows, worst first. */
export const asItIs: Look = {
	filter: null,
	problemsOnly: false,
	newest: [],
	sort: 'severity',
	reversed: false,
	search: null,
};

/** How a view is looked at. */
export function lookOf(model: Model, view: View): Look {
	const {looks} = model.finding;
	return looks.size === 0 ? asItIs : (looks.get(viewKey(view)) ?? asItIs);
}

/** Whether something hides rows or marks lines on the shown view, so that there is something to undo. */
export function canUndo(model: Model, view: View): boolean {
	const {filter, problemsOnly, search} = lookOf(model, view);
	return filter !== null || problemsOnly || search !== null;
}

/** What a view shows, without where in it one is. */
export function viewKey(view: View): string {
	return Object.values(view)
		.filter(value => typeof value === 'string')
		.join('\n');
}

/** The marked rows of a view, by name, also those that a filter hides. */
export function marksOf(model: Model, view: View): ReadonlySet<string> {
	return model.marks.size === 0 ? noMarks : (model.marks.get(viewKey(view)) ?? noMarks);
}

/** No row is marked. */
export const noMarks: ReadonlySet<string> = new Set();
