import {cleanText} from '../domain/text.ts';
import {closeSentence} from './close-codes.ts';

/** Why a connection could not be made or broke, in a sentence; `where` is the gateway's address, `isOpen`: it stood. */
export function errorSentence(
	where: string,
	error: Error & {readonly code?: string},
	{isOpen}: {readonly isOpen: boolean},
): string {
	// A port with TLS hangs up on who speaks without it.
	if (!isOpen && where.startsWith('ws://') && (error.code === 'ECONNRESET' || error.message === 'socket hang up'))
		return `${where}: the other side hung up at once, as a port with TLS does: then wss://`;
	const known = error.code === undefined ? undefined : sentences[error.code];
	return `${where}: ${known ?? cleanText(error.message || error.name, {limit: 200})}`;
}

/** Why the other side has closed the connection; its own reason is better than what the code says. */
export function closedSentence(where: string, code: number, reason: string): string {
	return `${where}: ${reason === '' ? closeSentence(code) : cleanText(reason, {limit: 200})}`;
}

/** What an answer in HTTP means where a websocket was expected; a gateway that refuses says why in its body. */
export function refusedSentence(where: string, status: number, body: string): string {
	if (speaksTls.test(body)) return `${where}: the other side speaks TLS: wss:// instead of ws://`;
	if (!refusals.includes(status)) return `${where}: received HTTP ${status}, expected a gateway of dmtop`;
	const why = cleanText(body.trim(), {limit: 200});
	return `${where}: the gateway refuses (HTTP ${status})${why === '' ? '' : `: ${why}`}`;
}

/** What a port with TLS answers to who speaks without it. */
const speaksTls = /\bHTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)\b/i;

const refusals: readonly number[] = [401, 403, 503];

const sentences: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there',
	ECONNRESET: 'the connection broke',
	EPIPE: 'the connection broke',
	ENOENT: 'there is no such socket',
	EACCES: 'this user may not open it',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: 'the name cannot be looked up now',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ETIMEDOUT: 'nobody answered in time',
	ERR_SSL_WRONG_VERSION_NUMBER:
		'the other side does not speak TLS: ws:// instead of wss://, beyond this machine with --insecure-network',
	ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the gateway wants a certificate of yours (--ssl-cert and --ssl-key)',
	ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the gateway does not know the authority that signed your certificate',
	ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'your certificate has expired',
	WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'received a message that is too long',
};
