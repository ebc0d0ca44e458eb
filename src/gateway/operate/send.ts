import type {OperateAnswer} from '../../dm/answer/operate.ts';
import type {DmClient} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {taskOps} from '../../dm/ask/ops.ts';
import {type OperationRequest, operationRequest} from '../../dm/ask/path.ts';
import {type Operation, type TargetOutcome, wholeOutcome} from '../../domain/operation/operation.ts';
import {thrownText} from '../../domain/text.ts';
import type {DmVersion} from '../../domain/version.ts';
import type {Decision} from './decide.ts';
import type {Case, Ledger} from './ledger.ts';
import {failedOutcome, outcomeOf, unknownOutcome, withoutEffect} from './outcome.ts';

export type SendOptions = {
	readonly client: Pick<DmClient, 'operate'>;
	readonly ledger: Ledger;
	readonly version: DmVersion;
	/** Called once, when the first request is about to go. */
	readonly onSending: () => void;
	/** What became of it where DM's answer does not tell; by default it is taken as it is. */
	readonly watch?: (outcome: TargetOutcome) => Promise<TargetOutcome>;
};

type Sent = Extract<Decision, {type: 'send'}>;

/** How a request ended. */
export type Ended = {
	readonly outcome: TargetOutcome;
	/** The sources on which it cannot have had an effect: DM refused before it did anything. */
	readonly untouched: readonly string[];
};

/** Sends what was decided, once, with a line in the audit log before and after. Never throws. */
export async function send(it: Case, decision: Sent, options: SendOptions): Promise<Ended> {
	const {client, ledger, version, onSending, watch} = options;
	const ops = opsFor(it.operation, version);
	for (const [index, op] of ops.entries()) {
		const operation = {task: it.target.task, op, shape: decision.shape, targets: decision.targets};
		let request: OperationRequest;
		try {
			request = operationRequest(operation);
			ledger.sending(it, request);
		} catch (error) {
			return refused(it, thrownText(error));
		}
		if (index === 0) onSending();
		const came = await ask(client, operation).catch((error: unknown) => troubleOf(it, decision, error));
		if ('outcome' in came) {
			return {...came, outcome: written(ledger, it, request, null, came.outcome)};
		}
		// 6.0 and later refuse the older number without effect, so that asking with the newer one is not asking twice.
		if (isInvalidOp(came.value) && index < ops.length - 1) {
			ledger.ended(it, {request, answer: came, outcome: 'refused', message: came.value.message});
			continue;
		}
		const answered = outcomeOf(it.target, decision, came.value, op);
		const untouched = withoutEffect(answered, came.value, decision.shape);
		const outcome = watch === undefined ? answered : await watch(answered);
		return {outcome: written(ledger, it, request, came, outcome), untouched};
	}
	return refused(it, 'DM knows none of the numbers of this operation');
}

async function ask(client: SendOptions['client'], operation: Parameters<DmClient['operate']>[0]) {
	return client.operate(operation);
}

/** Which of DM's numbers to ask with, by version; the later ones only where DM does not know the one before. */
function opsFor(operation: Operation, {oldest}: DmVersion): readonly (keyof typeof taskOps)[] {
	if (operation !== 'stop') return [operation];
	return oldest >= 600 ? ['delete'] : ['stop', 'delete'];
}

function isInvalidOp({accepted, message, targets}: OperateAnswer): boolean {
	return !accepted && targets.length === 0 && /invalid op\b/i.test(message ?? '');
}

/** What a request that brought no answer to read means. */
function troubleOf({target}: Case, decision: Sent, error: unknown): Ended {
	const unknown = (why: string) => ({outcome: unknownOutcome(target, decision, why), untouched: []});
	if (!(error instanceof DmError)) return unknown(thrownText(error));
	if (!error.sent) return refused({target}, `nothing was sent: ${error.message}`);
	if (!isRefusal(error)) return unknown(error.message);
	return {
		outcome: failedOutcome(target, decision, error.message),
		untouched: decision.addressed.map(({source}) => source),
	};
}

/** An HTTP answer that says that DM did not take the request at all; any other may come after the deed. */
function isRefusal({kind, httpStatus}: DmError): boolean {
	if (kind === 'not-leader') return true;
	return httpStatus !== null && ((httpStatus >= 300 && httpStatus < 500) || httpStatus === 501);
}

/** The outcome, once it stands in the audit log; where it cannot be written, it says so beside what was done. */
function written(
	ledger: Ledger,
	it: Case,
	request: OperationRequest,
	answer: unknown,
	outcome: TargetOutcome,
): TargetOutcome {
	const trouble = ledger.ended(it, {request, answer, outcome: outcome.outcome, message: outcome.message});
	return trouble === null ? outcome : {...outcome, unwritten: trouble};
}

function refused(it: Pick<Case, 'target'>, message: string): Ended {
	return {outcome: wholeOutcome(it.target, 'refused', message), untouched: []};
}
