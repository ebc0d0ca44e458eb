import type {Act, ActTarget} from '../../domain/act/act.ts';
import type {OperationUnderWay} from '../../domain/operation/under-way.ts';
import type {ActReading} from './reading.ts';

/** An act that was sent and of which nobody knows yet how it ended: it is watched. */
export type KnownAct = {readonly act: Act; readonly target: ActTarget; readonly sinceMs: number};

/** The oldest first. */
export type KnownActs = readonly KnownAct[];

/** The acts after one more piece of news about one. */
export function rememberActs(known: KnownActs, {step, act, target, atMs}: ActReading): KnownActs {
	const others = known.filter(it => !(it.act === act && isSame(it.target, target)));
	return step === 'asked' ? [...others, {act, target, sinceMs: atMs}] : others;
}

/** What is under way on a target for which that holds; null = nothing. */
export function actUnderWay(known: KnownActs, where: (target: ActTarget) => boolean): OperationUnderWay | null {
	const it = known.find(({target}) => where(target));
	return it === undefined ? null : {operation: it.act, sinceMs: it.sinceMs, answered: false};
}

function isSame(one: ActTarget, other: ActTarget): boolean {
	return one.task === other.task && one.source === other.source && one.lock === other.lock;
}
