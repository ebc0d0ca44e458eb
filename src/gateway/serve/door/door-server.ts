import {createServer, type RequestListener, type Server} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import {Server as TlsServer} from 'node:tls';
import {isLoopback} from '../admission.ts';
import {ListenError} from '../listen-error.ts';
import type {Keys} from '../tokens/keys.ts';
import {waitingLimits} from '../waiting-room.ts';
import type {Door, DoorTls} from './door.ts';

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
	const wanted = door.tls.clientCa !== null && {requestCert: true, rejectUnauthorized: true};
	const patience = {...impatience, handshakeTimeout: waitingLimits.patienceMs};
	const server = createTlsServer({...patience, ...wanted, ...contextOf(door.tls)}, onRequest);
	// Who cannot agree upon TLS is gone already.
	server.on('tlsClientError', () => {});
	return server;
}

/** Has a server over TLS show another certificate from now on. Throws where it cannot be used. */
export function renewDoor(server: Server, tls: DoorTls): void {
	if (server instanceof TlsServer) server.setSecureContext(contextOf(tls));
}

function contextOf({cert, key, clientCa}: DoorTls) {
	return {cert, key, ...(clientCa !== null && {ca: clientCa}), minVersion: 'TLSv1.2'} as const;
}

const readable = 'beyond this machine it needs --tls-cert and --tls-key, or --insecure-network to be read by everybody';

/** Whether tokens and all else would cross a network as they are, though nobody said that they may. */
function isReadable(door: Door): door is Extract<Door, {type: 'tcp'}> {
	return door.type === 'tcp' && door.tls === null && !door.isNetworkTrusted && !isLoopback(door.host);
}
