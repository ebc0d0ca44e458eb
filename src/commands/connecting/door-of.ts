import path from 'node:path';
import type {Door} from '../../gateway/serve/door/door.ts';
import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import {gidOf} from './accounts.ts';
import {defaultSocket} from './socket-paths.ts';

/** Where `serve` listens. Throws a UsageError where the options mean nothing. */
export function doorOf({listen, group, runtimeDir, serviceDir}: DoorOptions): Door {
	if (listen?.type === 'tcp') return listen;
	const gid = group === null ? null : gidOf(group);
	if (group !== null && gid === null) throw new UsageError(`--group: this system has no group "${group}"`);
	const file = listen?.path ?? defaultSocket({runtimeDir, serviceDir, isForGroup: gid !== null});
	if (file === null) throw new UsageError('serve needs --listen: this system has no usual place for a socket');
	return {type: 'unix', path: path.resolve(file), gid};
}

export type DoorOptions = Pick<Options, 'listen' | 'group' | 'runtimeDir' | 'serviceDir'>;
