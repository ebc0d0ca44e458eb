import type {ProcessError} from '../cluster.ts';
import type {Lock} from '../lock.ts';
import type {FindingKind} from '../rules/finding-kind.ts';
import type {SlowPart} from '../slow/slow.ts';
import type {DmVersion} from '../version.ts';
import type {Page} from './pages.ts';

/** What to do about a situation or an error, in words of this program and by DM's documentation. */
export type Advice = {
	/** Stable, such as `1062-row`. */
	readonly id: string;
	/** What it means, in one sentence. */
	readonly means: string;
	/** The one thing to do now, on one line. */
	readonly now: Step;
	/** The same in steps, in order; empty where `now` says all. */
	readonly steps: readonly Step[];
	/** What it costs, or what must not be done, in a sentence; null where there is nothing to say. */
	readonly note: string | null;
	/** The page of DM's documentation that says so or treats of it; null where a recording alone shows it, or DM's own text. */
	readonly page: Page | null;
	/** For which versions of DM, where not for all. */
	readonly versions: string | null;
};

/** One thing to do: an imperative in small letters, without a full stop. */
export type Step = {
	readonly text: string;
	/** The key of this program's full screen that does it; null where none does. */
	readonly key: Key | null;
	/** The key that comes after it, as in "make the row equal, then r"; null where none does. */
	readonly next: Key | null;
	/** What can be pasted; of several, one is for each range of versions. */
	readonly lines: readonly Line[];
};

export type Key = 'p' | 'r' | 'U' | 'X' | 'e' | 'd' | 'b' | '2' | '3' | '4';

/** A line to paste: a command of dmctl without `dmctl` and its address, a statement, or a command of the shell. */
export type Line = {
	readonly type: 'dmctl' | 'sql' | 'shell';
	readonly text: string;
	/** For which versions it is, where others are possible too. */
	readonly versions: string | null;
};

/** What can need a person: what a rule of the status found, or what is not one task's. */
export type Kind =
	| FindingKind
	/** Silent because no worker serves its source; because the answer does not hold the source. */
	| 'unbound'
	| 'absent'
	/** A worker that does not answer; one that is free; one that serves a source. */
	| 'worker-silent'
	| 'worker-free'
	| 'worker-bound'
	/** A relay, seen from its source and not from a task. */
	| 'relay-ok'
	/** No dm-master answers. */
	| 'master'
	/** A source whose task checker is off, while nothing fails. */
	| 'checker-off';

/** What advice is wanted about: what a row, a lock or a verdict knows. What is left out or null is not known. */
export type About = {
	readonly kind?: Kind | null;
	readonly version?: DmVersion | null;
	readonly task?: string | null;
	readonly source?: string | null;
	readonly worker?: string | null;
	/** Where the worker listens, `host:port`. */
	readonly address?: string | null;
	/** The workers that could take over a source; empty = none is free. */
	readonly free?: readonly string[] | null;
	/** DM's word, such as `Sync`. */
	readonly unit?: string | null;
	/** What fails it. */
	readonly error?: ProcessError | null;
	/** DM resumes it by itself. */
	readonly retried?: boolean | null;
	/** The source's task checker is off: nobody retries. */
	readonly checkerOff?: boolean | null;
	readonly lock?: Lock | null;
	/** Whether the lag (or what there is to load) gets less; null = not known. */
	readonly falls?: boolean | null;
	/** Who holds it up, by its worker's metrics; null = not known. */
	readonly slow?: SlowPart | null;
};

/** What the table's sentences are made of: names as they are shown, capitals where nobody knows them. */
export type Facts = {
	readonly version: Pick<DmVersion, 'oldest' | 'newest'>;
	readonly kind: Kind | null;
	readonly task: string;
	readonly source: string;
	/** The task is known and no source: all of it is meant. */
	readonly isWhole: boolean;
	readonly worker: string;
	readonly address: string | null;
	readonly free: readonly string[] | null;
	readonly unit: string | null;
	readonly code: number | null;
	/** What the error says, message and cause, as DM wrote it. */
	readonly text: string;
	readonly lowerCase: string;
	/** The numbers of MySQL's and TiDB's errors in it. */
	readonly sqlNumbers: readonly number[];
	readonly retried: boolean | null;
	readonly checkerOff: boolean;
	readonly lock: Lock | null;
	readonly falls: boolean | null;
	readonly slow: SlowPart | null;
};

/** A row of the table. It is found by a kind, or by an error that has one of its codes, numbers or texts. */
export type Entry = {
	readonly id: string;
	readonly kinds?: readonly Kind[];
	/** DM's codes. */
	readonly codes?: readonly number[];
	/** Pieces of DM's own messages of these codes, in small letters: for a text that has no code with it. */
	readonly messages?: readonly string[];
	/** Numbers of MySQL's and TiDB's errors, as in `Error 1062`. */
	readonly sql?: readonly number[];
	/** Pieces of the error's text, in small letters. */
	readonly texts?: readonly string[];
	/** Only in these units. */
	readonly units?: readonly string[];
	/** Only where this holds; not asked where nothing is known but a code. */
	readonly when?: (it: Facts) => boolean;
	readonly means: string | ((it: Facts) => string);
	readonly say: (it: Facts) => Said;
	readonly page: Page | null;
	readonly versions?: string;
};

/** What an entry says of a situation. */
export type Said = {
	readonly now: Step;
	readonly steps?: readonly Step[];
	readonly note?: string;
};

/** A step with what does it. */
export function step(text: string, lines: readonly Line[] = [], key: Key | null = null): Step {
	return {text, key, next: null, lines};
}

/** The same, with the key that comes after it. */
export function stepThen(text: string, next: Key, lines: readonly Line[] = []): Step {
	return {text, key: null, next, lines};
}

/** Nothing needs to be done, and why. */
export function nothing(why: string): Step {
	return step(why === '' ? 'nothing' : `nothing${why.startsWith(',') ? '' : ': '}${why}`);
}
