import type {ActRequest} from '../../../dm/ask/acts.ts';
import type {DmClient} from '../../../dm/ask/client.ts';
import {DmError} from '../../../dm/ask/error.ts';
import type {ActProposal, Fact, Settled} from '../../../domain/act/act.ts';
import type {TaskCheck, TaskFile} from '../../../domain/act/start-act.ts';
import {thrownText} from '../../../domain/text.ts';
import type {Memory} from '../../memory/memory.ts';
import type {Addressed} from '../decide.ts';

/** What was seen of an act's target just now, and all that follows from it. */
export type Sight =
	| {
			readonly type: 'seen';
			readonly proposal: ActProposal;
			/** Null where it cannot be done. */
			readonly request: ActRequest | null;
			/** Whose answers are awaited; empty where DM answers of the whole alone. */
			readonly addressed: readonly Addressed[];
			/** How what is seen later says that it was done; `now` is null where its target is gone. */
			readonly settled: (now: readonly Fact[] | null) => Settled;
			/** What goes on for so many looks without failing is done. */
			readonly holdsAfterLooks?: number;
	  }
	/** `why` is a sentence; `gone` where its target is not there any more. */
	| {readonly type: 'refused'; readonly why: string; readonly gone?: true};

export type Seeing = {
	readonly client: Pick<DmClient, 'readTask' | 'readStatus' | 'readLocks'>;
	readonly memory: Memory;
	/** The file of a task that may be started, and what DM has found in it. */
	readonly start?: {readonly file: TaskFile; readonly check: TaskCheck};
};

/** That something could not be read, in a sentence. */
export function unread(what: string, error: unknown): Sight {
	return {type: 'refused', why: `${what} could not be read just now: ${thrownText(error)}`};
}

/** That gRPC does not get through to a master, and what to do, in a sentence. */
export function noGrpc(error: unknown): Sight {
	const why = error instanceof DmError && error.kind !== 'result-false' ? gateless : '';
	return {type: 'refused', why: `gRPC does not get through to dm-master${why}: ${thrownText(error)}`};
}

const gateless = ', so relays, locks and validators cannot be acted on here';
