import {keyEvent} from '../../src/tui/find/input.ts';
import type {Command, Event, Model} from '../../src/tui/state.ts';
import {dialogGeometry} from '../../src/tui/ui/dialog/dialog.ts';
import {update} from '../../src/tui/update.ts';
import type {Overview, TaskView} from '../../src/wire/topics.ts';
import {hello, link, nowMs, shown} from './builder.ts';

/** A gateway that lets its viewers write, writes from the start. */
export const writable = {...hello, allowOperate: true, startsWriting: true};

/** The events after which a screen shows this overview, and these tasks where they are read, and may write. */
export function writing(value: Overview, tasks: readonly TaskView[] = []): readonly Event[] {
	return [link({type: 'link-open', hello: writable}), ...shown(value, tasks).slice(1)];
}

/** The model once the frame with its dialog has been written. */
export function written(model: Model, atMs = nowMs): Model {
	const {dialog} = model;
	if (dialog === null) return model;
	const lines = dialogGeometry(model, dialog).room;
	return update(model, {type: 'operate', change: {type: 'shown', atMs, lines}})[0];
}

/** What a key does that comes alone, long after the frame with the dialog was written. */
export function answer(
	model: Model,
	key: string,
	press = {alone: true, atMs: nowMs + 1000},
): readonly [Model, ...Command[]] {
	const event = keyEvent(model, key, press);
	return event === null ? [model] : update(model, event);
}
