import type {AddressInfo, Server} from 'node:net';
import {ListenError} from '../listen-error.ts';
import {listenOnSocket, type SocketPlace} from './socket-file.ts';

/** Where viewers come in. */
export type Door =
	| {
			readonly type: 'tcp';
			readonly host: string;
			/** 0 = a free one. */
			readonly port: number;
			/** Null = all that is said can be read on the way: on this machine only. */
			readonly tls: DoorTls | null;
			/** It may be read on the way beyond this machine too, as whoever set it up wants. */
			readonly isNetworkTrusted: boolean;
	  }
	| ({readonly type: 'unix'} & SocketPlace);

/** What the gateway shows to viewers, as PEM; with `clientCa`, viewers need a certificate that one of these has signed. */
export type DoorTls = {
	readonly cert: string | Buffer;
	readonly key: string | Buffer;
	readonly clientCa: string | Buffer | null;
};

export type OpenDoor = {
	/** Such as `ws://127.0.0.1:8271`, `wss://10.0.0.5:8271` or `unix:/run/user/1000/dmtop/gateway.sock`. */
	readonly url: string;
	/** Takes away what would be left behind once nobody listens any more. */
	readonly release: () => void;
};

/** Has a server listen at a door. Throws a ListenError. */
export async function openDoor(server: Server, door: Door): Promise<OpenDoor> {
	if (door.type === 'tcp') {
		const port = await listen(server, door);
		return {url: `${door.tls === null ? 'ws' : 'wss'}://${bracketed(door.host)}:${port}`, release() {}};
	}
	const release = await listenOnSocket(server, door);
	// A later error must not end the program.
	server.on('error', () => {});
	return {url: `unix:${door.path}`, release};
}

function listen(server: Server, {host, port}: Extract<Door, {type: 'tcp'}>): Promise<number> {
	return new Promise((resolve, reject) => {
		// Stays: a later error must not end the program.
		server.on('error', cause => reject(new ListenError(`${bracketed(host)}:${port}`, cause)));
		server.listen({host: host.replace(/^\[(.*)\]$/, '$1'), port}, () => {
			// A server that listens on a host and a port has an address with a port.
			resolve((server.address() as AddressInfo).port);
		});
	});
}

function bracketed(host: string): string {
	return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
