import {unreachable} from '../domain/unreachable.ts';
import type {Heartbeat, Hello} from '../protocol/messages.ts';
import type {Overview, TaskValue, Topic} from '../protocol/topics.ts';
import {lastTop, type Step, settleCursor, stepCursor, stepText} from './cursor.ts';
import {heard} from './heard.ts';
import {layoutOf, listHeight, previewShown, type Size} from './layout.ts';
import type {LinkEvent} from './link.ts';
import {textLines} from './screens/text.ts';
import {homeView, rowIds, topView, type View, viewTopics} from './views.ts';

/** All that the screen is made from. */
export type Model = {
	readonly size: Size;
	/** Whether the terminal shows colours. */
	readonly colours: boolean;
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** The viewer's clock, in ms since 1970. */
	readonly nowMs: number;
	/** The gateway's clock minus the viewer's. */
	readonly clockOffsetMs: number;
	readonly startedAtMs: number;
	readonly link: LinkState;
	/** What the gateway said of itself; null before it has. */
	readonly hello: Hello | null;
	readonly heartbeat: Heartbeat | null;
	readonly overview: Overview | null;
	/** The newest value of each task that is read now. */
	readonly tasks: ReadonlyMap<string, TaskValue>;
	/** What is open, newest last. */
	readonly views: readonly View[];
	/** Long lines of a text are wrapped, and stacks are folded; else neither. */
	readonly wrap: boolean;
	/** The selected row's reason or preview is shown below the list. */
	readonly preview: boolean;
	/** Moments are shown instead of ages. */
	readonly absoluteTimes: boolean;
	/** One sentence in the footer's place until the next key, such as why a key cannot act. */
	readonly notice: string | null;
};

/** How the link to the gateway is. */
export type LinkState =
	| {readonly type: 'connecting'}
	| {readonly type: 'open'}
	| {readonly type: 'lost'; readonly message: string; readonly sinceMs: number; readonly retryAtMs: number};

/** What can happen. Those of the keys are in the key table (hotkeys.ts). */
export type Event =
	| {readonly type: 'tick'; readonly nowMs: number}
	| {readonly type: 'resize'; readonly size: Size}
	/** `atMs` is when it came, by the viewer's clock. */
	| {readonly type: 'link'; readonly atMs: number; readonly event: LinkEvent}
	| {readonly type: 'step'; readonly step: Step}
	| {readonly type: 'open'; readonly view: View}
	| {readonly type: 'home'}
	| {readonly type: 'back'}
	| {readonly type: 'toggle'; readonly option: 'wrap' | 'preview' | 'absoluteTimes'}
	| {readonly type: 'refresh'}
	| {readonly type: 'notice'; readonly text: string}
	| {readonly type: 'quit'};

/** What is to be done outside the model. */
export type Command = {readonly type: 'refresh'} | {readonly type: 'retry'} | {readonly type: 'quit'};

/** While answers come every second they move the clock, and a tick between two of them would cost a frame of its own. */
const leastTickMs = 900;

/** The next model, and what is to be done. Pure. */
export function update(model: Model, event: Event): readonly [Model, ...Command[]] {
	const [next, ...commands] = apply(event.type === 'tick' || event.type === 'link' ? model : forget(model), event);
	return [settle(next), ...commands];
}

/** The topics that the screen needs now. */
export function topics(model: Model): readonly Topic[] {
	return viewTopics(model, previewShown(model));
}

/** The model at the start: nothing is known, and the link is being opened. */
export function initialModel(start: Pick<Model, 'size' | 'colours' | 'title' | 'nowMs'>): Model {
	return {
		...start,
		clockOffsetMs: 0,
		startedAtMs: start.nowMs,
		link: {type: 'connecting'},
		hello: null,
		heartbeat: null,
		overview: null,
		tasks: new Map(),
		views: [homeView],
		wrap: true,
		preview: true,
		absoluteTimes: false,
		notice: null,
	};
}

function apply(model: Model, event: Event): readonly [Model, ...Command[]] {
	switch (event.type) {
		case 'tick':
			return [event.nowMs - model.nowMs < leastTickMs ? model : {...model, nowMs: event.nowMs}];
		case 'resize':
			return [{...model, size: event.size}];
		case 'link':
			return [heard({...model, nowMs: event.atMs}, event.event)];
		case 'step':
			return [step(model, event.step)];
		case 'open':
			return [{...model, views: [...model.views, event.view]}];
		case 'home':
			return [{...model, views: model.views.slice(0, 1)}];
		case 'back':
			return [{...model, views: model.views.length > 1 ? model.views.slice(0, -1) : model.views}];
		case 'toggle':
			return [{...model, [event.option]: !model[event.option]}];
		case 'refresh':
			return [model, {type: model.link.type === 'open' ? 'refresh' : 'retry'}];
		case 'notice':
			return [{...model, notice: event.text}];
		case 'quit':
			return [model, {type: 'quit'}];
		default:
			return unreachable(event);
	}
}

function step(model: Model, by: Step): Model {
	const view = topView(model);
	if (view.type === 'tasks' || view.type === 'task') {
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
	const settled = views === model.views ? model : {...model, views};
	const read = new Set<string>(topics(settled));
	if ([...settled.tasks.keys()].every(name => read.has(`task/${name}`))) return settled;
	return {...settled, tasks: new Map([...settled.tasks].filter(([name]) => read.has(`task/${name}`)))};
}

function settleView(model: Model, view: View): View {
	if (view.type === 'why' || view.type === 'help') {
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

function forget(model: Model): Model {
	return model.notice === null ? model : {...model, notice: null};
}
