import type {Options} from '../args/usage.ts';
import {verbOf} from '../args/verbs.ts';
import {actOn} from '../operating/act.ts';
import type {OperateIo} from '../operating/operate-io.ts';
import {onlySource} from './skip.ts';

/** `dmtop validation start|stop TASK --source S`: returns the exit code. */
export async function validation(options: Options, io: OperateIo): Promise<number> {
	const {verb, name: task} = verbOf('validation', options.argument);
	return actOn(`${verb}-validation`, {task, source: onlySource('validation', options), lock: null}, options, io);
}
