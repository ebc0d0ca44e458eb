import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import {actOn} from '../operating/act.ts';
import type {OperateIo} from '../operating/operate-io.ts';

/** `dmtop skip TASK --source S`: skips the DDL at which it fails there; returns the exit code. */
export async function skip(options: Options, io: OperateIo): Promise<number> {
	return actOn('skip-ddl', {task: options.argument, source: onlySource('skip', options), lock: null}, options, io);
}

/** The one source that is named. Throws a UsageError where there is another number of them. */
export function onlySource(command: string, {sources}: Options): string {
	const [source] = sources;
	if (source === undefined || sources.length > 1)
		throw new UsageError(`${command} needs one --source: it is done at one source at a time`);
	return source;
}
