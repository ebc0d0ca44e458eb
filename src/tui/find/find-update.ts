import {unreachable} from '../../domain/unreachable.ts';
import {withoutMarks} from '../operate/marks.ts';
import {pageOf} from '../pages/pages.ts';
import {listingOf, textLines} from '../shown.ts';
import type {Event, FindChange, Finding, Layer, Look, Model, Prompt, View} from '../state.ts';
import {topView} from '../views.ts';
import {readFilter} from './filter.ts';
import {asItIs, lookOf, marksOf, putOn, viewKey} from './finding.ts';
import {toggleFreeze} from './freeze.ts';
import {promptLimit, searchMatcher, tooSlowText} from './matcher.ts';
import {matchesIn, matchingLines, topFor} from './search.ts';

/** The model after a change, and what the palette wants done next. Pure. */
export function applyFind(model: Model, change: FindChange): readonly [Model, Event?] {
	const {prompt} = model.finding;
	switch (change.type) {
		case 'ask':
			return [withPrompt(model, opened(model, change.prompt))];
		case 'type':
			return [prompt === null || prompt.type === 'sort' ? model : typed(model, prompt, prompt.text + change.text)];
		case 'erase':
			return [erased(model, change.all)];
		case 'choose':
			return [prompt?.type === 'palette' ? withPrompt(model, {...prompt, chosen: change.id}) : model];
		case 'run':
			return [withPrompt(model, null), change.event];
		case 'sort':
			return [withLook(model, {...lookOf(model, topView(model)), sort: change.key})];
		case 'reverse': {
			const look = lookOf(model, topView(model));
			return [withLook(model, {...look, reversed: !look.reversed})];
		}
		case 'problems': {
			const look = lookOf(model, topView(model));
			return [withLook(model, putOn({...look, problemsOnly: !look.problemsOnly}, 'problems'))];
		}
		case 'keep':
			return [kept(model)];
		case 'cancel':
			return [canceled(model)];
		case 'undo':
			return [undone(model)];
		case 'match':
			return [stepMatch(model, change.by)];
		case 'freeze':
			return [toggleFreeze(model)];
		default:
			return unreachable(change);
	}
}

/** Forgets how views were looked at that are no longer open. */
export function settleFind(model: Model): Model {
	const {looks} = model.finding;
	if (looks.size === 0) return model;
	const open = new Set(model.views.flatMap(keysOf));
	if ([...looks.keys()].every(key => open.has(key))) return model;
	return withFinding(model, {looks: new Map([...looks].filter(([key]) => open.has(key)))});
}

/** While another tab of a task is shown, its subtasks are not: they are found again as they were. */
function keysOf(view: View): readonly string[] {
	const under = pageOf(view).over?.(view);
	return under === undefined ? [viewKey(view)] : [viewKey(view), viewKey(under)];
}

function opened(model: Model, type: Prompt['type']): Prompt {
	if (type === 'palette') return {type, text: '', chosen: null};
	const view = topView(model);
	const look = lookOf(model, view);
	const before = {view, look};
	if (type === 'sort') return {type, before};
	const text = type === 'filter' ? (look.filter?.text ?? '') : '';
	return {type, text, problem: null, before};
}

function typed(model: Model, prompt: Exclude<Prompt, {type: 'sort'}>, text: string): Model {
	const cut = [...text].slice(0, promptLimit).join('');
	if (prompt.type === 'palette') return withPrompt(model, {...prompt, text: cut, chosen: null});
	if (prompt.type === 'filter') return filtered(model, prompt, cut);
	const matcher = searchMatcher(cut, model.within);
	// What cannot be read changes nothing but the prompt: the last good result stays.
	if (matcher !== null && 'problem' in matcher) {
		return withPrompt(model, {...prompt, text: cut, problem: matcher.problem});
	}
	const asked = withPrompt(model, {...prompt, text: cut, problem: null});
	const look = lookOf(asked, topView(asked));
	const from = 'top' in prompt.before.view ? prompt.before.view.top : 0;
	const searching = withLook(asked, {...look, search: matcher === null ? null : {matcher, line: from}});
	return matcher === null ? withView(searching, prompt.before.view) : showMatch(searching, from);
}

/** A term that cannot be read filters nothing, and is told; the others do. */
function filtered(model: Model, prompt: Exclude<Prompt, {type: 'sort' | 'palette'}>, text: string): Model {
	const view = topView(model);
	const fields = listingOf(model, view)?.fields ?? {figures: [], names: []};
	const {filter, problem} = readFilter(text, fields, model.within);
	const asked = withPrompt(model, {...prompt, text, problem});
	return withLook(asked, putOn({...lookOf(asked, view), filter}, 'filter'));
}

function erased(model: Model, all: boolean): Model {
	const {prompt} = model.finding;
	if (prompt === null || prompt.type === 'sort') return model;
	return typed(model, prompt, all ? '' : [...prompt.text].slice(0, -1).join(''));
}

function kept(model: Model): Model {
	const {prompt} = model.finding;
	const closed = withPrompt(model, null);
	if (prompt === null || prompt.type === 'sort' || prompt.type === 'palette') return closed;
	if (prompt.problem !== null) return {...closed, notice: prompt.problem};
	const view = topView(closed);
	const matches = prompt.type === 'search' ? matchesIn(closed, view, textLines(closed, view)) : null;
	if (matches === null || matches.current !== null) return closed;
	const notice = matches.isTooSlow ? tooSlowText : `nothing matches ${prompt.text}`;
	return {...withLook(closed, {...lookOf(closed, view), search: null}), notice};
}

function canceled(model: Model): Model {
	const {prompt} = model.finding;
	const closed = withPrompt(model, null);
	if (prompt === null || prompt.type === 'palette') return closed;
	const {view, look} = prompt.before;
	return withLook(withView(closed, view), look);
}

function undone(model: Model): Model {
	const look = lookOf(model, topView(model));
	if (look.search !== null) return withLook(model, {...look, search: null});
	switch (newestOf(model, look)) {
		case 'marks':
			return withoutMarks(model, topView(model));
		case 'problems':
			return withLook(model, {...look, problemsOnly: false});
		default:
			return withLook(model, {...look, filter: null});
	}
}

/** What was put on the rows last, of what is still on them. */
function newestOf(model: Model, {filter, problemsOnly, newest}: Look): Layer | undefined {
	const there = {filter: filter !== null, problems: problemsOnly, marks: marksOf(model, topView(model)).size > 0};
	return [...newest, ...layers].find(layer => there[layer]);
}

/** What was on the rows before the look at them changed is the oldest. */
const layers: readonly Layer[] = ['filter', 'problems', 'marks'];

/** The model once rows were marked: Esc takes the marks off before what was put on the rows earlier. */
export function withNewMarks(model: Model): Model {
	const look = lookOf(model, topView(model));
	return look === asItIs ? model : withLook(model, putOn(look, 'marks'));
}

function stepMatch(model: Model, by: 1 | -1): Model {
	const view = topView(model);
	const lines = textLines(model, view);
	const matches = matchesIn(model, view, lines);
	const {search} = lookOf(model, view);
	if (matches === null || search === null) return model;
	if (matches.isTooSlow) return {...model, notice: tooSlowText};
	if (matches.current === null) return {...model, notice: `nothing matches ${search.matcher.text}`};
	const at = matches.lines.indexOf(matches.current);
	const next = matches.lines.at((at + by) % matches.lines.length) ?? matches.current;
	const around = by === 1 ? next <= matches.current : next >= matches.current;
	const shown = showMatch(model, next);
	if (!around) return shown;
	return {
		...shown,
		notice: matches.lines.length === 1 ? 'the only match' : `from the ${by === 1 ? 'top' : 'end'} again`,
	};
}

/** Goes to the first match from a line on; to the first of all where there is none after it. */
function showMatch(model: Model, from: number): Model {
	const view = topView(model);
	const look = lookOf(model, view);
	if (look.search === null || !('top' in view)) return model;
	const lines = textLines(model, view);
	const found = matchingLines(lines, look.search.matcher);
	const line = found?.find(candidate => candidate >= from) ?? found?.[0];
	if (line === undefined) return model;
	const searched = withLook(model, {...look, search: {...look.search, line}});
	return withView(searched, {...view, top: topFor(model, view, view.top, line, lines.length)});
}

function withPrompt(model: Model, prompt: Prompt | null): Model {
	return withFinding(model, {prompt});
}

function withLook(model: Model, look: Look): Model {
	const looks = new Map(model.finding.looks);
	const key = viewKey(topView(model));
	if (sameAsItIs(look)) looks.delete(key);
	else looks.set(key, look);
	return withFinding(model, {looks});
}

function sameAsItIs(look: Look): boolean {
	return (Object.keys(asItIs) as (keyof Look)[]).every(key => key === 'newest' || look[key] === asItIs[key]);
}

function withView(model: Model, view: View): Model {
	return {...model, views: [...model.views.slice(0, -1), view]};
}

function withFinding(model: Model, finding: Partial<Finding>): Model {
	return {...model, finding: {...model.finding, ...finding}};
}
