import {isProduction} from '../../domain/operation/label.ts';
import type {Operation, OperationTarget} from '../../domain/operation/operation.ts';
import {namedSources, type Plan} from '../../domain/operation/plan.ts';
import {dmctlCommand, notAsked} from '../../domain/operation/words.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import {taskValue} from '../../gateway/views/views.ts';
import {costsOf, warningsOf} from '../../words/costs.ts';
import {wrap} from '../../words/width.ts';
import {taskTable} from '../table.ts';

/** What is shown before an operation: its target as it is now, what will be done to it and what that costs. */
export type Proposal = {
	readonly text: string;
	/** The last line, which waits for the answer. */
	readonly question: string;
	/** The line that confirms: `y`, or for a stop, and in production for a pause, the name of the task. */
	readonly expected: string;
};

/** Words the question, fitted to as many columns as the terminal has; null = nothing is fitted. Pure. */
export function proposal(
	operation: Operation,
	target: OperationTarget,
	plan: Extract<Plan, {type: 'act'}>,
	memory: Memory,
	columns: number | null,
	label: string | null = null,
): Proposal {
	const {task} = target;
	const {parts, left} = plan;
	const value = taskValue(memory, task);
	const seen = {nowMs: memory.lastGood?.atMs ?? 0, firstAnswerAtMs: memory.firstGoodAtMs};
	const sources = parts.map(({source}) => source);
	// DM 1.0 goes by workers.
	const workers = memory.shape === 'workers' ? parts.map(({worker}) => worker) : null;
	// Of one that has never answered nobody knows what it has; without names it would be asked too.
	const nameless = target.sources === null ? memory.namelessWorkers.map(({worker}) => worker) : [];
	const named = namedSources(plan, nameless);
	const command = dmctlCommand(operation, {task, sources: named}, workers, memory.masters[0] ?? null);
	const about = [
		`${operation} ${named === null ? `the whole task ${task},` : task} on ${sources.join(', ')}`,
		...left.map(({part, why}) => `  ${part.source} is left alone: ${why}`),
		...nameless.map(worker => `  ! ${notAsked(worker)}`),
		...warningsOf(operation).map(text => `  ! ${text}`),
		...costsOf(operation, plan, value.task, seen).map(({text, matters}) => `  ${matters ? '!' : ' '} ${text}`),
		`  ${command}`,
		'  The task is read again just before; if it has changed, nothing is sent.',
	];
	const fitted = columns === null ? about : about.flatMap(line => wrap(line, Math.max(20, columns), '    '));
	const text = `${taskTable(value, seen, {columns}).trimEnd()}\n\n${fitted.join('\n')}\n`;
	// In production a pause asks as strongly as a stop does.
	return operation === 'stop' || (operation === 'pause' && isProduction(label))
		? {
				text,
				question: `${isProduction(label) ? 'Production: type' : 'Type'} the name of the task and Enter to ${operation} it, or only Enter to leave it alone: `,
				expected: task,
			}
		: {text, question: `Type y and Enter to ${operation} it, or only Enter to leave it alone: `, expected: 'y'};
}
