import {seenPartOf} from '../../domain/operation/operation.ts';
import {planOf} from '../../domain/operation/plan.ts';
import {dmctlCommand} from '../../domain/operation/words.ts';
import {entryOf} from '../../gateway/operate/audit-chain.ts';
import {readAudit} from '../../gateway/operate/audit-read.ts';
import {trustedVisitor} from '../../gateway/serve/visitor.ts';
import {outcomeText} from '../../words/outcome-text.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {verbOf} from '../args/verbs.ts';
import {exit, UsageError} from '../exit.ts';
import {atDesk} from '../operating/act.ts';
import {auditPath} from '../operating/audit-path.ts';
import {confirm, refuseWithoutAnswer} from '../operating/confirm.ts';
import {connectionFlags} from '../operating/connection.ts';
import type {OperateIo} from '../operating/operate-io.ts';
import {operatedCode} from '../operating/operated-code.ts';
import {personOf} from '../operating/person.ts';

/**
 * `dmtop source pause|resume SOURCE`: all tasks that run on the source, on it alone; and those again that this has paused,
 * as the audit log tells. Returns the exit code.
 */
export async function source(options: Options, io: OperateIo): Promise<number> {
	const {verb: operation, name: id} = verbOf('source', options.argument);
	refuseWithoutAnswer(`source ${operation}`, options, io);
	return atDesk(options, io, async ({memory, operator, clock}) => {
		if (!memory.sources.has(id)) {
			const near = meantInstead(id, [...memory.sources.keys()]);
			throw new UsageError(`DM knows no source ${id}${near}; nothing was sent`);
		}
		const shape = memory.shape ?? 'sources';
		const paused = operation === 'resume' ? pausedBy(id, memory.masters, io.auditPath ?? auditPath()) : null;
		const targets = [...memory.tasks.values()].flatMap(({task}) => {
			if (task.goneAtMs !== null || (paused !== null && !paused.has(task.name))) return [];
			const seen = task.subtasks.map(it => seenPartOf(it, task.version));
			const target = {task: task.name, sources: [id], seen};
			const runs = seen.some(part => part.source === id && (operation === 'resume' || part.stage === 'Running'));
			return runs && planOf(operation, target, seen, shape).type === 'act' ? [target] : [];
		});
		if (targets.length === 0) {
			io.stderr.write(`dmtop: ${nothingTo[operation](id)}; nothing was sent\n`);
			return exit.trouble;
		}
		const worker = shape === 'workers' ? [memory.sources.get(id)?.worker ?? null] : null;
		const lines = [
			`${operation} ${targets.length === 1 ? 'the only task' : `${targets.length} tasks`} of ${id}, one after another; the first failure stops the rest`,
			...targets.map(target => `    ${dmctlCommand(operation, target, worker, memory.masters[0] ?? null)}`),
		];
		if (options.dryRun) {
			io.stdout.write(
				options.json ? `${JSON.stringify({operation, source: id, targets}, null, 2)}\n` : `${lines.join('\n')}\n`,
			);
			return exit.fine;
		}
		if (!options.yes) {
			io.stderr.write(`${lines.join('\n')}\n`);
			const question = `Type y and Enter to ${operation} them, or only Enter to leave them alone: `;
			if (!(await confirm(question, 'y', {...io, now: clock.now}))) {
				io.stderr.write('dmtop: not confirmed; nothing was sent\n');
				return exit.trouble;
			}
		}
		io.signal.throwIfAborted();
		const asked = {operation, targets, by: personOf(io.env), bySource: id} as const;
		const outcomes = await operator.operate(asked, trustedVisitor(`dmtop source ${operation}`));
		io.stdout.write(
			options.json
				? `${JSON.stringify({operation, source: id, outcomes}, null, 2)}\n`
				: outcomes.map(outcome => outcomeText(operation, outcome, connectionFlags(options))).join(''),
		);
		return operatedCode(outcomes, null);
	});
}

const nothingTo = {
	pause: (id: string) => `no task runs on ${id}`,
	resume: (id: string) =>
		`the audit log tells of no task that "dmtop source pause ${id}" has paused and that is paused still`,
} as const;

/** The tasks whose last operation on the source was a pause of all its tasks, on a cluster with one of these masters. */
function pausedBy(id: string, masters: readonly string[], file: string | null): ReadonlySet<string> {
	const paused = new Set<string>();
	for (const {text} of file === null ? [] : readAudit(file).files) {
		for (const line of text.split('\n')) {
			const {outcome, task, sources, operation, bySource, cluster} = entryOf(line) ?? {};
			if (outcome !== 'done' || typeof task !== 'string') continue;
			if (!Array.isArray(cluster) || !cluster.some(master => masters.includes(String(master)))) continue;
			if (Array.isArray(sources) && !sources.includes(id)) continue;
			if (operation === 'pause' && bySource === id) paused.add(task);
			else if (operation === 'pause' || operation === 'resume' || operation === 'stop') paused.delete(task);
		}
	}
	return paused;
}
