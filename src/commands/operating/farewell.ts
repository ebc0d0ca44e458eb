import type {Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {wholeOutcome} from '../../domain/operation/operation.ts';
import type {LeftUnderWay} from '../../tui/shell/outbox.ts';
import {actOutcomeOf} from '../../wire/acting.ts';
import type {LinkReply} from '../../wire/link.ts';
import {outcomesOf} from '../../wire/outcomes.ts';
import {actOutcomeText, actTitle} from '../../words/acts/act-text.ts';
import {targetName} from '../../words/outcome.ts';
import {outcomeText} from '../../words/outcome-text.ts';

/** As long as an operation may take. */
const patienceMs = 45_000;

export type FarewellIo = {
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly signal: AbortSignal;
	/** The flags that lead another command to the cluster of that name, which is empty where there is one only. */
	readonly connection: (cluster: string) => string;
};

/**
 * Prints how each target ended of what was under way when the full screen was quit. Waits for answers that have not come,
 * for 45 s at most or until it is interrupted; what is unknown then is said to be.
 */
export async function printOutcomes(
	underWay: readonly LeftUnderWay[],
	{stdout, stderr, signal, connection}: FarewellIo,
): Promise<void> {
	const names = underWay.map(left => `${nameOf(left)}${left.cluster === '' ? '' : ` of ${left.cluster}`}`);
	stderr.write(`dmtop: waiting for the outcome of ${names.join('; ')} (Ctrl-C stops waiting)\n`);
	const over = new AbortController();
	const enough = AbortSignal.any([signal, over.signal]);
	const gaveUp = sleep(patienceMs, null, {signal: enough, ref: false})
		.catch(() => null)
		.then((): LinkReply => {
			const why = signal.aborted ? 'interrupted while waiting' : `no answer came in ${patienceMs / 1000} s`;
			return {type: 'lost', message: why};
		});
	try {
		for (const left of underWay) {
			stdout.write(textOf(left, await Promise.race([left.reply, gaveUp]), connection));
		}
	} finally {
		over.abort();
	}
}

function nameOf(left: LeftUnderWay): string {
	return left.type === 'act'
		? actTitle(left.act, left.target)
		: `${left.operation} ${left.targets.map(targetName).join(', ')}`;
}

function textOf(left: LeftUnderWay, reply: LinkReply, connection: FarewellIo['connection']): string {
	if (left.type === 'act') return actOutcomeText(left.act, left.target, actOutcomeOf(reply));
	const {outcomes, message} = outcomesOf(left, reply);
	const told = message === null ? outcomes : left.targets.map(target => wholeOutcome(target, 'refused', message));
	return told.map(outcome => outcomeText(left.operation, outcome, connection(left.cluster))).join('');
}
