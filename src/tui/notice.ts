import {presentNow} from './past/present.ts';
import type {Event, Model} from './state.ts';
/** What is said while the cluster is asked because somebody wants it now; the answer takes it away. */
export function askingNotice({link}: Model): string {
	return link.type === 'open' ? asking : trying;
}

/** What was copied, and in which file it is too; the terminal does not tell whether it did it. */
export function copiedNotice(text: string, path: string | null): string {
	const told = [...text].slice(0, mostTold).join('');
	return path === null ? `copied, unless the terminal refuses: ${told}` : `copied, also to ${path}: ${told}`;
}

/** More is on no line. */
const mostTold = 200;

const asking = 'asking the cluster...';
const trying = 'trying to reach the gateway...';

/** The model without the notice, where somebody has read it when this happens, or it is over. */
export function withoutReadNotice(model: Model, event: Event): Model {
	if (isOver(model, event)) return {...model, notice: null};
	if (isWordless(event) || isCovered(model)) return model;
	const leaving = model.leaving && event.type === 'quit';
	return model.notice === null && leaving === model.leaving ? model : {...model, notice: null, leaving};
}

/** The model in which a notice has its time, and none that could be read by now; `before` is the one that stood there. */
export function timed(model: Model, before: string | null): Model {
	const {notice, noticeSinceMs, leaving} = model;
	const nowMs = presentNow(model);
	if (notice === null) return noticeSinceMs === null ? model : {...model, noticeSinceMs: null};
	// Behind a dialog nobody reads it.
	if (notice !== before || noticeSinceMs === null || isCovered(model)) return {...model, noticeSinceMs: nowMs};
	const stays = leaving || notice === asking || notice === trying;
	return stays || nowMs - noticeSinceMs < readingMs(notice) ? model : {...model, notice: null, noticeSinceMs: null};
}

/** How long somebody needs to see that there is a sentence and to read it. */
function readingMs(text: string): number {
	return 3000 + 60 * text.length;
}

/** Whether what was waited for has come, or cannot come. */
function isOver({notice, heartbeat}: Model, event: Event): boolean {
	if (event.type !== 'link' || (notice !== asking && notice !== trying)) return false;
	const told = event.event;
	if (told.type === 'link-open' || told.type === 'link-lost') return true;
	if (told.type !== 'heartbeat') return false;
	return told.trouble !== null || told.lastGoodAtMs !== (heartbeat?.lastGoodAtMs ?? null);
}

/** What nobody does at the keyboard leaves a notice where it is. */
function isWordless(event: Event): boolean {
	if (event.type === 'operate') return event.change.type === 'shown' || event.change.type === 'answer';
	if (event.type === 'at') return isWordless(event.event);
	return ['tick', 'link', 'raw', 'moment', 'pressed', 'resize'].includes(event.type);
}

/** While the keys go into a dialog or a prompt, the notice behind it waits; the question about quitting does not. */
function isCovered({dialog, finding, leaving}: Model): boolean {
	return !leaving && (dialog !== null || finding.prompt !== null);
}
