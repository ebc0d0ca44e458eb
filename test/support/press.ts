import {keyEvent, pasteEvent} from '../../src/tui/find/input.ts';
import {type Model, update} from '../../src/tui/model.ts';

/** The model after these keys: characters, and names such as `<enter>` or `<ctrl-u>`. */
export function press(model: Model, keys: string): Model {
	const names = keys.match(/<[a-z-]+>|[\s\S]/gu) ?? [];
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
