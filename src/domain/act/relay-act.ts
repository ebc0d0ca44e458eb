import type {Relay, SourceAnswer} from '../cluster.ts';
import {type Act, type Fact, factOf, type Settled} from './act.ts';

export type RelayAct = Extract<Act, 'pause-relay' | 'resume-relay' | 'start-relay'>;

/** What of a source an act on its relay depends on. */
export function relayFacts({worker, relay, answered}: SourceAnswer): readonly Fact[] {
	return [
		{what: 'its worker', is: worker},
		{what: 'the relay', is: answered ? (relay?.stage ?? 'off') : null},
	];
}

/** Why the act does nothing good to the relay, in a sentence; null where it can be done. */
export function relayWhyNot(act: RelayAct, {answered, unbound, relay}: SourceAnswer, isOld: boolean): string | null {
	if (unbound) return 'the source has no worker';
	if (!answered) return 'its worker does not answer';
	if (act === 'start-relay') {
		if (isOld) return 'DM 1.0 always has its relay on';
		return relay === null || relay.stage === 'Stopped' ? null : 'its relay is on already';
	}
	if (relay === null) return 'its relay is off: its subtasks read the upstream themselves';
	return whyNotIn(act, relay);
}

function whyNotIn(act: RelayAct, {stage}: Relay): string | null {
	if (act === 'pause-relay') return stage === 'Running' ? null : `its relay is ${stage} and not Running`;
	return stage === 'Paused' ? null : `its relay is ${stage} and not Paused`;
}

/** Whether the relay is what the act was to make of it. */
export function relaySettled(act: RelayAct, now: readonly Fact[]): Settled {
	const stage = factOf(now, 'the relay');
	const says = `the relay is ${stage ?? 'not told'}`;
	return stage === wanted[act] ? {type: 'done', says: `${says} now`} : {type: 'waiting', says: `${says} still`};
}

const wanted = {'pause-relay': 'Paused', 'resume-relay': 'Running', 'start-relay': 'Running'} as const satisfies Record<
	RelayAct,
	string
>;
