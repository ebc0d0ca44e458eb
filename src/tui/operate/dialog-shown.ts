import type {Event, Model} from '../state.ts';
import {dialogGeometry} from '../ui/dialog/dialog.ts';

/**
 * Tells the model that its dialog is on the screen, after each frame that was written. What counts is that the same lines
 * of the same dialog were drawn: a key may have changed the model meanwhile without there being anything new to draw.
 */
export function createShownTeller(options: {
	readonly read: () => Model;
	readonly send: (event: Event) => void;
	/** Calls back outside of the drawing. */
	readonly later: (work: () => void) => void;
	readonly now: () => number;
}): (drawn: Model) => void {
	const {read, send, later, now} = options;
	return drawn => {
		const seen = unseenDialog(drawn);
		if (seen === null) return;
		const change = {type: 'shown', lines: seen.room, atMs: now()} as const;
		later(() => {
			const still = unseenDialog(read());
			if (still !== null && still.key === seen.key) send({type: 'operate', change});
		});
	};
}

/** What is drawn of a dialog that is not known to have been on the screen; null where there is none. */
function unseenDialog(model: Model): {readonly key: string; readonly room: number} | null {
	const {dialog} = model;
	if (dialog === null || !('shownAtMs' in dialog.phase) || dialog.phase.shownAtMs !== null) return null;
	const {lines, room} = dialogGeometry(model, dialog);
	const shown = lines.slice(dialog.top, dialog.top + room);
	return {key: JSON.stringify([dialog.id, dialog.phase.type, dialog.top, model.size, shown]), room};
}
