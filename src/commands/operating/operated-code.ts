import type {DmError, DmErrorKind} from '../../dm/ask/error.ts';
import type {TargetOutcome} from '../../domain/operation/operation.ts';
import {exit} from '../exit.ts';

/** The exit code for how an operation ended; `failed` is what kept a question from being answered, if anything did. */
export function operatedCode(
	outcomes: readonly Pick<TargetOutcome, 'outcome'>[],
	failed: Pick<DmError, 'kind'> | null,
): number {
	if (outcomes.some(({outcome}) => outcome === 'unknown')) return exit.timeout;
	if (outcomes.every(({outcome}) => outcome === 'done')) return exit.fine;
	return (failed === null ? undefined : silence[failed.kind]) ?? exit.trouble;
}

/** What says that nobody was there; the rest are answers. */
const silence: Partial<Record<DmErrorKind, number>> = {
	refused: exit.nobody,
	unreachable: exit.nobody,
	reset: exit.nobody,
	tls: exit.nobody,
	timeout: exit.timeout,
};
