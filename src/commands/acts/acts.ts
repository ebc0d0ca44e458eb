import type {Options} from '../args/usage.ts';
import type {OperateIo} from '../operating/operate-io.ts';
import {lock} from './lock.ts';
import {relay} from './relay.ts';
import {skip} from './skip.ts';
import {source} from './source.ts';
import {start} from './start.ts';
import {validation} from './validation.ts';

/** The commands that act on what is no task; each returns the exit code. */
export const actCommands = {relay, lock, skip, source, validation, start} as const satisfies Record<
	string,
	(options: Options, io: OperateIo) => Promise<number>
>;

export type ActCommand = keyof typeof actCommands;
