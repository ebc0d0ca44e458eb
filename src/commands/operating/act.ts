import {type Act, type ActProposal, type ActTarget, strengthened} from '../../domain/act/act.ts';
import {cleanText} from '../../domain/text.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import type {Actor} from '../../gateway/operate/act/actor.ts';
import {createOperator, type Operator} from '../../gateway/operate/operator.ts';
import {trustedVisitor} from '../../gateway/serve/visitor.ts';
import {actOutcomeText, proposalLines} from '../../words/acts/act-text.ts';
import {nearest} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {exit} from '../exit.ts';
import {type AtCluster, atCluster} from './at-cluster.ts';
import {confirm, refuseWithoutAnswer} from './confirm.ts';
import type {OperateIo} from './operate-io.ts';
import {operatedCode} from './operated-code.ts';
import {personOf} from './person.ts';

/** What is known of the cluster, and who acts on it. */
export type ActingDesk = Pick<AtCluster, 'memory' | 'client' | 'clock'> & {
	readonly actor: Actor;
	readonly operator: Operator;
};

/** Asks the cluster once, and does the work with what is known then. Returns the exit code of the work. */
export async function atDesk(
	options: Options,
	io: OperateIo,
	work: (desk: ActingDesk) => Promise<number>,
): Promise<number> {
	return atCluster({...options, argument: null}, io, ({memory, client, audit, clock}) => {
		const operator = createOperator({client, memory: () => memory, tell: () => {}, audit, clock, signal: io.signal});
		const actor = operator.actor({client, tell: () => {}});
		if (!options.dryRun) audit.settle(clock.wall());
		return work({memory, client, actor, operator, clock});
	});
}

/** Proposes an act, asks, and does it; `--dry-run` only proposes. Returns the exit code. */
export async function actOn(act: Act, target: ActTarget, options: Options, io: OperateIo): Promise<number> {
	refuseWithoutAnswer(act, options, io);
	return atDesk(options, io, async desk => {
		const code = await actAt(desk, act, target, options, io);
		if (code !== exit.fine) tellMeant(target, desk.memory, io);
		return code;
	});
}

/** What is done to a name that the cluster does not tell of may have been meant for another one. */
function tellMeant({task, source}: ActTarget, {tasks, sources}: Memory, {stderr}: OperateIo): void {
	for (const [name, known] of [
		[task, tasks],
		[source, sources],
	] as const) {
		const near = name === null || known.has(name) ? null : nearest(name, [...known.keys()]);
		if (near !== null) stderr.write(`dmtop: "${cleanText(name ?? '')}" is not known (did you mean "${near}"?)\n`);
	}
}

/** The same for who is at the desk already. */
export async function actAt(
	{actor, clock}: Pick<ActingDesk, 'actor' | 'clock'>,
	act: Act,
	target: ActTarget,
	options: Options,
	io: OperateIo,
): Promise<number> {
	const proposal = strengthened(await actor.propose(act, target), options.label);
	if (options.dryRun) {
		io.stdout.write(
			options.json ? `${JSON.stringify(proposal, null, 2)}\n` : `${proposalLines(proposal).join('\n')}\n`,
		);
		return proposal.refused === null ? exit.fine : exit.trouble;
	}
	// What needs the name twice is not for a script.
	let typed = options.yes ? 1 : 0;
	if (proposal.refused === null && !options.yes) {
		io.stderr.write(`${proposalLines(proposal).join('\n')}\n`);
		if (!(await confirmed(proposal, {...io, now: clock.now}))) {
			io.stderr.write('dmtop: not confirmed; nothing was sent\n');
			return exit.trouble;
		}
		typed = proposal.times;
	}
	io.signal.throwIfAborted();
	// What cannot be done goes on to the operator all the same, who refuses it and writes that down.
	const by = personOf(io.env);
	const ended = await actor.act(
		{act, target: proposal.target, seen: proposal.facts, typed, by},
		trustedVisitor(`dmtop ${act}`),
	);
	io.stdout.write(
		options.json ? `${JSON.stringify({act, target, ...ended}, null, 2)}\n` : actOutcomeText(act, target, ended),
	);
	return operatedCode([ended], null);
}

async function confirmed({tier, name, times}: ActProposal, io: Parameters<typeof confirm>[2]): Promise<boolean> {
	if (tier < 3) return confirm('Type y and Enter to do it, or only Enter to leave it alone: ', 'y', io);
	for (let time = 1; time <= times; time++) {
		const again = time === 1 ? '' : ' once more';
		const question = `Type ${name} and Enter${again} to do it, or only Enter to leave it alone: `;
		if (!(await confirm(question, name, io))) return false;
	}
	return true;
}
