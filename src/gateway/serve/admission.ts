import type {IncomingHttpHeaders} from 'node:http';
import {isIPv4} from 'node:net';
import {type Key, type Keys, keyOf} from './tokens/keys.ts';

/** Why somebody is not let in: an HTTP status and a sentence. */
export type Refusal = {readonly status: 401 | 403 | 503; readonly message: string};

/** Whether a host is this machine itself: a name or an address as a person writes it, IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
	const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
	return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}

/**
 * Whether a viewer is let in, by its request's headers. A page in a browser cannot open a unix socket, and does not know a
 * token, whatever name of this machine it makes up (DNS rebinding).
 */
export function admission(headers: IncomingHttpHeaders, keys: Keys | null): Admission {
	if (headers.origin !== undefined) {
		return refused(403, 'received an Origin header: web pages are not let in, expected a dmtop viewer');
	}
	if (keys === null) return {type: 'in', key: null};
	const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
	if (token === undefined) return refused(401, 'received no token, expected one of this gateway (--token-file)');
	const key = keyOf(token, keys.all());
	return key === null ? refused(401, 'received a token that this gateway does not know') : {type: 'in', key};
}

/** `key` is null where the door asks for none. */
export type Admission = {readonly type: 'in'; readonly key: Key | null} | ({readonly type: 'refused'} & Refusal);

function refused(status: Refusal['status'], message: string): Admission {
	return {type: 'refused', status, message};
}
