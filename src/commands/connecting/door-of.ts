import path from 'node:path';
import {readTls} from '../../dm/ask/tls.ts';
import type {Door, DoorTls} from '../../gateway/serve/door/door.ts';
import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import {gidOf} from './accounts.ts';
import {defaultSocket} from './socket-paths.ts';

/** Where `serve` listens. Throws a UsageError where the options mean nothing, and a SetupError where a file cannot be used. */
export async function doorOf(options: DoorOptions): Promise<Door> {
	const {listen, group, runtimeDir, serviceDir} = options;
	if (listen?.type === 'tcp')
		return {...listen, tls: await doorTlsOf(options), isNetworkTrusted: options.insecureNetwork};
	const gid = group === null ? null : gidOf(group);
	if (group !== null && gid === null) throw new UsageError(`--group: this system has no group "${group}"`);
	const file = listen?.path ?? defaultSocket({runtimeDir, serviceDir, isForGroup: gid !== null});
	if (file === null) throw new UsageError('serve needs --listen: this system has no usual place for a socket');
	return {type: 'unix', path: path.resolve(file), gid};
}

export type DoorOptions = Pick<
	Options,
	'listen' | 'group' | 'runtimeDir' | 'serviceDir' | 'doorTls' | 'insecureNetwork'
>;

async function doorTlsOf({doorTls}: DoorOptions): Promise<DoorTls | null> {
	const tls = await readTls(doorTls, {ca: '--tls-client-ca', cert: '--tls-cert', key: '--tls-key'});
	if (tls === null) return null;
	const {ca = null, cert, key} = tls;
	if (cert === undefined || key === undefined) throw new UsageError('--tls-client-ca needs --tls-cert and --tls-key');
	return {cert, key, clientCa: ca};
}
