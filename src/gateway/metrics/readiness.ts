import {paceOf} from '../ask/pace.ts';
import type {Memory} from '../memory/memory.ts';

/** Whether a gateway can tell the truth about its cluster now. */
export type Readiness = {readonly isReady: boolean; readonly why: string};

/** Whether the newest answer is young enough, and why not, in a sentence. */
export function readinessOf(memory: Memory, nowMs: number): Readiness {
	if (memory.lastGood === null) return {isReady: false, why: 'no answer of the cluster has come yet'};
	const age = `the newest answer of the cluster is ${seconds(nowMs - memory.lastGood.atMs)} old`;
	const most = seconds(youngMs(memory));
	return isYoung(memory, nowMs)
		? {isReady: true, why: `${age}, and may be ${most}`}
		: {isReady: false, why: `${age}, expected at most ${most}`};
}

/** Whether the newest answer is young enough for what is told of the cluster to be true now. */
export function isYoung(memory: Memory, nowMs: number): boolean {
	return memory.lastGood !== null && nowMs - memory.lastGood.atMs <= youngMs(memory);
}

/** Two polls may fail, and a worker that hangs may hold up the answer for as long as a status may take. */
function youngMs(memory: Memory): number {
	return 3 * paceOf(memory) + longestAnswerMs;
}

const longestAnswerMs = 35_000;

function seconds(ms: number): string {
	return `${Math.round(Math.max(0, ms) / 1000)} s`;
}
