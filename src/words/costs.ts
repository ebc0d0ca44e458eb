import {failureOf} from '../domain/failure/resume.ts';
import type {Operation, SeenPart} from '../domain/operation/operation.ts';
import type {Plan} from '../domain/operation/plan.ts';
import type {SubtaskRow, TaskView} from '../wire/topics.ts';
import {age, lagDuration, longBytes, placeText, plural} from './format.ts';
import {hasBeginning} from './since.ts';

/** Something to know before a dialog is answered, in a sentence. */
export type Note = {readonly text: string; readonly matters: boolean; readonly about: NoteAbout};

/** What a note tells: the state of the parts, a cost, what stays, how it is undone, or what the upstream must keep. */
export type NoteAbout = 'parts' | 'costs' | 'keeps' | 'undo' | 'binlog';

/** The same of a task as it was told at that moment of the gateway's clock. */
export function costsOf(operation: Operation, plan: Plan, view: TaskView | null, seen: Seen): readonly Note[] {
	if (plan.type !== 'act' || view === null) return [];
	const about: About = {parts: plan.parts, rows: rowsOf(view, plan.parts), view, seen};
	return [
		plain(`${plural(plan.parts.length, 'subtask')}: ${countsText(plan.parts)}.`, 'parts'),
		...notes[operation](about),
		...silentNotes(about),
	];
}

/** What somebody must have read who has this done. */
export function warningsOf(operation: Operation): readonly string[] {
	if (operation !== 'stop') return [];
	return ['query-status will no longer show this task.', 'Starting it again needs its task file.'];
}

type About = {
	readonly parts: readonly SeenPart[];
	readonly rows: readonly SubtaskRow[];
	readonly view: TaskView;
	readonly seen: Seen;
};

/** By the gateway's clock: now, and when it had its first answer. */
type Seen = {readonly nowMs: number; readonly firstAnswerAtMs: number | null};

const notes = {pause: pauseNotes, resume: resumeNotes, stop: stopNotes} as const satisfies Record<
	Operation,
	(about: About) => readonly Note[]
>;

function pauseNotes(about: About): readonly Note[] {
	return [
		...growingLag(about),
		...lockNotes(about, 'the lock stays held, and the other sources go on waiting'),
		...inUnit(about, 'Dump', 'a dump has no checkpoint: after a resume it begins anew'),
		...inUnit(about, 'Load', 'the load goes on from its own checkpoint after a resume'),
		...retryNotes(about),
		...keepNotes(about, 'While it is paused'),
		...(about.parts.some(({unit}) => unit === 'Sync')
			? [plain('A resume; it then writes in safe mode (REPLACE and DELETE) for about a minute.', 'undo')]
			: []),
	];
}

function resumeNotes(about: About): readonly Note[] {
	const {parts, rows} = about;
	const failed = rows.flatMap(row => {
		const error = failureOf(row.result)?.errors[0];
		if (error === undefined) return [];
		const code = error.code === null ? '' : ` ${error.code}`;
		return [matters(`${row.source} failed with error${code}: unless its cause is gone it fails again at once.`)];
	});
	const retrying = retriedParts(about).length > 0;
	const inSync = parts.some(({unit}) => unit === 'Sync');
	return [
		...failed.slice(0, 3),
		...(failed.length > 3 ? [matters(`${failed.length - 3} more have failed.`)] : []),
		...(retrying ? [plain('DM resumes it by itself too, with growing pauses; this only tries now.')] : []),
		...(inSync ? [plain('A resume turns safe mode on for about a minute (REPLACE and DELETE writes).')] : []),
	];
}

function stopNotes(about: About): readonly Note[] {
	return [
		plain('The checkpoint stays downstream: started again it goes on from there. A pause keeps everything.', 'keeps'),
		...loadNotes(about),
		...inUnit(about, 'Dump', 'what has been dumped so far is dumped anew'),
		...(about.view.locks.length === 0
			? [plain('No shard DDL lock is held by this task.')]
			: lockNotes(about, 'the lock outlives the task and may have to be unlocked with dmctl')),
		...keepNotes(about, 'To go on later'),
	];
}

function growingLag({rows}: About): readonly Note[] {
	const worst = rows.reduce<SubtaskRow | null>(
		(most, row) => ((row.lagSeconds ?? 0) > (most?.lagSeconds ?? 0) ? row : most),
		null,
	);
	if (worst === null || worst.lagSeconds === null)
		return [plain('The lag grows for as long as it is paused; DM never resumes it by itself.')];
	return [
		matters(
			`The lag is ${lagDuration(worst.lagSeconds)} (${worst.source}) and will grow; DM never resumes it by itself.`,
		),
	];
}

function lockNotes(about: About, then: string): readonly Note[] {
	const since = blockedText(about);
	return about.view.locks.map(({target, isNamedOnly, conflict}) => {
		if (isNamedOnly)
			return matters(`A DDL lock of ${target} may be there, of which DM names the ID alone: then ${then}.`);
		if (conflict !== null) return matters(`A DDL of ${target} is in conflict, and stays so until somebody decides.`);
		return matters(`A DDL of ${target} waits for other sources${since}: ${then}.`);
	});
}

/** How many sources a lock blocks, and for how long, where somebody saw each of them begin to wait. */
function blockedText({rows, seen: {nowMs, firstAnswerAtMs}}: About): string {
	const blocked = rows.flatMap(({blockedSinceMs}) => (blockedSinceMs === null ? [] : [blockedSinceMs]));
	if (blocked.length === 0) return '';
	const seenToBegin = blocked.every(sinceMs => hasBeginning(firstAnswerAtMs, sinceMs));
	return ` (${plural(blocked.length, 'source')} here${seenToBegin ? `, for ${age(Math.min(...blocked), nowMs)}` : ''})`;
}

function inUnit({parts}: About, unit: string, text: string): readonly Note[] {
	const sources = parts.filter(part => part.unit === unit).map(({source}) => source);
	return sources.length === 0 ? [] : [matters(`${firstNames(sources)} in ${unit}: ${text}.`)];
}

function retryNotes(about: About): readonly Note[] {
	const retrying = retriedParts(about);
	if (retrying.length === 0) return [];
	return [matters(`DM is retrying ${firstNames(retrying)}: a pause by hand ends that, until somebody resumes it.`)];
}

/** Not where the source's checker is off: there nobody retries. */
function retriedParts({parts, rows}: About): readonly string[] {
	const left = new Set(rows.filter(({verdict}) => verdict?.resumes === false).map(({source}) => source));
	return parts.flatMap(({source, situation}) => (situation === 'retrying' && !left.has(source) ? [source] : []));
}

function keepNotes({rows}: About, when: string): readonly Note[] {
	const known = rows.filter(row => keepsFrom(row) !== null);
	const [first] = known;
	if (first === undefined) return [];
	const more = known.length > 1 ? `, and at ${plural(known.length - 1, 'other source')} from its own place` : '';
	return [
		matters(`${when} the upstream must keep its binlog from ${keepsFrom(first)} (${first.source})${more}.`, 'binlog'),
	];
}

function loadNotes({rows}: About): readonly Note[] {
	return rows.flatMap(({source, work}) => {
		if (work?.type !== 'Load' || work.totalBytes === null || work.finishedBytes === null) return [];
		return [matters(`${source} is in Load: ${longBytes(work.finishedBytes)} of ${longBytes(work.totalBytes)} done.`)];
	});
}

function silentNotes({parts}: About): readonly Note[] {
	const silent = parts.filter(({situation}) => situation === 'silent').map(({source}) => source);
	if (silent.length === 0) return [];
	return [matters(`No answer from ${firstNames(silent)}: DM may take 30 s and then refuse.`)];
}

/** Such as `15 Running in Sync, 1 Paused in Load`. */
function countsText(parts: readonly SeenPart[]): string {
	const counts = new Map<string, number>();
	for (const {stage, unit} of parts) {
		const state = stage === null ? 'without an answer' : `${stage} in ${unit ?? '?'}`;
		counts.set(state, (counts.get(state) ?? 0) + 1);
	}
	return [...counts].map(([state, number]) => `${number} ${state}`).join(', ');
}

function rowsOf(view: TaskView, parts: readonly SeenPart[]): readonly SubtaskRow[] {
	const acted = new Set(parts.map(({source}) => source));
	return view.subtasks.filter(({source}) => acted.has(source));
}

function firstNames(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function plain(text: string, about: NoteAbout = 'costs'): Note {
	return {text, matters: false, about};
}

function matters(text: string, about: NoteAbout = 'costs'): Note {
	return {text, matters: true, about};
}

/** From which place on the upstream must keep its binlog, so that the subtask can go on; null = unknown. */
export function keepsFrom({work}: SubtaskRow): string | null {
	const place = work?.type === 'Sync' ? work.checkpoint : work?.type === 'Load' ? work.metaBinlog : null;
	return place === null ? null : placeText(place);
}
