import path from 'node:path';
import type {Options} from '../args/usage.ts';
import {NoGatewayError, UsageError} from '../exit.ts';
import {socketsToTry, socketThere} from './socket-paths.ts';

/** Where somebody's gateway is. */
export type GatewayAddress =
	| {readonly type: 'unix'; readonly path: string}
	| {readonly type: 'ws'; readonly url: string};

/** What the addresses of `connect` mean, with commas between them: gateways of one cluster, which are tried in turn. */
export function gatewayAddresses(
	text: string | null,
	options: Pick<Options, 'runtimeDir'>,
	owner: number | null,
): readonly GatewayAddress[] {
	return (text === null ? [null] : text.split(',')).map(each => gatewayAddress(each, options, owner));
}

/**
 * What the address of `connect` means; without one, the socket of a gateway on this host. Throws a UsageError where it means
 * nothing, and a NoGatewayError where none is found.
 */
export function gatewayAddress(text: string | null, {runtimeDir}: Pick<Options, 'runtimeDir'>, owner: number | null) {
	if (text === null) return found(socketsToTry(runtimeDir, owner));
	if (text.startsWith('unix:') && text.length > 'unix:'.length) {
		return {type: 'unix', path: path.resolve(text.slice('unix:'.length))} satisfies GatewayAddress;
	}
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url?.protocol === 'ws:' || url?.protocol === 'wss:')
		return {type: 'ws', url: url.href.replace(/\/$/, '')} satisfies GatewayAddress;
	throw new UsageError(`connect: received "${text}", expected unix:PATH, wss://HOST:PORT or ws://127.0.0.1:PORT`);
}

function found(paths: readonly string[]): GatewayAddress {
	const there = socketThere(paths);
	if (there !== null) return {type: 'unix', path: there};
	throw new NoGatewayError(
		`no gateway is found on this host (looked for ${paths.join(', ')}); start one with dmtop serve, or name another place`,
	);
}
