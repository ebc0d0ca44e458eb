import type {Options} from '../args/usage.ts';
import {verbOf} from '../args/verbs.ts';
import {actOn} from '../operating/act.ts';
import type {OperateIo} from '../operating/operate-io.ts';

/** `dmtop relay pause|resume|start SOURCE`: returns the exit code. */
export async function relay(options: Options, io: OperateIo): Promise<number> {
	const {verb, name: source} = verbOf('relay', options.argument);
	return actOn(`${verb}-relay`, {task: null, source, lock: null}, options, io);
}
