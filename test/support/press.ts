import {keyEvent, pasteEvent} from '../../src/tui/find/input.ts';
import type {Dialog, Model} from '../../src/tui/state.ts';
import {update} from '../../src/tui/update.ts';

/** The model after these keys: characters, and names such as `<enter>` or `<ctrl-u>`. */
export function press(model: Model, keys: string): Model {
	const names = keys.match(/<[a-z0-9-]+>|[\s\S]/gu) ?? [];
	return names.reduce((last, name) => {
		const event = keyEvent(last, name.length > 1 && name.startsWith('<') ? name.slice(1, -1) : name);
		return event === null ? last : update(last, event)[0];
	}, model);
}

/** The model after a paste. */
export function paste(model: Model, text: string): Model {
	const event = pasteEvent(model, text);
	return event === null ? model : update(model, event)[0];
}

/** The model after this key, alone, some time after the dialog that is open was shown. */
export function pressAlone(model: Model, name: string, afterMs = 1000): Model {
	const change = {type: 'shown', atMs: model.nowMs, lines: model.size.rows} as const;
	const seen = update(model, {type: 'operate', change})[0];
	const event = keyEvent(seen, name, {alone: true, atMs: model.nowMs + afterMs});
	return event === null ? seen : update(seen, event)[0];
}

/** The model once somebody has allowed writing. */
export function allowWriting(model: Model): Model {
	return pressAlone(pressAlone(model, 'W'), 'y');
}

/** The open dialog about an operation, if there is one. */
export function operationOf({dialog}: Model): Dialog | null {
	return dialog?.type === 'operation' ? dialog : null;
}
