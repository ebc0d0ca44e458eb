import {asFarAsMeant, changedSince} from '../../domain/operation/change.ts';
import type {Operation} from '../../domain/operation/operation.ts';
import {type Plan, planOf} from '../../domain/operation/plan.ts';
import type {OperateTarget} from '../../wire/messages.ts';
import type {Memory} from '../memory/memory.ts';
import type {SecondLook} from './second-look.ts';

/** What will be sent for one target, or why nothing will. */
export type Decision =
	| {
			readonly type: 'send';
			readonly shape: 'workers' | 'sources';
			/** Whose parts DM is asked to operate. */
			readonly addressed: readonly Addressed[];
			/** How DM is told of them; empty = the whole task. */
			readonly targets: readonly string[];
			/** Parts that were meant and are left alone, and why. */
			readonly left: readonly LeftAlone[];
	  }
	/** `why` is a sentence. */
	| {readonly type: 'refused'; readonly why: string};

/** A part that was meant and is left alone; the source is null where only a worker of DM 1.0 is known. */
export type LeftAlone = {readonly source: string | null; readonly worker: string | null; readonly why: string};

/** A source, with the worker by which DM 1.0 goes. */
export type Addressed = {readonly source: string; readonly worker: string | null};

/** Compares what the person saw with what DM tells now: nothing but what was seen to be done may be done. */
export function decide(
	operation: Operation,
	target: OperateTarget,
	look: Extract<SecondLook, {type: 'parts'}>,
	memory: Memory,
): Decision {
	const {shape, parts} = look;
	const change = changedSince(operation, target.seen, asFarAsMeant(target.sources, target.seen, parts));
	if (change !== null) return refused(`changed: ${change}`);
	const [then, now] = [planOf(operation, target, target.seen, shape), planOf(operation, target, parts, shape)];
	if (then.type === 'refused') return refused(then.why);
	if (now.type === 'refused') return refused(`changed: ${now.why}`);
	if (sourcesOf(now) !== sourcesOf(then)) return refused(`changed: it would be for ${sourcesOf(now)} now`);
	const addressed = now.parts.map(({source, worker}) => ({
		source,
		worker: worker ?? memory.sources.get(source)?.worker ?? null,
	}));
	const nameless = target.sources === null && shape === 'workers' ? namelessOf(look, memory) : [];
	const left = [...now.left.map(({part: {source, worker}, why}) => ({source, worker, why})), ...nameless];
	// An empty list may reach the one that cannot be named as well, and that was not to be asked.
	if (now.whole && nameless.length === 0) return {type: 'send', shape, addressed, left, targets: []};
	if (shape === 'sources') return {type: 'send', shape, addressed, left, targets: addressed.map(({source}) => source)};
	const withoutWorker = addressed.find(({worker}) => worker === null);
	if (withoutWorker !== undefined) return refused(`it is not known which worker has ${withoutWorker.source}`);
	return {type: 'send', shape, addressed, left, targets: addressed.flatMap(({worker}) => worker ?? [])};
}

/** The workers of DM 1.0 that may have a part of the task: they have never answered, so nobody knows. */
function namelessOf({nameless}: Extract<SecondLook, {type: 'parts'}>, memory: Memory): readonly LeftAlone[] {
	const named = nameless.map(worker => ({
		source: null,
		worker,
		why: 'it does not answer, and DM counts it to the task',
	}));
	const others = memory.namelessWorkers.filter(({worker}) => !nameless.includes(worker));
	const unknown = others.map(({worker}) => ({
		source: null,
		worker,
		why: 'it does not answer and is not known to have a part of the task',
	}));
	return [...named, ...unknown].map(({why, ...it}) => ({...it, why: `${why}: it was not asked`}));
}

function sourcesOf({parts}: Extract<Plan, {type: 'act'}>): string {
	return parts
		.map(({source}) => source)
		.sort()
		.join(', ');
}

function refused(why: string): Decision {
	return {type: 'refused', why};
}
