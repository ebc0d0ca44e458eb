import type {Writable} from 'node:stream';
import {sleep, systemClock} from '../clock.ts';
import type {Memory} from '../gateway/memory/memory.ts';
import {mayHavePart, type Unheard} from '../gateway/memory/unheard.ts';
import {allLocks, overview, taskValue} from '../gateway/views/views.ts';
import type {Overview} from '../wire/topics.ts';
import type {Options} from './args/usage.ts';
import {type Asked, createAsker} from './ask.ts';
import {contract} from './contract.ts';
import {exit} from './exit.ts';
import {connectionFlags} from './operating/connection.ts';
import {listTable, taskTable} from './table.ts';
import {unknownTask} from './unknown-task.ts';

export type StatusIo = {readonly stdout: Writable; readonly stderr: Writable; readonly signal: AbortSignal};

/** Prints the list or one task, once or every `--watch` seconds, and returns the exit code of the newest answer. */
export async function status(options: Options, io: StatusIo): Promise<number> {
	const clock = systemClock();
	const asker = await createAsker(options, clock);
	let code: number = exit.fine;
	try {
		do {
			code = print(await asker.ask(io.signal), options, {...io, wallShiftMs: clock.wall() - clock.now()});
			if (options.watchMs === null) return code;
			if (code === exit.usage) return code;
			await sleep(clock, asker.paceMs(), io.signal);
		} while (!io.signal.aborted);
	} catch (error) {
		if (!io.signal.aborted) throw error;
	} finally {
		asker.close();
	}
	return code;
}

function print(
	asked: Asked,
	options: Options,
	{stdout, stderr, wallShiftMs}: StatusIo & {readonly wallShiftMs: number},
): number {
	const {memory} = asked;
	if (asked.type === 'failed') {
		stderr.write(`dmtop: ${asked.failed.message}\n`);
		return asked.failed.timedOut ? exit.timeout : exit.nobody;
	}
	const task = options.argument;
	if (task !== null && !memory.tasks.has(task)) {
		stderr.write(`dmtop: ${unknownTask(memory, task)}\n`);
		return exit.usage;
	}
	const nowMs = memory.lastGood?.atMs ?? 0;
	if (options.json)
		stdout.write(`${JSON.stringify(contract(memory, task, wallShiftMs), null, options.watchMs === null ? 2 : 0)}\n`);
	else if (task === null)
		stdout.write(
			listTable(overview(memory), nowMs, columnsOf(stdout), {
				locks: allLocks(memory),
				connection: connectionFlags(options),
			}),
		);
	else {
		const notes = mayHavePart(memory, task).map(partNote);
		stdout.write(
			taskTable(
				taskValue(memory, task),
				{nowMs, firstAnswerAtMs: memory.firstGoodAtMs},
				{notes, columns: columnsOf(stdout)},
			),
		);
	}
	return judged(memory, task);
}

/** How wide the terminal is that shows it; null where none does. */
export function columnsOf(stdout: Writable & {readonly isTTY?: boolean; readonly columns?: number}): number | null {
	return stdout.isTTY === true && stdout.columns !== undefined && stdout.columns > 0 ? stdout.columns : null;
}

const bad: ReadonlySet<string> = new Set(['error', 'unknown', 'retrying']);

/** 1 where a shown task is in trouble, or where a source or worker that may have a part of what is shown does not answer. */
export function judged(memory: Memory, task: string | null): number {
	const {tasks, notes} = overview(memory);
	const rows = tasks.filter(row => task === null || row.name === task);
	const silent = [...memory.sources.values()].some(({answered, leftSinceMs}) => !answered && leftSinceMs === null);
	const hidden = [...memory.sourceless, ...(task === null ? notes : mayHavePart(memory, task))];
	const unknown = hidden.length > 0 || (task === null && silent);
	return unknown || rows.some(({word}) => bad.has(word)) ? exit.trouble : exit.fine;
}

function partNote({who, trouble}: Unheard): string {
	return `${who} ${trouble}: it may have a part of this task`;
}

/** The same verdict over what a gateway tells. */
export function judgedOverview({tasks, notes}: Overview): number {
	return notes.length > 0 || tasks.some(({word}) => bad.has(word)) ? exit.trouble : exit.fine;
}
