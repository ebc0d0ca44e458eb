import type {Operation, SeenPart} from '../../domain/operation.ts';
import {asFarAsMeant, changedSince} from '../../domain/operation-change.ts';
import {type Plan, planOf} from '../../domain/operation-plan.ts';
import type {OperateTarget} from '../../protocol/messages.ts';
import type {Memory} from '../memory.ts';
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
			readonly left: readonly {readonly part: SeenPart; readonly why: string}[];
	  }
	/** `why` is a sentence. */
	| {readonly type: 'refused'; readonly why: string};

/** A source, with the worker by which DM 1.0 goes. */
export type Addressed = {readonly source: string; readonly worker: string | null};

/** Compares what the person saw with what DM tells now: nothing but what was seen to be done may be done. */
export function decide(
	operation: Operation,
	target: OperateTarget,
	look: Extract<SecondLook, {type: 'parts'}>,
	memory: Memory,
): Decision {
	const {shape, parts, nameless} = look;
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
	const left = now.left;
	// An empty list would reach the one that cannot be named as well, and nobody has been told of that.
	if (now.whole && !nameless) return {type: 'send', shape, addressed, left, targets: []};
	if (shape === 'sources') return {type: 'send', shape, addressed, left, targets: addressed.map(({source}) => source)};
	const homeless = addressed.find(({worker}) => worker === null);
	if (homeless !== undefined) return refused(`it is not known which worker has ${homeless.source}`);
	return {type: 'send', shape, addressed, left, targets: addressed.flatMap(({worker}) => worker ?? [])};
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
