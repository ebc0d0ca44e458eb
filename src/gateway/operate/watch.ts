import type {ProcessError, Subtask} from '../../domain/cluster.ts';
import {type Operation, type PartOutcome, seenPart, type TargetOutcome} from '../../domain/operation/operation.ts';
import {isDoneIn} from '../../domain/operation/plan.ts';
import type {DmVersion} from '../../domain/version.ts';
import {worst} from './outcome.ts';
import type {SecondLook} from './second-look.ts';

export type WatchOptions = {
	/** The parts of the task as they were just before it was sent, by source. */
	readonly before: ReadonlyMap<string, Subtask>;
	readonly version: DmVersion;
	/** Asks DM for the task once more. */
	readonly look: () => Promise<SecondLook>;
	/** Resolves after the time between two polls; rejects when nobody waits any more. */
	readonly nextPoll: () => Promise<unknown>;
};

/**
 * What became of the parts at which DM answered with the very error that was there before: recorded, it had often done
 * what it was asked. So two polls are watched, and the stage decides. Everything else stays as DM answered it.
 */
export async function watchOldErrors(
	operation: Operation,
	outcome: TargetOutcome,
	{before, version, look, nextPoll}: WatchOptions,
): Promise<TargetOutcome> {
	const doubtful = new Set(
		outcome.parts.flatMap(({source, outcome: of, message}) => {
			if (source === null || of !== 'failed') return [];
			return namesOldError(message, before.get(source)?.result?.errors ?? []) ? [source] : [];
		}),
	);
	if (doubtful.size === 0) return outcome;
	let told: SecondLook = {type: 'refused', why: 'it was not asked again'};
	for (let poll = 0; poll < pollsWatched && !isGone(told); poll++) {
		const goesOn = await nextPoll().then(
			() => true,
			() => false,
		);
		if (!goesOn) {
			told = {type: 'refused', why: 'interrupted while it was watched'};
			break;
		}
		told = await look();
	}
	const parts = outcome.parts.map(part => {
		const {source, message} = part;
		if (source === null || !doubtful.has(source)) return part;
		const {of, after} = stageSays(operation, source, told, version);
		return {...part, outcome: of, message: `${after}; DM had answered: ${message}`} satisfies PartOutcome;
	});
	// What DM said of the whole was said of the answers that do not hold any more.
	return {...outcome, outcome: worst(parts, true), message: summaryOf(parts, doubtful), parts};
}

const pollsWatched = 2;

/** Whether DM's answer tells of an error that the part had before; quoted in another text, its own quotes are escaped. */
function namesOldError(answer: string | null, errors: readonly ProcessError[]): boolean {
	const said = bare(answer ?? '');
	return errors.some(({code, message, rawCause}) => {
		const texts = [rawCause, message].map(text => bare(text ?? '')).filter(text => text !== '');
		return texts.length === 0
			? code !== null && new RegExp(`\\bErrCode:${code}\\b`).test(said)
			: texts.some(text => said.includes(text));
	});
}

function bare(text: string): string {
	return text.replaceAll('\\', '').replace(/\s+/g, ' ').trim();
}

function isGone(look: SecondLook): boolean {
	return look.type === 'refused' && look.gone === true;
}

function stageSays(
	operation: Operation,
	source: string,
	look: SecondLook,
	version: DmVersion,
): {readonly of: 'done' | 'failed' | 'unknown'; readonly after: string} {
	if (isGone(look)) {
		return operation === 'stop'
			? {of: 'done', after: 'done: DM no longer lists it'}
			: {of: 'failed', after: 'DM no longer lists it'};
	}
	if (look.type === 'refused') return {of: 'unknown', after: `unknown: ${look.why}`};
	const now = look.subtasks.get(source);
	if (now === undefined) return {of: 'unknown', after: 'unknown: DM tells nothing of it now'};
	const {situation} = seenPart(source, {worker: null, ...now}, version);
	return isDoneIn(operation, situation)
		? {of: 'done', after: `done: it is ${now.stage} now`}
		: {of: 'failed', after: `two polls later it is still ${now.stage}`};
}

/** Of one source its own text; of several, how many were watched, and that the stage was asked. */
function summaryOf(parts: readonly PartOutcome[], doubtful: ReadonlySet<string>): string | null {
	const tried = parts.filter(({outcome}) => outcome !== 'not-tried');
	if (tried.length === 1) return tried[0]?.message ?? null;
	const watched = tried.filter(({source}) => source !== null && doubtful.has(source));
	const done = watched.filter(({outcome}) => outcome === 'done').length;
	return `${watched.length} of ${tried.length} sources answered with the error that was there before; by their stage ${done} of them did it`;
}
