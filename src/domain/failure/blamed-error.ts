import type {ProcessError, ProcessResult, Relay, Validation} from '../cluster.ts';
import type {FindingKind} from '../rules/finding-kind.ts';
import {unusableError, upstreamError} from './source-error.ts';

/** Where the errors of one source's part of a task stand. */
type Failing = {
	readonly result: ProcessResult | null;
	readonly relay: Relay | null;
	readonly validation: Validation | null;
	readonly sourceErrors: readonly ProcessError[];
};

/** The error that a finding of this kind speaks of; null where it speaks of none. */
export function blamedError(kind: FindingKind, failing: Failing): ProcessError | null {
	return errorsOf(kind, failing)[0] ?? null;
}

function errorsOf(kind: FindingKind, {result, relay, validation, sourceErrors}: Failing): readonly ProcessError[] {
	switch (kind) {
		case 'source':
			return [unusableError(sourceErrors) ?? []].flat();
		case 'upstream':
			return [upstreamError(sourceErrors) ?? []].flat();
		case 'relay':
		case 'retry-relay':
			return relay?.result?.errors ?? [];
		case 'validator':
		case 'invalid-rows':
			return validation?.result?.errors ?? [];
		case 'subtask':
		case 'retry-subtask':
		case 'conflict':
		case 'paused':
			return result?.errors ?? [];
		case 'in-vain':
		case 'not-retried':
			return [...(result?.errors ?? []), ...(relay?.result?.errors ?? [])];
		default:
			return [];
	}
}
