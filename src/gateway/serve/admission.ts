import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import {isIPv4} from 'node:net';
import type {Door} from './door/door.ts';

/** Why somebody is not let in: an HTTP status and a sentence. */
export type Refusal = {readonly status: 401 | 403; readonly message: string};

/** Whether a host is this machine itself: a name or an address as a person writes it, IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
	const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
	return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}

/**
 * Whether a viewer is let in, by its request's headers; null = yes. Without a token it must have asked for this
 * machine by a loopback name, so that no page in a browser comes in under a name of its own (DNS rebinding); no page can
 * open a unix socket.
 */
export function refusal(headers: IncomingHttpHeaders, token: string | null, door: Door['type']): Refusal | null {
	if (headers.origin !== undefined) {
		return {status: 403, message: 'received an Origin header: web pages are not let in, expected a dmtop viewer'};
	}
	if (token !== null) {
		if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return null;
		const received = headers.authorization === undefined ? 'no token' : 'another token';
		return {status: 401, message: `received ${received}, expected the token of this gateway`};
	}
	if (door === 'unix') return null;
	// Any port: a viewer may come through an ssh tunnel.
	const host = (headers.host ?? '').replace(/:\d+$/, '');
	if (isLoopback(host)) return null;
	return {status: 403, message: 'received the Host of another machine, expected 127.0.0.1, ::1 or localhost'};
}

/** Compares without telling by its time how much is right; hashes have one length. */
function isSame(received: string, expected: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(received), hash(expected));
}
