import {DmError} from '../../dm/ask/error.ts';
import type {HeldLock} from '../../domain/act/lock-act.ts';
import {heldLock} from '../../gateway/operate/act/kinds.ts';
import type {Options} from '../args/usage.ts';
import {verbOf} from '../args/verbs.ts';
import {exit} from '../exit.ts';
import {actOn, atDesk} from '../operating/act.ts';
import type {OperateIo} from '../operating/operate-io.ts';

/** `dmtop lock list` and `dmtop lock unlock ID`: returns the exit code. */
export async function lock(options: Options, io: OperateIo): Promise<number> {
	const {verb, name} = verbOf('lock', options.argument);
	return verb === 'list' ? list(options, io) : actOn('unlock', {task: null, source: null, lock: name}, options, io);
}

/** The locks that the master holds, also those of tasks that are no more. It changes nothing. */
function list(options: Options, io: OperateIo): Promise<number> {
	return atDesk({...options, dryRun: true}, io, async ({client, memory}) => {
		try {
			const {value} = await client.readLocks(memory.shape === 'workers' ? 'workers' : 'sources');
			const held = value.map(it => heldLock(it, memory.tasks.get(it.task)?.task.goneAtMs === null, memory));
			io.stdout.write(options.json ? `${JSON.stringify(held.map(asJson), null, 2)}\n` : textOf(held));
			return exit.fine;
		} catch (error) {
			if (!(error instanceof DmError)) throw error;
			io.stderr.write(`dmtop: the locks could not be read over gRPC: ${error.message}\n`);
			return exit.nobody;
		}
	});
}

function asJson({lock: it, owner, synced, unsynced, isTaskKnown}: HeldLock) {
	return {...it, owner, synced, unsynced, leftOver: !isTaskKnown};
}

function textOf(held: readonly HeldLock[]): string {
	if (held.length === 0) return 'The master holds no DDL lock.\n';
	return held
		.map(({lock: {id, mode, ddls}, owner, synced, unsynced, isTaskKnown}) =>
			[
				`${id}  ${mode}${isTaskKnown ? '' : '  LEFT OVER: its task is not listed'}`,
				...ddls.map(ddl => `    ${ddl}`),
				`    owner ${owner ?? 'nobody'}; met by ${synced.join(', ') || 'nobody'}; not met by ${unsynced.join(', ') || 'nobody'}`,
				'',
			].join('\n'),
		)
		.join('');
}
