import type {ProcessError, ProcessResult} from '../cluster.ts';

/** What tells one failure from another: code and text of each error, without what differs from try to try. */
export function errorKey(result: ProcessResult | null): string {
	return result === null || result.errors.length === 0 ? '' : result.errors.map(keyOf).join('\n');
}

function keyOf({code, rawCause, message}: ProcessError): string {
	return `${code ?? ''} ${(rawCause ?? message ?? '').replace(ownAddress, '->')}`;
}

/** The near end of a connection: its port is another one at each try. */
const ownAddress = /[\w.:[\]-]+:\d+->/g;
