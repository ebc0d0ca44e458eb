import {adviceFor} from '../domain/advice/advice.ts';
import type {Worker} from '../domain/cluster.ts';
import {essence} from '../domain/failure/sentence.ts';
import type {Lock} from '../domain/lock.ts';
import type {SourceRow, SubtaskRow, TaskRow, TaskView} from '../wire/topics.ts';
import {aboutLock, aboutSource, aboutSubtask, aboutTask, aboutWorker} from './advised.ts';
import {movedSince, type Seen, sinceText} from './answering/began.ts';
import {behindOfRelay, behindOfSubtask, behindOfTask} from './answering/behind.ts';
import {dmAboutLock, dmAboutRelay, dmAboutSubtask, dmAboutTask, dmAboutWorker} from './answering/dm.ts';
import {behindOfLock, lockWhat, lockWhere, sinceOfLock} from './answering/lock.ts';
import {type NowLines, nowLines} from './answering/now.ts';
import {lockTitle, sourceTitle, subtaskTitle, taskTitle, workerTitle} from './answering/title.ts';
import {errorText, whatOfSubtask, whatOfTask} from './answering/what.ts';
import {whereOfSubtask, whereOfTask} from './answering/where.ts';

/** The answers to what an operator asks of anything on the screen, in the order in which they are asked. */
export type Answers = NowLines & {
	/** The verdict in a few words, for the rule above: `needs you`, `no answer`, `caught up`. */
	readonly title: string;
	readonly what: string | null;
	readonly where: string | null;
	readonly since: string | null;
	readonly behind: string | null;
	/** What DM does about it by itself: whether it will retry. */
	readonly dm: string | null;
};

/** About a line of the task list; `view` tells more where the task's own topic is read. */
export function taskAnswers(row: TaskRow, view: TaskView | null, seen: Seen): Answers {
	const blamed = view?.subtasks.find(({source}) => source === row.reasonSource) ?? only(view);
	if (view !== null && blamed !== undefined && row.goneAtMs === null) {
		const about = subtaskAnswers(blamed, view, seen);
		const others = view.subtasks.filter(({source}) => source !== blamed.source);
		const lock = blamed.kind === 'lock' ? lockOf(blamed, view, seen) : null;
		return {
			...about,
			title: taskTitle(row),
			// What waits for a DDL lock is not where the trouble is.
			where: lock === null ? whereOfSubtask(blamed, view, others) : lockWhere(lock, view),
			since: [sinceText(row, seen), movedSince(blamed)].filter(text => text !== null).join('; '),
			...nowLines(adviceFor(aboutTask(row, aroundOf(view, seen))), seen),
		};
	}
	const around = view === null ? seen : aroundOf(view, seen);
	return {
		title: taskTitle(row),
		what: whatOfTask(row, around),
		where: whereOfTask(row),
		since: sinceText(row, seen),
		behind: behindOfTask(row, seen),
		dm: dmAboutTask(row, around),
		...nowLines(adviceFor(aboutTask(row, around)), seen),
	};
}

/** The one part of a task that has one. */
function only(view: TaskView | null): SubtaskRow | undefined {
	return view?.subtasks.length === 1 ? view.subtasks[0] : undefined;
}

/** About one source's part of a task. */
export function subtaskAnswers(row: SubtaskRow, view: TaskView, seen: Seen): Answers {
	const around = aroundOf(view, seen);
	const lock = lockOf(row, view, seen);
	return {
		title: subtaskTitle(row, lock),
		what: whatOfSubtask(row, lock),
		where: whereOfSubtask(row, view, []),
		since: [sinceText(row, seen), movedSince(row)].filter(text => text !== null).join('; '),
		behind: behindOfSubtask(row, seen),
		dm: dmAboutSubtask(row, lock, around),
		...nowLines(adviceFor(aboutSubtask(view.row.name, row, around)), seen),
	};
}

/** About a DDL lock. */
export function lockAnswers(lock: Lock, view: TaskView | null, seen: Seen): Answers {
	if (lock.isLeftOver) return leftOverAnswers(lock, seen);
	return {
		title: lockTitle(lock),
		what: lockWhat(lock),
		where: lockWhere(lock, view),
		since: sinceOfLock(lock, seen),
		behind: behindOfLock(lock),
		dm: dmAboutLock(lock),
		...nowLines(adviceFor(aboutLock(lock, seen)), seen),
	};
}

/** About a lock of which only the master tells, since its task is not listed any more. */
function leftOverAnswers(lock: Lock, seen: Seen): Answers {
	const {keyTitle = key => key} = seen;
	return {
		title: 'left over',
		what: `DDL lock on ${lock.target} of a task that is not listed any more`,
		where: 'the master alone holds it: it waits for nobody',
		since: sinceOfLock(lock, seen),
		behind: null,
		dm: 'keeps it until somebody removes it, or the task is started again',
		now: [`remove it (${keyTitle('U')}): nobody executes the DDL, and nothing in the target changes`],
		line: null,
	};
}

/** About a source and its relay. */
export function sourceAnswers(row: SourceRow, seen: Seen): Answers {
	const {source, worker, relay, errors, message, answered, reason} = row;
	const error = errors[0] ?? relay?.result?.errors[0] ?? null;
	const at = relay?.position ?? null;
	const place = at === null ? null : `relay at ${at.file}:${at.offset}`;
	const beganMs = answered ? row.relaySinceMs : row.silentSinceMs;
	return {
		title: sourceTitle(row),
		what:
			error !== null
				? errorText(error)
				: !answered && message !== null
					? `${row.unbound ? 'No worker is bound' : 'No answer'}: ${essence(message)}`
					: (reason ?? (relay === null ? 'No relay: its tasks read the upstream' : `Relay ${relay.stage}`)),
		where: [worker ?? source, place].filter(text => text !== null).join(', ') || null,
		since: beganMs === null ? null : sinceText({sinceMs: beganMs, seenSinceMs: beganMs}, seen),
		behind: behindOfRelay(row),
		dm: dmAboutRelay(row),
		...nowLines(adviceFor(aboutSource(row, seen)), seen),
	};
}

/** About a worker; `source` is what is known of the source that it serves. */
export function workerAnswers(worker: Worker, source: SourceRow | null, seen: Seen): Answers {
	const isSilent = source !== null && !source.answered;
	const tasks = (source?.tasks ?? []).map(({task}) => task);
	const shown = tasks.slice(0, 4);
	const more = tasks.length > shown.length ? ` and ${tasks.length - shown.length} more` : '';
	const beganMs = isSilent ? source.silentSinceMs : null;
	return {
		title: workerTitle(worker, isSilent),
		what: isSilent ? `No answer${source.message === null ? '' : `: ${essence(source.message)}`}` : stageText(worker),
		where:
			worker.source === null
				? worker.address
				: `it has ${worker.source}${shown.length === 0 ? '' : `, with ${shown.join(', ')}${more}`}`,
		since: beganMs === null ? null : sinceText({sinceMs: beganMs, seenSinceMs: beganMs}, seen),
		behind: null,
		dm: dmAboutWorker(worker, isSilent, seen),
		...nowLines(adviceFor(aboutWorker(worker, isSilent, seen)), seen),
	};
}

function stageText({stage, source}: Worker): string | null {
	if (stage === 'free') return 'Free: it can take over a source';
	if (stage === 'offline') return 'Offline: its lease has run out';
	return source === null ? stage : `Serves ${source}`;
}

/** The lock that a subtask has to do with. */
function lockOf({source}: SubtaskRow, view: TaskView, seen: Seen): Lock | null {
	const isOfIt = ({task, sources}: Lock) => task === view.row.name && sources.some(part => part.source === source);
	return aroundOf(view, seen).locks.find(isOfIt) ?? null;
}

function aroundOf(view: TaskView, seen: Seen): Seen {
	return view.locks.length > 0 ? {...seen, locks: view.locks} : seen;
}
