import {worthCorrectingMs} from './link-events.ts';
import type {Event, Model} from './state.ts';

/** While answers come every second they move the clock, and a tick between two of them would cost a frame of its own. */
const leastTickMs = 900;

/** The model a while later; where the clock on the wall was set, the times on the screen follow it at once. */
export function ticked(model: Model, {nowMs, wallMs}: Extract<Event, {type: 'tick'}>): Model {
	const wallOffsetMs = wallMs === undefined ? model.wallOffsetMs : wallMs - nowMs;
	if (Math.abs(wallOffsetMs - model.wallOffsetMs) >= worthCorrectingMs) return {...model, nowMs, wallOffsetMs};
	return nowMs - model.nowMs < leastTickMs ? model : {...model, nowMs};
}
