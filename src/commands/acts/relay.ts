import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import type {OperateIo} from '../operate.ts';
import {actOn} from '../operating/act.ts';

/** `dmtop relay pause|resume|start SOURCE`: returns the exit code. */
export async function relay(options: Options, io: OperateIo): Promise<number> {
	const [, verb = '', source = ''] = /^(\S+)\s+(.+)$/s.exec(options.argument ?? '') ?? [];
	const act = Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : null;
	if (act === null || source === '') throw new UsageError('relay: expected pause, resume or start, and a source');
	return actOn(act, {task: null, source, lock: null}, options, io);
}

const verbs = {pause: 'pause-relay', resume: 'resume-relay', start: 'start-relay'} as const;
