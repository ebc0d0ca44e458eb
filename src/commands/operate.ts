import {DmError} from '../dm/ask/error.ts';
import {type Operation, type SeenPart, seenPartOf} from '../domain/operation/operation.ts';
import {planOf} from '../domain/operation/plan.ts';
import type {Task} from '../domain/task.ts';
import {cleanText} from '../domain/text.ts';
import {createOperator} from '../gateway/operate/operator.ts';
import {trustedVisitor} from '../gateway/serve/visitor.ts';
import {outcomeText} from '../words/outcome-text.ts';
import {meantInstead} from './args/nearest.ts';
import type {Options} from './args/usage.ts';
import {exit, UsageError} from './exit.ts';
import {type AtCluster, atCluster} from './operating/at-cluster.ts';
import {confirm, refuseWithoutAnswer} from './operating/confirm.ts';
import {connectionFlags} from './operating/connection.ts';
import type {OperateIo} from './operating/operate-io.ts';
import {operatedCode} from './operating/operated-code.ts';
import {personOf} from './operating/person.ts';
import {proposal} from './operating/proposal.ts';
import {columnsOf} from './status.ts';
import {unknownTask} from './unknown-task.ts';

/** Pauses, resumes or stops one task, or its part on some sources, after asking; returns the exit code. */
export async function operate(operation: Operation, options: Options, io: OperateIo): Promise<number> {
	refuseWithoutAnswer(operation, options, io);
	return atCluster(options, io, operateOn);

	async function operateOn({memory, client, audit, clock}: AtCluster): Promise<number> {
		const task = memory.tasks.get(options.argument ?? '')?.task;
		if (task === undefined) throw new UsageError(`${unknownTask(memory, options.argument ?? '')}; nothing was sent`);
		const target = {task: task.name, sources: options.sources.length === 0 ? null : options.sources};
		refuseStrangers(task, target.sources ?? []);
		const seen = seenParts(task);
		const plan = planOf(operation, target, seen, memory.shape ?? 'sources');
		if (options.dryRun) {
			if (options.json) {
				const why = plan.type === 'refused' ? plan.why : null;
				const sources = plan.type === 'act' ? plan.parts.map(({source}) => source) : [];
				const whole = plan.type === 'act' && plan.whole;
				io.stdout.write(`${JSON.stringify({operation, task: task.name, sources, whole, refused: why}, null, 2)}\n`);
				return why === null ? exit.fine : exit.trouble;
			}
			if (plan.type === 'refused') {
				io.stderr.write(`dmtop: ${operation} ${target.task}: ${plan.why}; nothing was sent\n`);
				return exit.trouble;
			}
			const {text} = proposal(operation, target, plan, memory, columnsOf(io.stdout), options.label);
			io.stdout.write(`${text}Nothing was sent (--dry-run).\n`);
			return exit.fine;
		}
		// What cannot be done goes on to the operator all the same, who refuses it and writes that down.
		if (plan.type === 'act' && !options.yes) {
			const {text, question, expected} = proposal(operation, target, plan, memory, columnsOf(io.stderr), options.label);
			io.stderr.write(`${text}\n`);
			if (!(await confirm(question, expected, {...io, now: clock.now}))) {
				io.stderr.write('dmtop: not confirmed; nothing was sent\n');
				return exit.trouble;
			}
		}
		io.signal.throwIfAborted();
		let sent = false;
		let failed: DmError | null = null;
		/** An operator tells of it in words; the exit code needs to know what it was. */
		const noting = async <T>(answer: Promise<T>): Promise<T> => {
			try {
				return await answer;
			} catch (error) {
				if (error instanceof DmError) failed = error;
				throw error;
			}
		};
		audit.settle(clock.wall());
		const operator = createOperator({
			client: {
				readTask: (name, options) => noting(client.readTask(name, {...options, ...either(options)})),
				operate(request, cancel) {
					if (io.signal.aborted) throw new DmError('PUT', '', {kind: 'canceled', problem: 'interrupted'});
					sent = true;
					return noting(client.operate(request, either(cancel)));
				},
			},
			memory: () => memory,
			tell: () => {},
			audit,
			clock,
			signal: io.signal,
		});
		const by = personOf(io.env);
		const outcomes = await operator.operate(
			{operation, targets: [{...target, seen}], by},
			trustedVisitor(`dmtop ${operation}`),
		);
		if (io.signal.aborted && !sent) throw io.signal.reason;
		io.stdout.write(
			options.json
				? `${JSON.stringify({operation, outcomes}, null, 2)}\n`
				: outcomes.map(outcome => outcomeText(operation, outcome, connectionFlags(options))).join(''),
		);
		return operatedCode(outcomes, failed);
	}

	function either(cancel: {readonly signal?: AbortSignal | undefined} = {}) {
		return {signal: cancel.signal === undefined ? io.signal : AbortSignal.any([cancel.signal, io.signal])};
	}
}

/** A mistake in a source's name must not be taken for a source that has no part of the task now. */
function refuseStrangers({name, subtasks}: Task, sources: readonly string[]): void {
	const stranger = sources.find(source => !subtasks.some(it => it.source === source));
	if (stranger === undefined) return;
	const known = subtasks.flatMap(({source}) => source ?? []);
	const near = meantInstead(stranger, known);
	throw new UsageError(
		`${name} has no part on "${cleanText(stranger)}"${near}; it is on ${known.join(', ')}; nothing was sent`,
	);
}

function seenParts({subtasks, version}: Task): readonly SeenPart[] {
	return subtasks.map(it => seenPartOf(it, version));
}
