import {unreachable} from '../../domain/unreachable.ts';
import type {SubtaskRow} from '../../protocol/topics.ts';
import {age, plural} from '../format.ts';

/** Whether DM resumes it by itself, with the rule that says so and what has been seen; null when nothing failed. */
export function verdictText({verdict, word}: SubtaskRow, nowMs: number): string | null {
	if (verdict === null) return null;
	const what = verdict.of === 'relay' ? 'the relay' : 'this';
	const overdue = verdict.resumes && word === 'error';
	const answer = overdue
		? `Needs you: DM resumes ${what} by itself, but no try of it has been seen`
		: verdict.resumes
			? `DM resumes ${what} by itself`
			: `Needs you: DM does not resume ${what} by itself`;
	const failing = verdict.failingSinceMs === null ? '' : ` Failing for ${age(verdict.failingSinceMs, nowMs)}.`;
	const back = verdict.cameBack > 0 ? ` Seen to come back ${plural(verdict.cameBack, 'time')}.` : never(verdict);
	return `${answer} (${verdict.rule}).${failing}${back}`;
}

function never({resumes}: {readonly resumes: boolean}): string {
	return resumes ? ' Not seen to come back yet.' : '';
}

/**
 * Why a subtask has no fresh answer, and what the master said, unless that is in `told` already; null when it has one.
 */
export function absenceText(row: SubtaskRow, nowMs: number, told = ''): string | null {
	const {presence, source} = row;
	const seen = row.lastSeenAtMs === null ? ' It was never seen.' : ` Last seen ${age(row.lastSeenAtMs, nowMs)} ago.`;
	switch (presence.type) {
		case 'here':
			return null;
		case 'silent':
			return `Source ${source} has not answered for ${age(presence.sinceMs, nowMs)}.${seen}${said(presence.message, told)}`;
		case 'unbound':
			return `Source ${source} has had no worker for ${age(presence.sinceMs, nowMs)}.${seen}${said(presence.message, told)}`;
		case 'absent':
			return `Source ${source} has been missing from the master's answer for ${age(presence.sinceMs, nowMs)}.${seen}`;
		case 'missing':
			if (row.sourceErrors.length > 0) {
				return `Source ${source} answers with an error of its own, and has not listed this task for ${age(presence.sinceMs, nowMs)}.${seen}`;
			}
			return `Source ${source} answers well and has not listed this task for ${age(presence.sinceMs, nowMs)}.${seen}`;
		default:
			return unreachable(presence);
	}
}

function said(message: string | null, told: string): string {
	return message === null || told.includes(message)
		? ''
		: ` The master said: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}
