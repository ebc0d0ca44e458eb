import {type Clock, sleep} from '../../clock.ts';
import type {DmClient} from '../../dm/ask/client.ts';
import {type Operation, type TargetOutcome, wholeOutcome} from '../../domain/operation/operation.ts';
import {planOf} from '../../domain/operation/plan.ts';
import {notOverHttp} from '../../domain/operation/words.ts';
import {thrownText} from '../../domain/text.ts';
import type {OperateTarget, Person} from '../../wire/messages.ts';
import type {Memory} from '../memory/memory.ts';
import type {NewsOf, OperationReading} from '../memory/reading.ts';
import type {Visitor} from '../serve/visitor.ts';
import {type Actor, type ActorOptions, createActor} from './act/actor.ts';
import type {AuditLog} from './audit.ts';
import {createBusy} from './busy.ts';
import {decide} from './decide.ts';
import {type Case, createLedger} from './ledger.ts';
import {unknownOutcome} from './outcome.ts';
import {claimed} from './person-name.ts';
import {secondLook} from './second-look.ts';
import {type Ended, send} from './send.ts';
import type {UnreadAsk} from './unread.ts';
import {watchOldErrors} from './watch.ts';

export type OperatorOptions = {
	readonly client: Pick<DmClient, 'readTask' | 'operate'>;
	/** What is known now: names, version, shape, masters, last known parts. */
	readonly memory: () => Memory;
	/** Hears when an operation is about to be sent, and what came of it. */
	readonly tell: (news: OperationReading) => void;
	readonly audit: AuditLog;
	readonly clock: Clock;
	/** Ends the watching of what became of an operation. */
	readonly signal?: AbortSignal;
};

export type OperateAsk = {
	readonly operation: Operation;
	readonly targets: readonly OperateTarget[];
	readonly by: Person;
	/** The source all of whose tasks are meant; left out where they are meant one by one. */
	readonly bySource?: string;
};

export type Operator = {
	/** Who acts on what is no task: by the same audit log, and one thing is done at a time to a task, whichever of the two does it. */
	actor(options: Pick<ActorOptions, 'client' | 'tell' | 'start'>): Actor;
	/**
	 * Operates the targets one after another; the first that is not `done` makes the rest `not-tried`. One outcome per
	 * target, in order. `viewer` is who asked. Never throws.
	 */
	operate(ask: OperateAsk, viewer: Visitor): Promise<readonly TargetOutcome[]>;
	/** Writes down an ask that is refused as it is, in a sentence. Never throws: a refusal holds also where it cannot be written. */
	refuse(ask: OperateAsk | UnreadAsk, viewer: Visitor, why: string): void;
	/** Nothing is sent from here on; what is awaited goes on. */
	end(): void;
	/** Nobody waits any more for the answers that have not come; that they are unknown is written down. */
	abandon(why: string): void;
};

/** Creates the one who decides what is sent to DM, and sends it. */
export function createOperator(options: OperatorOptions): Operator {
	const {audit, clock} = options;
	const {now} = clock;
	const busy = createBusy(now);
	const ledger = createLedger(audit, clock, () => options.memory().masters);
	let ended = false;

	async function operateOne(it: Case): Promise<TargetOutcome> {
		const {operation, target} = it;
		const taken = busy.take(target.task, operation);
		if (taken !== null) return refuse(it, taken);
		try {
			return await judgeAndSend(it);
		} catch (error) {
			// A mistake of ours, before anything was sent.
			return refuse(it, thrownText(error));
		} finally {
			busy.release(target.task);
		}
	}

	async function judgeAndSend(it: Case): Promise<TargetOutcome> {
		const {operation, target} = it;
		const {shape} = options.memory();
		if (shape === null) return refuse(it, 'no answer of a dm-master has come yet');
		const unaddressable = notOverHttp(operation, target, options.memory().masters[0] ?? null);
		if (unaddressable !== null) return refuse(it, unaddressable);
		const seen = planOf(operation, target, target.seen, shape);
		if (seen.type === 'refused') return refuse(it, seen.why);
		const look = await secondLook(target.task, options);
		if (look.type === 'refused') return refuse(it, look.why);
		const memory = options.memory();
		const decision = decide(operation, target, look, memory);
		if (decision.type === 'refused') return refuse(it, decision.why);
		if (ended) return refuse(it, 'the gateway is shutting down');
		let told = false;
		const {outcome, untouched} = await send(it, decision, {
			client: options.client,
			ledger,
			version: memory.version,
			watch: outcome =>
				watchOldErrors(operation, outcome, {
					before: look.subtasks,
					version: memory.version,
					look: () => secondLook(target.task, options),
					nextPoll: () => sleep(clock, Math.min(options.memory().everyMs, longestPollMs), options.signal),
				}),
			onSending() {
				told = true;
				const addressed = decision.addressed.map(({source}) => source);
				tell({step: 'asked', operation, target, addressed, by: claimed(it.by, it.viewer.token)});
			},
			// Whoever hears that it is sent must hear what came of it, whatever happens.
		}).catch((error: unknown): Ended => {
			return {outcome: unknownOutcome(target, decision, thrownText(error)), untouched: []};
		});
		const {bySource} = it.target;
		if (told) tell({step: 'answered', operation, outcome, untouched, ...(bySource !== undefined && {bySource})});
		else refuse(it, outcome.message ?? 'refused');
		return outcome;
	}

	function refuse(it: Case, why: string, outcome: 'refused' | 'not-tried' = 'refused'): TargetOutcome {
		ledger.refused(it, outcome, why);
		return wholeOutcome(it.target, outcome, why);
	}

	/** What is told must never come between a request and its answer. */
	function tell(news: NewsOf<OperationReading>): void {
		try {
			options.tell({type: 'operation', ok: true, atMs: now(), ...news});
		} catch {
			// The next status tells as well.
		}
	}

	return {
		actor: asked => createActor({...options, ...asked, ledger, busy, isEnded: () => ended}),
		async operate({operation, targets, by, bySource}, viewer) {
			const outcomes: TargetOutcome[] = [];
			let stopped: TargetOutcome | null = null;
			for (const target of targets) {
				const it = ledger.open({
					by,
					viewer,
					operation,
					target: bySource === undefined ? target : {...target, bySource},
				});
				const outcome: TargetOutcome =
					stopped === null ? await operateOne(it) : refuse(it, reasonOf(stopped), 'not-tried');
				if (stopped === null && outcome.outcome !== 'done') stopped = outcome;
				outcomes.push(outcome);
			}
			return outcomes;
		},
		refuse({by, operation, targets}, viewer, why) {
			for (const target of targets) {
				const it = ledger.open({by, viewer, operation, target});
				ledger.refused(it, 'refused', why);
			}
		},
		end() {
			ended = true;
		},
		abandon: ledger.abandon,
	};
}

/** Between two looks at what became of an operation: somebody waits for it. */
const longestPollMs = 5000;

function reasonOf({task, outcome}: TargetOutcome): string {
	return `${task} was ${outcome === 'failed' ? 'not done' : outcome === 'unknown' ? 'left unknown' : 'refused'}`;
}
