import type {Position, Relay} from '../../../domain/cluster.ts';
import {gapBetween, isPast} from '../../../domain/position.ts';
import {caughtUpDoubtText} from '../../../words/doubts.ts';
import {gapText} from '../../../words/format.ts';
import {prose} from './blocks.ts';

/** A relay's stage as a word: `off` when there is none, `?` when nobody knows. */
export function relayStage(relay: Relay | null, isKnown: boolean): string {
	if (!isKnown && relay === null) return '?';
	if (relay === null) return 'off';
	const errors = relay.result?.errors.length ?? 0;
	return errors > 0 ? `${relay.stage} with errors` : relay.stage;
}

/** How far the relay is behind its upstream, or why that is not known. */
export function relayBehind(relay: Relay): string {
	if (relay.upstream === null) return '? (the upstream does not tell its position)';
	if (relay.position === null) return '? (the relay tells no position)';
	if (isPast(relay.position, relay.upstream)) return '? (the relay is past what the upstream tells)';
	const gap = gapBetween(relay.upstream, relay.position);
	if (gap === null) return '? (the files do not compare: the upstream has begun its binlog anew)';
	return gap.type === 'bytes' && gap.bytes === 0 ? '0 B' : gapText(gap);
}

/** Whether DM calls it caught up, with an upstream that tells where it is. */
export function caughtUpText({caughtUp, upstream}: Relay): string {
	return caughtUp === null || upstream === null ? '?' : caughtUp ? 'yes' : 'no';
}

/** Whether DM's word that the relay has not caught up is not believed, and why; empty where it is. */
export function caughtUpDoubt(relay: Relay, columns: number): readonly string[] {
	const doubt = caughtUpDoubtText(relay);
	return doubt === null ? [] : prose(doubt, columns);
}

/** Upstream against relay, one under the other. */
export function relayPlaces(relay: Relay): readonly Place[] {
	return [
		{label: 'upstream', position: relay.upstream, unknown: 'unknown', note: '', gtid: relay.upstreamGtid},
		{label: 'relay', position: relay.position, unknown: 'unknown', note: '', gtid: relay.gtid},
	];
}
/** One line of a table of positions. */
export type Place = {
	readonly label: string;
	readonly position: Position | null;
	/** What stands there instead of a position that is not known. */
	readonly unknown: string;
	readonly note: string;
	readonly gtid: string | null;
};
