import {unreachable} from '../domain/unreachable.ts';
import type {Heartbeat, Hello, RawTarget} from '../protocol/messages.ts';
import type {EventsValue, LocksValue, Overview, SourcesValue, TaskValue, Topic} from '../protocol/topics.ts';
import {lastTop, type Step, settleCursor, stepCursor, stepText} from './cursor.ts';
import {heardOrHeld} from './find/freeze.ts';
import {unhurried, type Within} from './find/matcher.ts';
import {type Finding, nothingFound, viewKey} from './find/state.ts';
import {applyFind, type FindChange, settleFind} from './find/update.ts';
import {laidOut} from './laidOut.ts';
import {layoutOf, listHeight, previewShown, type Size} from './layout.ts';
import type {LinkEvent, LinkReply} from './link.ts';
import {askingNotice, timed, withoutReadNotice} from './notice.ts';
import {dialogTopics, type OperateChange, type OperateCommand, resizedDialog} from './operate/change.ts';
import {quitOrAsk} from './operate/quit.ts';
import {nothingOperated, type Operating} from './operate/state.ts';
import {applyOperate, settleOperate} from './operate/update.ts';
import {answeredRaw, isAsking} from './raw.ts';
import {textLines} from './screens/text.ts';
import {ticked} from './ticked.ts';
import {homeView, isText, rowIds, topView, type View, viewTopics} from './views.ts';

/** All that the screen is made from. */
export type Model = Operating & {
	readonly size: Size;
	/** Whether the terminal shows colours. */
	readonly colours: boolean;
	/** Whether it shows ASCII only. */
	readonly ascii: boolean;
	/** Breaks off a `/regex/` that takes too long. */
	readonly within: Within;
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** The viewer's clock, in ms since 1970: one that nobody sets (clock.ts). */
	readonly nowMs: number;
	/** The gateway's clock minus the viewer's. */
	readonly clockOffsetMs: number;
	/** The clock on the wall minus the viewer's. */
	readonly wallOffsetMs: number;
	readonly startedAtMs: number;
	readonly link: LinkState;
	/** What the gateway said of itself; null before it has. */
	readonly hello: Hello | null;
	readonly heartbeat: Heartbeat | null;
	readonly overview: Overview | null;
	/** The newest value of each task that is read now. */
	readonly tasks: ReadonlyMap<string, TaskValue>;
	/** Null before the first value, and while no screen reads it; so the next two. */
	readonly sources: SourcesValue | null;
	readonly locks: LocksValue | null;
	readonly events: EventsValue | null;
	/** What is open, newest last. */
	readonly views: readonly View[];
	/** What is filtered, searched and sorted, what is being typed, and a frozen screen. */
	readonly finding: Finding;
	/** Long lines of a text are wrapped, and stacks are folded; else neither. */
	readonly wrap: boolean;
	/** The selected row's reason or preview is shown below the list. */
	readonly preview: boolean;
	/** Moments are shown instead of ages. */
	readonly absoluteTimes: boolean;
	/** One sentence in the footer's place until the next key there or until it can be read, such as why a key cannot act. */
	readonly notice: string | null;
	/** Since when it has stood there to be read. */
	readonly noticeSinceMs: number | null;
};

/** How the link to the gateway is. */
export type LinkState =
	| {readonly type: 'connecting'}
	| {readonly type: 'open'}
	| {readonly type: 'lost'; readonly message: string; readonly sinceMs: number; readonly retryAtMs: number};

/** What can happen. Those of the keys are in the key table (hotkeys.ts). */
export type Event =
	/** `wallMs` is what the clock on the wall shows; left out, it goes on as before. */
	| {readonly type: 'tick'; readonly nowMs: number; readonly wallMs?: number}
	| {readonly type: 'resize'; readonly size: Size}
	/** `atMs` is when it came, by the viewer's clock. */
	| {readonly type: 'link'; readonly atMs: number; readonly event: LinkEvent}
	| {readonly type: 'step'; readonly step: Step}
	| {readonly type: 'open'; readonly view: View}
	/** Shows a view in the place of the one that is shown. */
	| {readonly type: 'turn'; readonly view: View}
	/** How asking for what DM answered ended. */
	| {readonly type: 'raw'; readonly of: RawTarget; readonly reply: LinkReply}
	| {readonly type: 'home'}
	| {readonly type: 'back'}
	| {readonly type: 'toggle'; readonly option: 'wrap' | 'preview' | 'absoluteTimes'}
	| {readonly type: 'find'; readonly change: FindChange}
	| {readonly type: 'operate'; readonly change: OperateChange}
	| {readonly type: 'refresh'}
	/** Draws the whole screen anew. */
	| {readonly type: 'repaint'}
	| {readonly type: 'suspend'}
	| {readonly type: 'notice'; readonly text: string}
	| {readonly type: 'quit'};

/** What is to be done outside the model. */
export type Command =
	| {readonly type: 'refresh'}
	| {readonly type: 'retry'}
	/** Asks for what DM answered; a `raw` event follows. */
	| {readonly type: 'raw'; readonly of: RawTarget}
	/** Has the gateway operate targets; an `operate` event with the answer follows. */
	| OperateCommand
	| {readonly type: 'repaint'}
	/** Gives the terminal back to the shell until the program is continued. */
	| {readonly type: 'suspend'}
	| {readonly type: 'quit'};

/** The next model, and what is to be done. Pure. */
export function update(model: Model, event: Event): readonly [Model, ...Command[]] {
	const unread = withoutReadNotice(model, event);
	const [next, ...commands] = apply(unread, event);
	return [timed(settle(next), unread.notice), ...commands];
}

/** The topics that the screen needs now. */
export function topics(model: Model): readonly Topic[] {
	return [...new Set([...dialogTopics(model), ...viewTopics(model, previewShown(model))])];
}

type Start = Pick<Model, 'size' | 'colours' | 'title' | 'nowMs'> &
	Partial<Pick<Model, 'readOnly' | 'ascii' | 'within'>>;

/** The model at the start: nothing is known, and the link is being opened. */
export function initialModel(start: Start): Model {
	return {
		...nothingOperated,
		ascii: false,
		within: unhurried,
		...start,
		clockOffsetMs: 0,
		wallOffsetMs: 0,
		startedAtMs: start.nowMs,
		link: {type: 'connecting'},
		hello: null,
		heartbeat: null,
		overview: null,
		tasks: new Map(),
		sources: null,
		locks: null,
		events: null,
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
			return [ticked(model, event)];
		case 'resize':
			return [laidOut(model, {size: event.size, dialog: resizedDialog(model.dialog)})];
		case 'link':
			return [heardOrHeld({...model, nowMs: event.atMs}, event.event)];
		case 'step':
			return [step(model, event.step)];
		case 'open':
			return asking({...model, views: opened(model.views, event.view)}, event.view);
		case 'turn':
			return asking(replaceTop(model, event.view), event.view);
		case 'raw':
			return [{...model, views: model.views.map(view => answeredRaw(model, view, event.of, event.reply))}];
		case 'home':
			return [{...model, views: model.views.slice(0, 1)}];
		case 'back':
			return [{...model, views: model.views.length > 1 ? model.views.slice(0, -1) : model.views}];
		case 'toggle':
			return [laidOut(model, {[event.option]: !model[event.option]})];
		case 'find': {
			const [found, next] = applyFind(model, event.change);
			return next === undefined ? [found] : apply(found, next);
		}
		case 'operate':
			return applyOperate(model, event.change);
		case 'refresh':
			return [
				{...model, notice: askingNotice(model)},
				{type: model.link.type === 'open' ? 'refresh' : 'retry'},
				{type: 'repaint'},
			];
		case 'repaint':
		case 'suspend':
			return [model, {type: event.type}];
		case 'notice':
			return [{...model, notice: event.text}];
		case 'quit':
			return quitOrAsk(model);
		default:
			return unreachable(event);
	}
}

function step(model: Model, by: Step): Model {
	const view = topView(model);
	if (!isText(view)) {
		const cursor = stepCursor(view.cursor, by, rowIds(model, view) ?? [], listHeight(model, view));
		return replaceTop(model, {...view, cursor});
	}
	const top = stepText(view.top, by, textLines(model, view).length, layoutOf(model, view).body);
	return replaceTop(model, {...view, top});
}

/** After every event the cursors are on objects that exist, texts are not beyond their end, and nothing unread is kept. */
function settle(model: Model): Model {
	const views = keep(
		model.views,
		model.views.map(view => settleView(model, view)),
	);
	const settled = settleOperate(settleFind(views === model.views ? model : {...model, views}));
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
	return view.type === 'raw' && isAsking(view) ? [model, {type: 'raw', of: view.of}] : [model];
}

function settleView(model: Model, view: View): View {
	if (isText(view)) {
		if (view.top === 0 || view !== topView(model)) return view;
		const top = Math.min(view.top, lastTop(textLines(model, view).length, layoutOf(model, view).body));
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
