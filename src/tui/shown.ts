import type {Topic} from '../wire/topics.ts';
import type {Listing} from './find/listing.ts';
import {pageOf} from './pages/pages.ts';
import type {Model, Subject, View} from './state.ts';
import {textOf} from './ui/line.ts';
import {topView} from './views.ts';

/** What of its rows a view shows; null for a text. */
export function listingOf(model: Model, view: View): Listing | null {
	const page = pageOf(view);
	return page.kind === 'list' && 'cursor' in view ? page.listing(model, view) : null;
}

/** The names of a list's rows, in the order on screen; null for a text. */
export function rowIds(model: Model, view: View): readonly string[] | null {
	return listingOf(model, view)?.ids ?? null;
}

/** All lines of a text, also those that are not on the screen; a list has none. */
export function textLines(model: Model, view: View): readonly string[] {
	const page = pageOf(view);
	return page.kind === 'text' && 'top' in view ? textOf(page.lines(model, view)) : [];
}

/** What the selected object is about: of a source its worst task, of a worker its source. */
export function subjectOf(model: Model, view: View): Subject {
	return pageOf(view).subject(model, view);
}

/** What all open views read, and what the preview of the selected task reads where it is shown. */
export function viewTopics(model: Model, previewShown: boolean): readonly Topic[] {
	const topics = new Set<Topic>(['overview', ...model.views.flatMap(view => pageOf(view).topics(view))]);
	// Its jumps go to sources too.
	if (model.finding.prompt?.type === 'palette' || asksForNames(model)) topics.add('sources');
	const view = topView(model);
	const page = pageOf(view);
	const previewed = previewShown && page.kind === 'list' && page.previewsTask ? subjectOf(model, view).task : null;
	if (previewed !== null) topics.add(`task/${previewed}`);
	return [...topics];
}

/** Whether a filter names sources or workers, which a list of tasks does not hold. */
function asksForNames({finding}: Model): boolean {
	return [...finding.looks.values()].some(({filter}) => filter?.terms.some(({type}) => type === 'name'));
}
