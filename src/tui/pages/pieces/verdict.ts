import type {StatusWord} from '../../../domain/status-word.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import type {ResumeView, SubtaskRow} from '../../../wire/topics.ts';
import {age, duration, plural, withFullStop} from '../../../words/format.ts';
import {gatewayNow, lasting} from '../../freshness.ts';
import type {Model} from '../../state.ts';

/** Whether DM resumes it by itself, with the rule that says so and what has been seen; null when nothing failed. */
export function verdictText({verdict, word}: SubtaskRow, nowMs: number): string | null {
	if (verdict === null) return null;
	const back = verdict.cameBack > 0 ? ` Seen to come back ${plural(verdict.cameBack, 'time')}.` : never(verdict);
	return `${answerOf(verdict, word)} (${verdict.rule}).${failingText(verdict, nowMs)}${triesText(verdict, nowMs)}${back}${paceText(verdict)}`;
}

function answerOf({resumes, heals, of, tries}: ResumeView, word: StatusWord): string {
	const what = of === 'relay' ? 'the relay' : 'this';
	if (!resumes) return `Needs you: DM does not resume ${what} by itself`;
	if (!heals) return `Needs you: DM resumes ${what} by itself for ever, in vain`;
	if (word !== 'error') return `DM resumes ${what} by itself`;
	return tries > 0
		? `Needs you: the tries of DM to resume ${what} have not helped`
		: `Needs you: no try of DM to resume ${what} has been seen`;
}

function failingText({failingSinceMs, fromBeginning}: ResumeView, nowMs: number): string {
	if (failingSinceMs === null) return '';
	return ` Failing for ${fromBeginning ? '' : 'at least '}${age(failingSinceMs, nowMs)}.`;
}

function triesText({tries, lastTryMs}: ResumeView, nowMs: number): string {
	if (tries === 0 || lastTryMs === null) return '';
	const last = `${age(lastTryMs, nowMs)} ago`;
	return tries === 1 ? ` One try was seen, ${last}.` : ` ${tries} tries were seen, the last one ${last}.`;
}

/** How DM's tries come one after another, as its configuration says. */
function paceText({resumes, checker}: ResumeView): string {
	if (!resumes || checker === null || checker.leastMs === null || checker.mostMs === null) return '';
	const looks = checker.everyMs === null ? '' : `looks each ${told(checker.everyMs)} and `;
	const grows = checker.factor === null ? '' : `, then ${checker.factor} times as long each time`;
	return ` DM ${looks}waits ${told(checker.leastMs)} before its first try${grows}, ${told(checker.mostMs)} at most.`;
}

function told(ms: number): string {
	return ms < 1000 ? `${ms}ms` : duration(ms / 1000);
}

function never({resumes}: ResumeView): string {
	return resumes ? ' Not seen to come back yet.' : '';
}

/**
 * Why a subtask has no fresh answer, and what the master said, unless that is in `told` already; null when it has one.
 */
export function absenceText(row: SubtaskRow, model: Model, told = ''): string | null {
	const nowMs = gatewayNow(model);
	const {presence, source} = row;
	const seen = row.lastSeenAtMs === null ? ' It was never seen.' : ` Last seen ${age(row.lastSeenAtMs, nowMs)} ago.`;
	switch (presence.type) {
		case 'here':
			return null;
		case 'silent':
			return `Source ${source} has not answered${lasting(model, presence.sinceMs)}.${seen}${said(presence.message, told)}`;
		case 'unbound':
			return `Source ${source} has had no worker${lasting(model, presence.sinceMs)}.${seen}${said(presence.message, told)}`;
		case 'absent':
			return `Source ${source} has been missing from the master's answer${lasting(model, presence.sinceMs)}.${seen}`;
		case 'missing':
			if (row.sourceErrors.length > 0) {
				return `Source ${source} answers with an error of its own, and has not listed this task${lasting(model, presence.sinceMs)}.${seen}`;
			}
			return `Source ${source} answers well and has not listed this task${lasting(model, presence.sinceMs)}.${seen}`;
		default:
			return unreachable(presence);
	}
}

function said(message: string | null, told: string): string {
	return message === null || told.includes(message) ? '' : ` The master said: ${withFullStop(message)}`;
}
