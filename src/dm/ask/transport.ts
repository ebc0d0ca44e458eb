import {cleanText} from '../../domain/text.ts';
import type {DmErrorKind} from './error.ts';

/** Node's error of a connection in a few words. What was known when it came decides what the same code means. */
export function transportProblem(
	error: Error,
	state: {
		readonly connected: boolean;
		readonly answered: boolean;
		readonly bytes: number;
		readonly secure: boolean;
		/** It showed a client certificate. */
		readonly certified: boolean;
	},
): {readonly kind: DmErrorKind; readonly problem: string} {
	const {code, message} = innermost(error);
	if (state.answered) return {kind: 'truncated', problem: `the answer broke off after ${state.bytes} bytes`};
	if (state.connected && code === 'ETIMEDOUT') return closed(state);
	const known = Object.hasOwn(problems, code) ? problems[code] : undefined;
	if (known !== undefined) return known;
	if (code.startsWith('HPE_'))
		return {kind: 'unexpected', problem: 'received something that is not HTTP, expected HTTP'};
	if (state.secure && (!state.connected || code.startsWith('ERR_SSL_'))) {
		return {kind: 'tls', problem: `TLS failed: ${tlsReason(code, message, state)}`};
	}
	if (state.connected) return closed(state);
	return {kind: 'unreachable', problem: cleanText(message, {limit: 200})};
}

type Seen = {readonly secure: boolean; readonly certified: boolean};

/** From TLS 1.3 on a client that is not let in sees a connection that stands, and is then closed. */
function closed(seen: Seen): {readonly kind: 'reset'; readonly problem: string} {
	const hint = seen.secure ? `; ${notLetIn(seen)}` : '';
	return {kind: 'reset', problem: `the connection was closed before an answer${hint}`};
}

function notLetIn({certified}: Seen): string {
	return certified
		? 'the master may not accept the client certificate'
		: 'the master may want a client certificate (--ssl-cert and --ssl-key)';
}

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

function tlsReason(code: string, message: string, seen: Seen): string {
	const told = `${code} ${message}`;
	const known = alerts.find(([pattern]) => pattern.test(told));
	if (known !== undefined) return known[1](seen, message);
	if (code === 'ECONNRESET') return `the other side broke off${seen.certified ? `; ${notLetIn(seen)}` : ''}`;
	// OpenSSL's own texts are lines of numbers and source files; what comes last says it.
	const last =
		message
			.trim()
			.split(':')
			.filter(part => part.trim() !== '' && !/\.c$|^\d+$/.test(part))
			.at(-1) ?? code;
	return cleanText(code === '' || message.length < 100 ? message : last, {limit: 200}).trim();
}

const wanted = () => 'the master wants a client certificate (--ssl-cert and --ssl-key)';

/** What OpenSSL says, in its codes or its texts, and what it means. */
const alerts: readonly (readonly [RegExp, (seen: Seen, message: string) => string])[] = [
	[
		/wrong.version.number/i,
		() => 'the other side does not speak TLS: name it without https://, --ssl-ca, --ssl-cert and --ssl-key',
	],
	[
		/SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/,
		(_, message) => `${cleanText(message, {limit: 200})}: its authority is not known here (see --ssl-ca)`,
	],
	[/certificate.required/i, wanted],
	[/alert.unknown.ca/i, () => 'the master does not know the authority that signed the client certificate'],
	[/alert.certificate.expired/i, () => 'the client certificate has expired'],
	[
		/alert.(?:bad.certificate|certificate.unknown|unsupported.certificate|access.denied|handshake.failure)/i,
		seen => (seen.certified ? 'the master does not accept the client certificate' : wanted()),
	],
];

/** Where a name has several addresses, node reports one error that holds those of each. */
function innermost(error: Error): {readonly code: string; readonly message: string} {
	const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
	const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
	return {code, message: inner.message};
}
