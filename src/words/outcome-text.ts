import type {Operation, PartOutcome, TargetOutcome} from '../domain/operation/operation.ts';
import {commandLine, wantedState} from '../domain/operation/words.ts';
import {plural} from './format.ts';

/**
 * How an operation ended, as lines: what DM answered of the whole and of each source, and how to learn what is so.
 * `connection` are the flags that lead another command to the same cluster.
 */
export function outcomeText(operation: Operation, ended: TargetOutcome, connection: string): string {
	const {task, outcome, message, parts, unwritten} = ended;
	const done = parts.filter(part => part.outcome === 'done').length;
	const meant = parts.filter(part => part.outcome !== 'not-tried').length;
	const count = meant === 0 ? '' : ` at ${done} of ${plural(meant, 'source')}`;
	const head = {
		done: `DM answered done${count}`,
		refused: `refused, nothing was sent${tail(message?.replace(/^nothing was sent: /, '') ?? null)}`,
		failed: `failed${count === '' ? '' : `, done${count}`}${parts.some(part => part.message !== null) ? '' : tail(message)}`,
		unknown: `unknown${tail(message?.replace(/^unknown, watching: /, '') ?? null)}`,
		'not-tried': `not tried${tail(message)}`,
	}[outcome];
	const lines = [
		`${operation} ${task}: ${head}`,
		...parts.map(partLine),
		...(unwritten === undefined ? [] : [`  ! how it ended is not written down: ${unwritten}`]),
		...next(operation, ended, connection),
	];
	return `${lines.join('\n')}\n`;
}

function partLine({source, worker, outcome, message}: PartOutcome): string {
	const who = [source, worker].filter(name => name !== null).join('  ');
	return `  ${who}  ${outcome === 'not-tried' ? 'left alone' : outcome}${tail(message)}`;
}

/** DM's text may have several lines: they stay below their source. */
function tail(message: string | null): string {
	return message === null || message === '' ? '' : `: ${message.replaceAll('\n', '\n      ')}`;
}

/** An answer is not an outcome. */
function next(operation: Operation, {task, sources, outcome}: TargetOutcome, connection: string): readonly string[] {
	if (outcome === 'refused' || outcome === 'not-tried') return [];
	if (outcome === 'done' && operation === 'stop') return ['dmtop start FILE starts it again.'];
	// Of some sources alone there is no wait.
	const waits = outcome === 'done' && sources === null;
	const line = waits
		? commandLine('wait', task, ` --for ${wantedState[operation]}${connection}`)
		: commandLine('status', task, connection);
	return [`Whether it is so: dmtop ${line}`];
}
