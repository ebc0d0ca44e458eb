import type {Model} from './state.ts';

/** Nobody who looks at a screen presses no key for so long. */
const awayMs = 600_000;

/** The model after a key; the first one after ten minutes without any tells since when nobody had looked. */
export function pressedAt(model: Model, atMs: number): Model {
	const wasAway = atMs - model.lastKeyAtMs >= awayMs;
	return {...model, lastKeyAtMs: atMs, awaySinceMs: wasAway ? model.lastKeyAtMs : model.awaySinceMs};
}

/** Since when nobody has pressed a key, by the viewer's clock, where that is ten minutes or longer; else null. */
export function idleSince({nowMs, lastKeyAtMs}: Model): number | null {
	return nowMs - lastKeyAtMs >= awayMs ? lastKeyAtMs : null;
}
