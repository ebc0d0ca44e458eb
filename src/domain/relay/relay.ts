import type {ProcessError, Relay} from '../cluster.ts';
import {failureOf} from '../failure/resume.ts';
import {samePosition} from '../position.ts';
import type {TaskSubtask} from '../task.ts';

/** A source's relay in one word, as in the RELAY column, worst first. */
export const relayWords = ['error', 'unknown', 'paused', 'stopped', 'behind', 'ok', 'off'] as const;

export type RelayWord = (typeof relayWords)[number];

/** The word for a relay; `isKnown` = a fresh answer tells of it, so that none means off. */
export function relayWord(relay: Relay | null, isKnown: boolean): RelayWord {
	if (!isKnown) return 'unknown';
	if (relay === null) return 'off';
	if (relay.stage === 'Running') return relay.upstream === null ? 'unknown' : isBehind(relay) ? 'behind' : 'ok';
	if (failureOf(relay.result) !== null) return 'error';
	if (relay.stage === 'Paused') return 'paused';
	return relay.stage === 'Stopped' ? 'stopped' : 'unknown';
}

/** The word for the relay behind one part of a task. */
export function relayWordOf({
	relay,
	presence,
	sourceErrors,
}: Pick<TaskSubtask, 'relay' | 'presence' | 'sourceErrors'>): RelayWord {
	const answers = presence.type === 'here' || presence.type === 'missing';
	return relayWord(relay, answers && !servesAnother(sourceErrors));
}

/**
 * Not caught up with its upstream; where the upstream does not tell its position, nobody knows. DM compares GTID sets,
 * which may differ for ever on an idle upstream: at the same position nothing is outstanding.
 */
export function isBehind({upstream, position, caughtUp}: Relay): boolean {
	return upstream !== null && caughtUp === false && !samePosition(upstream, position);
}

/** Whether the worker that answers for a source serves another one: its relay is that of the other. */
export function servesAnother(errors: readonly ProcessError[]): boolean {
	return errors.some(({code}) => code === alreadyStarted);
}

/** "mysql source worker … has already started with source …, but get a request with source …". */
const alreadyStarted = 40071;
