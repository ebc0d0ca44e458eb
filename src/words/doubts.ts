import type {Relay} from '../domain/cluster.ts';
import {type LagDoubt, lagDoubt} from '../domain/lag/lag.ts';
import {isPast, samePosition} from '../domain/position.ts';
import type {SubtaskRow} from '../wire/topics.ts';
import {wholeNumber} from './format.ts';

type Part = Pick<SubtaskRow, 'presence' | 'stage' | 'work' | 'relay' | 'lagUnknown' | 'blockedSinceMs' | 'busySinceMs'>;

/** Which figures of DM's about one source's part of a task are not believed, and why: a sentence each. */
export function doubtsOf(part: Part): readonly string[] {
	const relay = part.presence.type === 'here' && readsRelay(part) ? part.relay : null;
	return [lagDoubtText(part), relay === null ? null : caughtUpDoubtText(relay)].filter(text => text !== null);
}

function readsRelay({work, relay}: Part): boolean {
	return work?.type === 'Sync' && work.binlogType !== 'remote' && relay?.stage === 'Running';
}

/** Why the lag that DM tells of a Sync that runs is not believed; null where it is, or where it tells none that could be. */
export function lagDoubtText({
	presence,
	stage,
	work,
	relay,
	lagUnknown,
	blockedSinceMs,
	busySinceMs,
}: Part): string | null {
	if (presence.type !== 'here' || stage !== 'Running' || blockedSinceMs !== null || busySinceMs !== null) return null;
	if (work?.type !== 'Sync' || work.upstream === null || work.secondsBehindMaster === null) return null;
	const says = `DM says ${wholeNumber(work.secondsBehindMaster)} s behind`;
	const doubt = lagDoubt(work, relay);
	if (doubt !== 'relay-halted' && lagUnknown && isPast(work.checkpoint, work.upstream))
		return `${says}, but the checkpoint is past the upstream; not believed.`;
	return doubt === null ? null : `${says}, ${why[doubt](relay)}`;
}

const why = {
	'relay-halted': relay =>
		`but the relay that it reads is ${relay?.stage}, so that figure is of the past; not believed.`,
	clocks: () =>
		'which cannot be: the clocks of the upstream and of DM differ. No lag is believed; the gap is the guide.',
	'at-upstream': () => "but the checkpoint is at the upstream's position, so nothing is outstanding; not believed.",
} as const satisfies Record<LagDoubt, (relay: Relay | null) => string>;

/** Why DM's word that a relay has not caught up is not believed; null where it is. */
export function caughtUpDoubtText({caughtUp, upstream, position}: Relay): string | null {
	if (caughtUp !== false || !samePosition(upstream, position)) return null;
	return "DM says that the relay has not caught up (it compares GTID sets), but the relay is at the upstream's position; not believed.";
}
