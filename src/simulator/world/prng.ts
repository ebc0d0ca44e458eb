import type {Draft} from './model.ts';

/** The next random number of a world, at least 0 and below 1 (mulberry32). The world carries the generator's state. */
export function random(draft: Draft): number {
	draft.random = (draft.random + 0x6d2b79f5) | 0;
	let mixed = Math.imul(draft.random ^ (draft.random >>> 15), 1 | draft.random);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
