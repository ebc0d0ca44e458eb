import type {Operation, OperationTarget, PartOutcome, TargetOutcome} from '../domain/operation/operation.ts';
import {plural} from './format.ts';

/**
 * How one target ended, in a sentence: `pause billing: DM answered done at 2 of 2 sources; …`. `isWatched` tells whether
 * a gateway goes on looking at what is unknown.
 */
export function outcomeSentence(operation: Operation, outcome: TargetOutcome, isWatched = true): string {
	const {unwritten} = outcome;
	const ended = `${operation} ${targetName(outcome)}: ${howItEnded(operation, outcome, isWatched)}`;
	return unwritten === undefined ? ended : `${ended}. How it ended is not written down: ${unwritten}`;
}

/** How one target ended, without what it was. */
function howItEnded(operation: Operation, {outcome, message, parts}: TargetOutcome, isWatched: boolean): string {
	const said = (message ?? '').replace(saidAlready, '');
	const meant = parts.filter(part => part.outcome !== 'not-tried');
	switch (outcome) {
		case 'done': {
			const done = parts.filter(part => part.outcome === 'done').length;
			const where = meant.length === 0 ? '' : ` at ${done} of ${plural(meant.length, 'source')}`;
			const after = operation === 'stop' ? 'dmtop start FILE starts it again' : "DM's own status decides";
			return `DM answered done${where}; ${after}${said === '' ? '' : `. ${said}`}`;
		}
		case 'refused':
			return `refused, nothing was sent${withText(said)}`;
		case 'failed': {
			const failed = meant.filter(part => part.outcome !== 'done').length;
			return `failed${meant.length === 0 ? '' : ` at ${failed} of ${plural(meant.length, 'source')}`}${withText(said)}`;
		}
		case 'unknown':
			if (isWatched) return `unknown, watching${withText(said)}`;
			return `unknown, nobody is watching: look at the rows${said === '' ? '' : ` (${said})`}`;
		case 'not-tried':
			return `not tried${withText(said)}`;
	}
}

/** How the gateway begins its own sentences. */
const saidAlready = /^(nothing was sent|unknown, watching): /;

/** How one source's part ended. */
export function partWord({outcome}: PartOutcome): string {
	return outcome === 'unknown' ? 'unknown, watching' : outcome === 'not-tried' ? 'left alone' : outcome;
}

/** A task, and the sources where only they are meant. */
export function targetName({task, sources}: OperationTarget): string {
	return sources === null ? task : `${task} at ${sources.join(', ')}`;
}

function withText(text: string): string {
	return text === '' ? '' : `: ${text}`;
}
