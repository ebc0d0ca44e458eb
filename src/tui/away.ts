import type {Model, View} from './state.ts';

/** Nobody who looks at a screen presses no key for so long. */
const awayMs = 600_000;

/** The model after a key; the first one after ten minutes without any tells since when nobody had looked. */
export function pressedAt(model: Model, atMs: number): Model {
	const wasAway = atMs - model.lastKeyAtMs >= awayMs;
	if (!wasAway) return {...model, lastKeyAtMs: atMs};
	return {...model, lastKeyAtMs: atMs, awaySinceMs: model.lastKeyAtMs, backAtMs: atMs};
}

/** Since when nobody has pressed a key, by the viewer's clock, where that is ten minutes or longer; else null. */
export function idleSince({nowMs, lastKeyAtMs}: Model): number | null {
	return nowMs - lastKeyAtMs >= awayMs ? lastKeyAtMs : null;
}

/**
 * The last key before the absence of which is told: while it lasts, and then until what happened meanwhile was opened, or
 * for ten minutes; else null.
 */
export function toldAwaySince(model: Model): number | null {
	const {nowMs, awaySinceMs, backAtMs} = model;
	return idleSince(model) ?? (backAtMs !== null && nowMs - backAtMs < awayMs ? awaySinceMs : null);
}

/** The model once a view is opened: who opens what happened has been told of it. */
export function withSeen(model: Model, view: View): Model {
	const isSeen = view.type === 'report' || view.type === 'events';
	return isSeen && model.backAtMs !== null ? {...model, backAtMs: null} : model;
}
