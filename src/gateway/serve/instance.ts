import type {Clock} from '../../clock.ts';

type Chance = {readonly clock: Clock; readonly random: () => number};

/** A name that no other gateway has: not the one before it on this port, and none that starts at the same moment. */
export function instanceOf({clock, random}: Chance): string {
	const chance = Math.floor(random() * Number.MAX_SAFE_INTEGER);
	return [clock.now(), process.pid, chance].map(part => part.toString(36)).join('-');
}
