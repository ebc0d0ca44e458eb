import {cleanText} from '../domain/text.ts';
import type {DmErrorKind} from './error.ts';

/** Node's error of a connection in a few words. What was known when it came decides what the same code means. */
export function transportProblem(
	error: Error,
	state: {readonly connected: boolean; readonly answered: boolean; readonly bytes: number; readonly secure: boolean},
): {readonly kind: DmErrorKind; readonly problem: string} {
	const {code, message} = innermost(error);
	if (state.answered) return {kind: 'truncated', problem: `the answer broke off after ${state.bytes} bytes`};
	if (state.connected && code === 'ETIMEDOUT') return closed;
	const known = Object.hasOwn(problems, code) ? problems[code] : undefined;
	if (known !== undefined) return known;
	if (code.startsWith('HPE_'))
		return {kind: 'unexpected', problem: 'received something that is not HTTP, expected HTTP'};
	if (state.secure && (!state.connected || code.startsWith('ERR_SSL_'))) {
		return {kind: 'tls', problem: `TLS failed: ${tlsReason(code, message)}`};
	}
	if (state.connected) return closed;
	return {kind: 'unreachable', problem: cleanText(message, {limit: 200})};
}

const closed = {kind: 'reset', problem: 'the connection was closed before an answer'} as const;
const notFound = {kind: 'unreachable', problem: 'host name not found'} as const;
const noRoute = {kind: 'unreachable', problem: 'host or network not reachable'} as const;
const problems: Readonly<Record<string, {readonly kind: DmErrorKind; readonly problem: string}>> = {
	ECONNREFUSED: {kind: 'refused', problem: 'connection refused'},
	ENOTFOUND: notFound,
	EAI_AGAIN: notFound,
	EHOSTUNREACH: noRoute,
	ENETUNREACH: noRoute,
	EHOSTDOWN: noRoute,
	ETIMEDOUT: {kind: 'timeout', problem: 'no connection in time'},
};

function tlsReason(code: string, message: string): string {
	if (/wrong.version.number/i.test(code + message)) return 'the other side does not speak TLS';
	if (code === 'ECONNRESET') return 'the other side broke off';
	// OpenSSL's own texts are lines of numbers and source files; its code says the same.
	return code === '' || message.length < 100 ? cleanText(message, {limit: 200}) : cleanText(code);
}

/** Where a name has several addresses, node reports one error that holds those of each. */
function innermost(error: Error): {readonly code: string; readonly message: string} {
	const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
	const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
	return {code, message: inner.message};
}
