import type {Clock} from '../../clock.ts';
import type {StatusReading} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {Piece} from './pieces.ts';
import type {Question} from './question.ts';

/** Sources that hold up an answer: each is asked by itself, beside the polls, until it answers in time. */
export type Suspects = {
	readonly names: () => readonly string[];
	/** One that was found, with the question that it has not answered. */
	add(name: string, question: Question): void;
	/** What is known of each now. Whoever has answered is asked anew, or is no suspect any more where that was in time. */
	collect(): readonly Piece[];
	/** They are asked together with the others again. */
	forget(names?: readonly string[]): void;
};

type Suspect = {
	question: Question;
	askedAtMs: number;
	last: {readonly reading: StatusReading; readonly atMs: number; readonly tookMs: number} | null;
	why: string;
};

/** An answer that takes no longer than that holds nobody up. */
const inTimeMs = 3000;

const holdsUp = 'no answer within 3 s; it is asked apart from the others';

export function createSuspects({now}: Clock, askFor: (name: string) => Question): Suspects {
	const suspects = new Map<string, Suspect>();

	function collectOne(name: string, it: Suspect): Piece {
		const settled = it.question.settled();
		if (settled !== null) {
			const {outcome, atMs} = settled;
			const tookMs = atMs - it.askedAtMs;
			if (!(outcome instanceof DmError) && tookMs <= inTimeMs) {
				suspects.delete(name);
				return {type: 'answer', names: [name], reading: outcome};
			}
			it.last = outcome instanceof DmError ? null : {reading: outcome, atMs, tookMs};
			it.why = outcome instanceof DmError ? (outcome.tries.at(-1)?.problem ?? outcome.message) : holdsUp;
			it.question = askFor(name);
			it.askedAtMs = now();
		}
		const {last} = it;
		if (last !== null && isStillTrue(last)) return {type: 'answer', names: [name], reading: last.reading};
		return {type: 'silent', names: [name], why: it.why, error: null};
	}

	/** What comes late, but again and again, is as new as it can be; that somebody did not answer holds until he does. */
	function isStillTrue({reading, atMs, tookMs}: NonNullable<Suspect['last']>): boolean {
		const answered = reading.cluster.sources.some(source => source.answered);
		return !answered || now() - atMs <= 2 * tookMs + pollMs;
	}

	return {
		names: () => [...suspects.keys()],
		add(name, question) {
			suspects.get(name)?.question.giveUp();
			suspects.set(name, {question, askedAtMs: now() - inTimeMs, last: null, why: holdsUp});
		},
		collect: () => [...suspects].map(([name, it]) => collectOne(name, it)),
		forget(names = [...suspects.keys()]) {
			for (const name of names) {
				suspects.get(name)?.question.giveUp();
				suspects.delete(name);
			}
		},
	};
}

/** The time between two polls, and a little more. */
const pollMs = 5000;
