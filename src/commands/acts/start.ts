import {closeSync, openSync, readSync} from 'node:fs';
import {DmError} from '../../dm/ask/error.ts';
import {SetupError} from '../../dm/ask/setup-error.ts';
import {readTaskFile} from '../../dm/ask/task-file.ts';
import type {TaskCheck, TaskFile} from '../../domain/act/start-act.ts';
import {cleanText, thrownText} from '../../domain/text.ts';
import {checkLines} from '../../words/acts/start-told.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {exit, UsageError} from '../exit.ts';
import {type ActingDesk, actAt, atDesk} from '../operating/act.ts';
import {refuseWithoutAnswer} from '../operating/confirm.ts';
import type {OperateIo} from '../operating/operate-io.ts';
import {operatedCode} from '../operating/operated-code.ts';

/**
 * `dmtop start FILE`: has DM check the file of a task, shows what it found, and starts the task, on all of its sources or on
 * one; `--check-only` ends after the check. Returns the exit code.
 */
export async function start(options: Options, io: OperateIo): Promise<number> {
	const file = fileAt(options.argument ?? '');
	const [source = null, ...more] = options.sources;
	if (more.length > 0)
		throw new UsageError('start takes one --source at most: without it, all of the file are started');
	if (source !== null && !file.sources.includes(source)) {
		const has = file.sources.join(', ');
		const near = meantInstead(source, file.sources);
		throw new UsageError(`the file has no source ${cleanText(source)}${near}; it has ${has}; nothing was sent`);
	}
	if (!options.checkOnly) refuseWithoutAnswer('start', options, io);
	return atDesk(options, io, async desk => {
		const check = await checkAt(desk, file, io);
		if (check instanceof Error) return operatedCode([{outcome: 'refused'}], check instanceof DmError ? check : null);
		if (options.checkOnly) {
			const told = {task: file.task, sources: file.sources, check};
			io.stdout.write(
				options.json ? `${JSON.stringify(told, null, 2)}\n` : `${[file.task, ...checkLines(check)].join('\n')}\n`,
			);
			return check.passed ? exit.fine : exit.trouble;
		}
		const {client, operator} = desk;
		const actor = operator.actor({client, tell: () => {}, start: {file, check}});
		return actAt({...desk, actor}, 'start-task', {task: file.task, source, lock: null}, options, io);
	});
}

/** What DM finds in the file; what kept it from being asked, which is said, where it could not be. */
async function checkAt({client, memory}: ActingDesk, file: TaskFile, io: OperateIo): Promise<TaskCheck | Error> {
	try {
		const generation = memory.shape === 'workers' ? 'workers' : 'sources';
		return (await client.checkTask(generation, file, {signal: io.signal})).value;
	} catch (error) {
		io.signal.throwIfAborted();
		const why = thrownText(error);
		io.stderr.write(`dmtop: DM could not be asked to check the file, over gRPC: ${why}; nothing was started\n`);
		return error instanceof Error ? error : new Error(why);
	}
}

/** Reads the file. Throws a UsageError, which quotes nothing of it. */
function fileAt(path: string): TaskFile {
	const name = cleanText(path);
	let text: string;
	try {
		text = boundedText(path);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : thrownText(error);
		throw new UsageError(`${name} cannot be read (${code}); nothing was sent`);
	}
	if (text.length > mostBytes) throw new UsageError(`${name} is larger than 1 MiB; nothing was sent`);
	try {
		return readTaskFile(text, path);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		throw new UsageError(`${name}: ${error.message}; nothing was sent`);
	}
}

/** The text of a file, and no more of it than tells that it is too large. */
function boundedText(path: string): string {
	const handle = openSync(path, 'r');
	try {
		const bytes = Buffer.alloc(mostBytes + 1);
		let length = 0;
		for (;;) {
			const read = readSync(handle, bytes, length, bytes.length - length, null);
			length += read;
			if (read === 0 || length === bytes.length) return bytes.toString('utf8', 0, length);
		}
	} finally {
		closeSync(handle);
	}
}

const mostBytes = 1024 * 1024;
