import type {Operation, SeenPart} from './operation.ts';
import {operableIn} from './plan.ts';

/**
 * What has changed since somebody saw the parts of a task, in a way that matters to the operation; null = nothing.
 * Other sources or workers always matter; a stop is for exactly what was seen.
 */
export function changedSince(operation: Operation, seen: readonly SeenPart[], now: readonly SeenPart[]): string | null {
	const before = new Map(seen.map(part => [part.source, part]));
	for (const part of now) if (!before.has(part.source)) return `${part.source} has a part of the task now`;
	for (const was of seen) {
		const is = now.find(({source}) => source === was.source);
		const change = is === undefined ? 'has no part of the task any more' : changeOf(operation, was, is);
		if (change !== null) return `${was.source} ${change}`;
	}
	return null;
}

/**
 * The parts of now as far as they matter to an operation for some sources: what else the other sources do is no concern
 * of it, as one of several on the same task shows; that they are there, and with the same worker, is.
 */
export function asFarAsMeant(
	sources: readonly string[] | null,
	seen: readonly SeenPart[],
	now: readonly SeenPart[],
): readonly SeenPart[] {
	if (sources === null) return now;
	const before = new Map(seen.map(part => [part.source, part]));
	return now.map(is => {
		const was = before.get(is.source);
		if (was === undefined || sources.includes(is.source)) return is;
		return was.situation === 'silent' || is.situation === 'silent' ? is : {...was, worker: is.worker};
	});
}

function changeOf(operation: Operation, was: SeenPart, is: SeenPart): string | null {
	if (is.situation === 'silent') return was.situation === 'silent' ? null : 'does not answer any more';
	if (was.situation === 'silent') return `answers again and is ${stateOf(is)}`;
	if (is.worker !== was.worker) return `moved from ${was.worker ?? 'no worker'} to ${is.worker ?? 'no worker'}`;
	const operable = operableIn[operation];
	if (operable === null) return was.stage === is.stage && was.unit === is.unit ? null : turned(was, is);
	// What was left alone when it was seen must still be no different; what was aimed at must still be as it has to be.
	if (was.situation === is.situation || operable.has(is.situation)) return null;
	return turned(was, is);
}

function turned(was: SeenPart, is: SeenPart): string {
	return `was ${stateOf(was)} and is ${stateOf(is)}`;
}

function stateOf({stage, unit, situation}: SeenPart): string {
	const told = `${stage ?? '?'} in ${unit ?? '?'}`;
	return situation === 'failed' || situation === 'retrying' ? `${told} with an error` : told;
}
