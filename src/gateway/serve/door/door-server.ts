import {createServer, type RequestListener, type Server} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import {isLoopback} from '../admission.ts';
import {ListenError} from '../listen-error.ts';
import type {Keys} from '../tokens/keys.ts';
import {waitingLimits} from '../waiting-room.ts';
import type {Door} from './door.ts';

/** Throws a ListenError where a door would let in who should not come, or show what it says to everybody on the way. */
export function checkDoor(door: Door, keys: Keys | null): void {
	if (door.type === 'tcp' && keys === null) throw new ListenError(door.host, {message: 'a port needs tokens'});
	if (isReadable(door)) throw new ListenError(door.host, {message: readable});
}

/** Node looks every 30 s only, unless told. The waiting room ends what is not over by then; this is for what is let in page by page. */
const impatience = {
	connectionsCheckingInterval: 1_000,
	headersTimeout: waitingLimits.patienceMs,
	requestTimeout: waitingLimits.patienceMs,
	keepAliveTimeout: 1_000,
} as const;

/** The server behind a door, which does not listen yet. */
export function createDoorServer(door: Door, onRequest: RequestListener): Server {
	if (door.type === 'unix' || door.tls === null) return createServer(impatience, onRequest);
	const {cert, key, clientCa} = door.tls;
	const wanted = clientCa !== null && {ca: clientCa, requestCert: true, rejectUnauthorized: true};
	const secure = {cert, key, ...wanted, minVersion: 'TLSv1.2', handshakeTimeout: waitingLimits.patienceMs} as const;
	const server = createTlsServer({...impatience, ...secure}, onRequest);
	// Who cannot agree upon TLS is gone already.
	server.on('tlsClientError', () => {});
	return server;
}

const readable = 'beyond this machine it needs --tls-cert and --tls-key, or --insecure-network to be read by everybody';

/** Whether tokens and all else would cross a network as they are, though nobody said that they may. */
function isReadable(door: Door): door is Extract<Door, {type: 'tcp'}> {
	return door.type === 'tcp' && door.tls === null && !door.isNetworkTrusted && !isLoopback(door.host);
}
