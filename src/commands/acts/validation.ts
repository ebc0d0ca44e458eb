import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import type {OperateIo} from '../operate.ts';
import {actOn} from '../operating/act.ts';
import {onlySource} from './skip.ts';

/** `dmtop validation start|stop TASK --source S`: returns the exit code. */
export async function validation(options: Options, io: OperateIo): Promise<number> {
	const [, verb = '', task = ''] = /^(\S+)\s+(.+)$/s.exec(options.argument ?? '') ?? [];
	if ((verb !== 'start' && verb !== 'stop') || task === '')
		throw new UsageError('validation: expected start or stop, and a task');
	return actOn(`${verb}-validation`, {task, source: onlySource('validation', options), lock: null}, options, io);
}
