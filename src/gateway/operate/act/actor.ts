import {type Clock, sleep} from '../../../clock.ts';
import type {OperateAnswer} from '../../../dm/answer/operate.ts';
import {shownRequest} from '../../../dm/ask/acts.ts';
import type {DmClient} from '../../../dm/ask/client.ts';
import {DmError} from '../../../dm/ask/error.ts';
import {
	type Act,
	type ActOutcome,
	type ActProposal,
	type ActTarget,
	changedFact,
	type Fact,
	type Settled,
} from '../../../domain/act/act.ts';
import type {PartOutcome} from '../../../domain/operation/operation.ts';
import {thrownText} from '../../../domain/text.ts';
import type {Person} from '../../../wire/messages.ts';
import {refusedProposal} from '../../../words/acts/proposing.ts';
import type {Memory} from '../../memory/memory.ts';
import type {ActReading, NewsOf} from '../../memory/reading.ts';
import type {Visitor} from '../../serve/visitor.ts';
import type {Busy} from '../busy.ts';
import type {AnyCase, Ledger} from '../ledger.ts';
import {claimed} from '../person-name.ts';
import {lookAt} from './kinds.ts';
import type {Seeing, Sight} from './sight.ts';

export type ActorOptions = {
	readonly client: Pick<DmClient, 'readTask' | 'readStatus' | 'readLocks' | 'act'>;
	readonly memory: () => Memory;
	readonly tell: (news: ActReading) => void;
	readonly clock: Clock;
	readonly signal?: AbortSignal;
	readonly ledger: Ledger;
	readonly busy: Busy;
	readonly isEnded: () => boolean;
	/** The file of a task that may be started, and what DM has found in it; left out where there is none. */
	readonly start?: NonNullable<Seeing['start']>;
};

export type ActAsk = {
	readonly act: Act;
	readonly target: ActTarget;
	/** What the person saw; where it is otherwise now, nothing is sent. */
	readonly seen: readonly Fact[];
	/** How often the name was typed; 0 where none was asked for. */
	readonly typed: number;
	readonly by: Person;
};

export type Actor = {
	/** What an act would meet and cost now. It asks, and changes nothing. Never throws. */
	propose(act: Act, target: ActTarget): Promise<ActProposal>;
	/** Looks once more, sends once, and watches what comes of it. Never throws. */
	act(ask: ActAsk, viewer: Visitor): Promise<ActOutcome>;
	/** Writes down that it was refused, and why, in a sentence. Never throws. */
	refuse(ask: Omit<ActAsk, 'seen' | 'typed'>, viewer: Visitor, why: string): ActOutcome;
};

/** Creates the one who acts on what is no task: the same steps as those of an operation. */
export function createActor(options: ActorOptions): Actor {
	const {client, clock, signal, ledger, busy} = options;
	const look = (act: Act, target: ActTarget) =>
		lookAt(act, target, {client, memory: options.memory(), ...(options.start && {start: options.start})}).catch(
			(error: unknown): Sight => ({type: 'refused', why: thrownText(error)}),
		);

	async function judgeAndSend(
		it: AnyCase,
		{act, target, seen, typed, by}: ActAsk,
		viewer: Visitor,
	): Promise<ActOutcome> {
		const sight = await look(act, target);
		if (sight.type === 'refused') return refused(it, sight.gone === true ? `changed: ${sight.why}` : sight.why);
		const {proposal, request, addressed} = sight;
		const change = changedFact(seen, proposal.facts);
		if (change !== null) return refused(it, `changed: ${change}`);
		if (request === null) return refused(it, proposal.refused ?? 'it cannot be done');
		if (proposal.tier === 3 && viewer.role !== 'admin') {
			return refused(it, `the token ${viewer.token ?? ''} may not do that: it needs the role admin`);
		}
		if (proposal.tier === 3 && typed < proposal.times) return refused(it, 'the name has to be typed twice for that');
		if (options.isEnded()) return refused(it, 'the gateway is shutting down');
		const shown = shownRequest(request);
		try {
			ledger.sending(it, shown);
		} catch (error) {
			return refused(it, thrownText(error));
		}
		tell({step: 'asked', act, target, by: claimed(by, viewer.token)});
		let answer: OperateAnswer | null = null;
		let outcome: ActOutcome;
		try {
			const told = await client.act(request);
			answer = told.value;
			outcome = await watched(act, target, sight, answered(answer, addressed));
		} catch (error) {
			outcome = troubleOf(error, addressed);
			if (outcome.outcome === 'unknown') outcome = await watched(act, target, sight, outcome);
		}
		const unwritten = ledger.ended(it, {request: shown, answer, outcome: outcome.outcome, message: outcome.message});
		tell({step: 'answered', act, target, outcome: outcome.outcome, message: outcome.message});
		return unwritten === null ? outcome : {...outcome, unwritten};
	}

	/** What became of it, by what is seen afterwards: DM's answer alone is no outcome, true or false. */
	async function watched(
		act: Act,
		target: ActTarget,
		sight: Extract<Sight, {type: 'seen'}>,
		outcome: ActOutcome,
	): Promise<ActOutcome> {
		let last: Settled | null = null;
		let why = 'nobody looked';
		const looks = outcome.outcome === 'failed' ? looksAtFailed : (sight.holdsAfterLooks ?? looksAtMost);
		for (let count = 0; count < looks; count++) {
			const pauseMs = count === 0 ? firstLookMs : Math.min(options.memory().everyMs, longestPauseMs);
			const goesOn = await sleep(clock, pauseMs, signal).then(
				() => true,
				() => false,
			);
			if (!goesOn)
				return {
					...outcome,
					outcome: 'unknown',
					message: withAnswer('unknown: interrupted while it was watched', outcome),
				};
			const next = await look(act, target);
			if (next.type === 'refused' && next.gone !== true) {
				why = next.why;
				continue;
			}
			last = sight.settled(next.type === 'refused' ? null : next.proposal.facts);
			if (last.type !== 'waiting') break;
		}
		if (last === null) return {...outcome, outcome: 'unknown', message: withAnswer(`unknown: ${why}`, outcome)};
		if (last.type === 'done') return {...outcome, outcome: 'done', message: withAnswer(last.says, outcome)};
		if (last.type === 'failed') return {...outcome, outcome: 'failed', message: withAnswer(last.says, outcome)};
		if (outcome.outcome === 'failed') return {...outcome, message: outcome.message ?? last.says};
		if (sight.holdsAfterLooks !== undefined && outcome.outcome === 'done')
			return {...outcome, message: withAnswer(`${last.says}, and no error has come back`, outcome)};
		return {...outcome, outcome: 'unknown', message: withAnswer(`unknown: ${last.says}`, outcome)};
	}

	function refused(it: AnyCase, why: string): ActOutcome {
		ledger.refused(it, 'refused', why);
		return {outcome: 'refused', message: why, parts: []};
	}

	function open({act, target, by}: Omit<ActAsk, 'seen' | 'typed'>, viewer: Visitor, facts: readonly Fact[]): AnyCase {
		const {task, source, lock} = target;
		const sources = source === null ? null : [source];
		return ledger.open({by, viewer, operation: act, target: {task, sources, seen: [], lock, facts}});
	}

	/** What is told must never come between a request and its answer. */
	function tell(news: NewsOf<ActReading>): void {
		try {
			options.tell({type: 'act', ok: true, atMs: clock.now(), ...news});
		} catch {
			// The next status tells as well.
		}
	}

	return {
		async propose(act, target) {
			const sight = await look(act, target);
			return sight.type === 'seen' ? sight.proposal : refusedProposal({act, target}, sight.why);
		},
		async act(ask, viewer) {
			const it = open(ask, viewer, ask.seen);
			const key = ask.target.task ?? ask.target.lock ?? `relay of ${ask.target.source}`;
			const taken = busy.take(key, ask.act);
			if (taken !== null) return refused(it, taken);
			try {
				return await judgeAndSend(it, ask, viewer);
			} catch (error) {
				return refused(it, thrownText(error));
			} finally {
				busy.release(key);
			}
		},
		refuse(ask, viewer, why) {
			return refused(open(ask, viewer, []), why);
		},
	};
}

const firstLookMs = 1000;
const longestPauseMs = 5000;
/** With pauses of 3 s some 15 s. */
const looksAtMost = 6;
/** What DM calls failed may have worked: 1.0 says so of each unlock. */
const looksAtFailed = 2;

/** What DM answered of the whole and of each part; nobody named is nobody asked, whatever the whole says. */
function answered(
	{accepted, message, targets}: OperateAnswer,
	addressed: readonly {readonly source: string; readonly worker: string | null}[],
): ActOutcome {
	const parts = targets.map(({source, worker, done, message}): PartOutcome => {
		const known = addressed.find(it => it.source === source || (source === null && it.worker === worker));
		return {source: source ?? known?.source ?? null, worker, outcome: done ? 'done' : 'failed', message};
	});
	const silent = addressed
		.filter(({source}) => !parts.some(part => part.source === source))
		.map(({source, worker}): PartOutcome => ({source, worker, outcome: 'unknown', message: 'DM did not say'}));
	const all = [...parts, ...(accepted ? silent : [])];
	const failed = all.find(({outcome}) => outcome === 'failed');
	const texts = message ?? failed?.message ?? null;
	if (!accepted || failed !== undefined)
		return {outcome: 'failed', message: texts ?? 'DM refused without a reason', parts: all};
	return {outcome: silent.length > 0 ? 'unknown' : 'done', message: texts === 'success' ? null : texts, parts: all};
}

function troubleOf(
	error: unknown,
	addressed: readonly {readonly source: string; readonly worker: string | null}[],
): ActOutcome {
	const why = thrownText(error);
	if (error instanceof DmError && !error.sent)
		return {outcome: 'refused', message: `nothing was sent: ${why}`, parts: []};
	if (error instanceof DmError && error.kind === 'no-method') return {outcome: 'failed', message: why, parts: []};
	const parts = addressed.map(part => ({...part, outcome: 'unknown' as const, message: null}));
	return {outcome: 'unknown', message: why, parts};
}

/** What is seen, and behind it what DM had said. */
function withAnswer(says: string, {message, outcome}: ActOutcome): string {
	if (message === null) return says;
	return outcome === 'unknown' ? `${says} (${message})` : `${says}; DM had answered: ${message}`;
}
