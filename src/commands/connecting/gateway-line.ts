import type {Clock} from '../../clock.ts';
import {readTls} from '../../dm/ask/tls.ts';
import {isLoopback} from '../../gateway/serve/admission.ts';
import type {LinkOptions, LinkPlace} from '../../wire/link.ts';
import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import {uidOf} from './accounts.ts';
import {configPath} from './config-path.ts';
import {dialTls, type TlsPlace} from './dial-tls.ts';
import {dialUnix} from './dial-unix.ts';
import type {Dialled, GatewayNote} from './dialled.ts';
import {type GatewayAddress, gatewayAddresses} from './gateway-address.ts';
import {knownGatewaysAt} from './known-gateways.ts';
import {shownToken} from './shown-token.ts';

/** How a link comes to somebody's gateway. */
export type GatewayLine = Pick<LinkOptions, 'url' | 'where' | 'token' | 'createConnection' | 'others'>;

export type GatewayLineOptions = Pick<
	Options,
	'argument' | 'runtimeDir' | 'owner' | 'tokenFile' | 'tls' | 'insecureNetwork'
>;

/**
 * The line to the gateway that `connect` names, or finds, for whoever wants to hear what the person should know of that
 * gateway, once for each thing. Throws a UsageError or a SetupError where the options mean nothing or a file cannot be used,
 * and a NoGatewayError where none is found.
 */
export async function gatewayLine(
	options: GatewayLineOptions,
	{wall}: Pick<Clock, 'wall'>,
): Promise<(onNote: (note: GatewayNote) => void) => GatewayLine> {
	const owner = ownerOf(options.owner);
	const addresses = gatewayAddresses(options.argument, options, owner);
	const token = shownToken(options.tokenFile);
	const tls = await readTls(options.tls);
	const places = addresses.map(address => placeOf(address, options, {owner, tls, wall}));
	return onNote => {
		const [first, ...others] = places.map(place => place(once(onNote)));
		if (first === undefined) throw new Error('unreachable');
		return {...first, token, others};
	};
}

type Reach = {
	readonly owner: number | null;
	readonly tls: Awaited<ReturnType<typeof readTls>>;
	readonly wall: () => number;
};

/** How one gateway is reached. Throws a UsageError where that must not be. */
function placeOf(
	address: GatewayAddress,
	options: GatewayLineOptions,
	{owner, tls, wall}: Reach,
): (note: (note: GatewayNote | null) => void) => LinkPlace {
	if (address.type === 'unix') {
		const {path: file} = address;
		return note => ({
			url: 'ws://localhost',
			where: `unix:${file}`,
			createConnection: asConnection(() => dialUnix(file, owner), note),
		});
	}
	const {url} = address;
	const {protocol, hostname, port} = new URL(url);
	if (protocol === 'ws:') {
		if (tls !== null) throw new UsageError('connect: --ssl-ca, --ssl-cert and --ssl-key are for wss:// only');
		if (!isLoopback(hostname) && !options.insecureNetwork) {
			throw new UsageError(
				`connect: everybody on the way can read ws://, your token too: use wss://${hostname}, or --insecure-network`,
			);
		}
		return () => ({url});
	}
	const file = configPath('known_gateways');
	const place: TlsPlace = {
		host: hostname.replace(/^\[(.*)\]$/, '$1'),
		port: Number(port || 443),
		tls,
		known: file === null ? null : knownGatewaysAt(file),
		wallMs: wall,
	};
	return note => ({url, createConnection: asConnection(() => dialTls(place), note)});
}

/** Tells each thing at its first time only: every reconnect looks anew. */
function once(onNote: (note: GatewayNote) => void): (note: GatewayNote | null) => void {
	const told = new Set<string>();
	return note => {
		if (note === null || told.has(note.text)) return;
		told.add(note.text);
		onNote(note);
	};
}

/** As ws takes it: the socket comes later, or an error instead; nothing is sent before. */
function asConnection(
	dial: () => Promise<Dialled>,
	note: (note: GatewayNote | null) => void,
): NonNullable<GatewayLine['createConnection']> {
	const create = (_: unknown, done: (error: Error | null, socket?: Dialled['socket']) => void) => {
		dial().then(dialled => {
			note(dialled.note);
			done(null, dialled.socket);
		}, done);
	};
	// Node's type knows only those that give the socket at once.
	return create as unknown as NonNullable<GatewayLine['createConnection']>;
}

function ownerOf(name: string | null): number | null {
	if (name === null) return null;
	const uid = uidOf(name);
	if (uid === null) throw new UsageError(`--owner: this system has no user "${name}"`);
	return uid;
}
