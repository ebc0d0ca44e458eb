import {unreachable} from '../domain/unreachable.ts';
import type {Topic} from '../wire/topics.ts';
import {pressedAt, withSeen} from './away.ts';
import {isAbove} from './clusters/cluster-state.ts';
import {atCluster, type ClusterStart, entered, withClusters} from './clusters/switching.ts';
import {lastTop, settleCursor, stepCursor, stepText} from './cursor.ts';
import {applyFind, settleFind} from './find/find-update.ts';
import {nothingFound, viewKey} from './find/finding.ts';
import {withLinkEventUnlessFrozen} from './find/freeze.ts';
import {unhurried} from './find/matcher.ts';
import {hotkeys} from './keys/hotkeys.ts';
import {listHeight, previewShown, windowOf} from './layout.ts';
import {askingNotice, copiedNotice, timed, withoutReadNotice} from './notice.ts';
import {dialogTopics, resizedDialog} from './operate/change.ts';
import {nothingOperated} from './operate/dialogs.ts';
import {applyOperate, settleOperate} from './operate/operate-update.ts';
import {quitOrAsk} from './operate/quit.ts';
import {cutoverTopics, withCutovers} from './pages/cutover/cutover-watch.ts';
import {answeredReport, isAskingReport} from './pages/report/report-answer.ts';
import {answeredValidation, isAskingValidation} from './pages/validation/validation-answer.ts';
import {answeredPast, applyPast, askedForMore, startedInPast} from './past/past-update.ts';
import {inPresent} from './past/present.ts';
import {answeredRaw, isAsking} from './raw-answer.ts';
import {rowIds, textLines, viewTopics} from './shown.ts';
import type {Command, Event, Model, PastChange, Step, View} from './state.ts';
import {withLayoutChange} from './text-layout.ts';
import {ticked} from './tick.ts';
import {homeView, isText, topView} from './views.ts';

/** The next model, and what is to be done. Pure. */
export function update(model: Model, event: Event): readonly [Model, ...Command[]] {
	const unread = withoutReadNotice(model, event);
	const [next, ...commands] = apply(unread, event);
	const settled = settle(next);
	const [whole, ...more] = askedForMore(settled, settled.past === null ? [] : topics(settled));
	return [timed(whole, unread.notice), ...commands, ...more];
}

/** The topics that the screen needs now. */
export function topics(model: Model): readonly Topic[] {
	return [...new Set([...dialogTopics(model), ...cutoverTopics(model), ...viewTopics(model, previewShown(model))])];
}

type Start = Pick<Model, 'size' | 'colours' | 'title' | 'nowMs'> &
	Partial<
		Pick<
			Model,
			'readOnly' | 'ascii' | 'within' | 'label' | 'by' | 'program' | 'gatewayAt' | 'hotkeys' | 'ageLimitMs' | 'copyPath'
		>
	> & {readonly clusters?: readonly ClusterStart[]};

/** The model at the start: nothing is known, and the link is being opened; with several clusters their page is shown. */
export function initialModel({clusters, ...start}: Start): Model {
	const model = modelOfOne(start);
	return clusters === undefined ? model : withClusters(model, clusters);
}

function modelOfOne(start: Omit<Start, 'clusters'>): Model {
	return {
		...nothingOperated,
		ascii: false,
		ageLimitMs: null,
		label: null,
		by: null,
		program: 'dmtop',
		gatewayAt: null,
		copyPath: null,
		within: unhurried,
		...start,
		hotkeys: start.hotkeys ?? hotkeys,
		clusters: null,
		clockOffsetMs: 0,
		wallOffsetMs: 0,
		startedAtMs: start.nowMs,
		lastKeyAtMs: start.nowMs,
		awaySinceMs: null,
		backAtMs: null,
		past: null,
		asksPast: null,
		startAtWallMs: null,
		link: {type: 'connecting'},
		hello: null,
		heartbeat: null,
		overview: null,
		tasks: new Map(),
		sources: null,
		locks: null,
		events: null,
		cutovers: new Map(),
		views: [homeView],
		finding: nothingFound,
		wrap: true,
		preview: true,
		absoluteTimes: false,
		notice: null,
		noticeSinceMs: null,
	};
}

function apply(model: Model, event: Event): readonly [Model, ...Command[]] {
	switch (event.type) {
		case 'tick':
			return [inPresent(model, now => ticked(now, event))];
		case 'pressed':
			return [inPresent(model, now => pressedAt(now, event.atMs))];
		case 'resize':
			return [withLayoutChange(model, {size: event.size, dialog: resizedDialog(model.dialog)})];
		case 'link':
			return linked(model, event);
		case 'at':
			return atCluster(model, event.cluster, of => apply(of, event.event));
		case 'enter':
			return [entered(model, event.cluster)];
		case 'step':
			return [step(model, event.step)];
		case 'open':
			return asking({...withSeen(model, event.view), views: opened(model.views, event.view)}, event.view);
		case 'turn':
			return asking(replaceTop(model, event.view), event.view);
		case 'raw':
			return [{...model, views: model.views.map(view => answeredRaw(model, view, event.of, event.reply))}];
		case 'report':
			return [{...model, views: model.views.map(view => answeredReport(view, event.sinceMs, event.reply))}];
		case 'past':
			return applyPast(withPageOf(model, event.change), event.change, topics);
		case 'moment':
			return [answeredPast(model, event.id, event.reply)];
		case 'validation':
			return [{...model, views: model.views.map(view => answeredValidation(view, event.task, event.reply))}];
		case 'home':
			return [{...model, views: model.views.slice(0, 1)}];
		case 'back':
			return [{...model, views: model.views.length > 1 ? model.views.slice(0, -1) : model.views}];
		case 'toggle':
			return [withLayoutChange(model, {[event.option]: !model[event.option]})];
		case 'find': {
			const [found, next] = applyFind(model, event.change);
			return next === undefined ? [found] : apply(found, next);
		}
		case 'operate':
			return applyOperate(model, event.change);
		case 'refresh':
			return [{...model, notice: askingNotice(model)}, ...refreshing(model), {type: 'repaint'}];
		case 'repaint':
		case 'suspend':
			return [model, {type: event.type}];
		case 'notice':
			return [{...model, notice: event.text}];
		case 'copy':
			return [{...model, notice: copiedNotice(event.text, model.copyPath)}, event];
		case 'page':
			return [model, event];
		case 'quit':
			return quitOrAsk(model);
		default:
			return unreachable(event);
	}
}

/** The page of what an event is about is open at once; the moment follows. */
function withPageOf(model: Model, change: PastChange): Model {
	if (change.type !== 'event' || change.view === null) return model;
	return {...withSeen(model, change.view), views: opened(model.views, change.view)};
}

function linked(model: Model, {atMs, event}: Extract<Event, {type: 'link'}>): readonly [Model, ...Command[]] {
	const after = inPresent(model, now => withLinkEventUnlessFrozen({...now, nowMs: atMs}, event));
	return event.type === 'link-open' ? startedInPast(after, topics(after)) : [after];
}

/** On the page of several clusters some may be asked, and some have to be reached first. */
function refreshing(model: Model): readonly Command[] {
	if (isAbove(model)) return [{type: 'refresh'}, {type: 'retry'}];
	return [{type: model.link.type === 'open' ? 'refresh' : 'retry'}];
}

function step(model: Model, by: Step): Model {
	const view = topView(model);
	if (!isText(view)) {
		const cursor = stepCursor(view.cursor, by, rowIds(model, view) ?? [], listHeight(model, view));
		return replaceTop(model, {...view, cursor});
	}
	const top = stepText(view.top, by, textLines(model, view).length, windowOf(model, view).body);
	return replaceTop(model, {...view, top});
}

/** After every event the cursors are on objects that exist, texts are not beyond their end, and nothing unread is kept. */
function settle(model: Model): Model {
	const views = keep(
		model.views,
		model.views.map(view => settleView(model, view)),
	);
	const settled = withCutovers(settleOperate(settleFind(views === model.views ? model : {...model, views})));
	return forgetUnread(settled, new Set<string>(topics(settled)));
}

function forgetUnread(model: Model, read: ReadonlySet<string>): Model {
	const unread = (['sources', 'locks', 'events'] as const).filter(topic => model[topic] !== null && !read.has(topic));
	const isRead = (name: string) => read.has(`task/${name}`);
	if (unread.length === 0 && [...model.tasks.keys()].every(isRead)) return model;
	return {
		...model,
		tasks: new Map([...model.tasks].filter(([name]) => isRead(name))),
		...Object.fromEntries(unread.map(topic => [topic, null])),
	};
}

/** The views with one more on top. One that shows the same already is moved there: a stack does not grow in circles. */
function opened(views: readonly View[], view: View): readonly View[] {
	const [home = homeView, ...others] = views;
	const key = viewKey(view);
	const kept = others.filter(other => view.type === 'raw' || viewKey(other) !== key);
	return [home, ...kept.slice(-mostOpen), view];
}

/** So many pages are remembered to go back to: each reads its topics. */
const mostOpen = 20;

function asking(model: Model, view: View): readonly [Model, ...Command[]] {
	if (view.type === 'report' && isAskingReport(view)) return [model, {type: 'report', sinceMs: view.sinceMs}];
	if (view.type === 'validation' && isAskingValidation(view)) return [model, {type: 'validation', task: view.task}];
	return view.type === 'raw' && isAsking(view) ? [model, {type: 'raw', of: view.of}] : [model];
}

function settleView(model: Model, view: View): View {
	if (isText(view)) {
		if (view.top === 0 || view !== topView(model)) return view;
		const top = Math.min(view.top, lastTop(textLines(model, view).length, windowOf(model, view).body));
		return top === view.top ? view : {...view, top};
	}
	const ids = rowIds(model, view) ?? [];
	// A list that is empty for a moment does not take the cursor from its object.
	const cursor = ids.length === 0 ? view.cursor : settleCursor(view.cursor, ids, listHeight(model, view));
	return cursor === view.cursor ? view : {...view, cursor};
}

function keep<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
	return after.every((item, index) => item === before[index]) ? before : after;
}

function replaceTop(model: Model, view: View): Model {
	return {...model, views: [...model.views.slice(0, -1), view]};
}
