import {writeFileSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {type Clock, systemClock} from '../../clock.ts';
import {beginCutover, type Cutover, type CutoverChange, cutover as watched} from '../../domain/cutover/cutover.ts';
import type {CutoverTask} from '../../domain/cutover/reading.ts';
import {cleanText} from '../../domain/text.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import {cutoverMarks, cutoverSince, cutoverSummary} from '../../words/cutover-text.ts';
import {duration, timeOfDay} from '../../words/format.ts';
import {width} from '../../words/width.ts';
import type {Options} from '../args/usage.ts';
import {type Asked, createAsker} from '../ask.ts';
import {exit, UsageError} from '../exit.ts';
import {personOf} from '../operating/person.ts';
import {unknownTask} from '../unknown-task.ts';
import {askAgain} from '../waiting/ask-again.ts';
import {createProgress, type ProgressIo} from '../waiting/progress.ts';
import {cutoverReading} from './cutover-readings.ts';
import {cutoverReport} from './cutover-report.ts';

export type CutoverIo = ProgressIo & {
	readonly stdout: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly version: string;
	/** Ends it: exit code 130 before all is green. */
	readonly signal: AbortSignal;
	readonly clock?: Clock;
};

type End = {readonly code: number; readonly verdict: string};

/** Watches until all is green that has to be before the target takes over, says what changes, and returns the exit code. */
export async function cutover(options: Options, io: CutoverIo): Promise<number> {
	const {clock = systemClock()} = io;
	const tasks = options.tasks.map(name => cleanText(name));
	if (options.report !== null) createReport(options.report);
	const asker = await createAsker(options, clock);
	const progress = createProgress(io);
	const over = new AbortController();
	const timeoutMs = options.timeoutMs ?? usualTimeoutMs;
	const stop = clock.after(timeoutMs, () => {
		if (known.firstGreenAtMs === null) over.abort();
	});
	let known = beginCutover({
		frozenMs: options.frozenMs ?? usualFrozenMs,
		stableMs: options.stableMs ?? usualStableMs,
		longestPauseMs: Math.max(shortestPauseMs, 3 * asker.paceMs()),
	});
	let memory: Memory | null = null;
	let told: readonly CutoverTask[] = [];
	try {
		for await (const {asked, atMs} of askAgain(asker, clock, AbortSignal.any([io.signal, over.signal]))) {
			const refused = memory === null ? refusal(asked, tasks) : null;
			if (refused !== null) return finish(refused);
			if (asked.type === 'memory') memory = asked.memory;
			const reading =
				asked.type === 'memory'
					? cutoverReading(asked.memory, tasks, atMs)
					: ({type: 'failed', atMs, message: asked.failed.message} as const);
			if (reading.type === 'told') told = reading.tasks;
			const before = known;
			known = watched(before, reading);
			tellChanges(before);
			if (known.greenSinceMs !== null && !options.stay) return finish({code: exit.fine, verdict: greenText()});
			if (known.firstGreenAtMs !== null && before.firstGreenAtMs === null) say(greenText());
			progress.show(`${tasks.join(', ')}: ${cutoverSummary(known.lines)}`);
		}
		if (!io.signal.aborted)
			return finish({
				code: exit.timeout,
				verdict: `timed out after ${duration(timeoutMs / 1000)}: ${cutoverSummary(known.lines)}`,
			});
		if (known.firstGreenAtMs === null)
			return finish({code: exit.interrupted, verdict: `interrupted: ${cutoverSummary(known.lines)}`});
		if (known.greenSinceMs !== null) return finish({code: exit.fine, verdict: greenText()});
		return finish({code: exit.trouble, verdict: `it was green, and is no longer: ${cutoverSummary(known.lines)}`});
	} finally {
		stop();
		asker.close();
	}

	function greenText(): string {
		const since = known.greenSinceMs ?? known.firstGreenAtMs ?? 0;
		const after = duration((since - (known.beganAtMs ?? since)) / 1000);
		return `${tasks.join(', ')}: all is green since ${timeOfDay(since + wallShiftMs())}, after ${after}`;
	}

	function tellChanges(before: Cutover): void {
		const seen = new Set(before.changes.map(({key, firstAtMs}) => `${firstAtMs} ${key}`));
		for (const change of known.changes) if (!seen.has(`${change.firstAtMs} ${change.key}`)) tell(change);
		// Whoever has sent writes to the target already has to hear of it.
		if (before.greenSinceMs !== null && known.greenSinceMs === null) {
			progress.end();
			const why = known.anew?.why ?? cutoverSummary(known.lines);
			io.stderr.write(`${io.terminal ? '\u0007' : ''}dmtop: NO LONGER GREEN: ${why}\n`);
		}
	}

	function tell({atMs, stepsBack, text}: CutoverChange): void {
		say(`${timeOfDay(atMs + wallShiftMs())} ${stepsBack ? 'the time begins anew: ' : ''}${text}`);
	}

	function say(text: string): void {
		progress.end();
		io.stdout.write(`${text}\n`);
	}

	function wallShiftMs(): number {
		return clock.wall() - clock.now();
	}

	function finish({code, verdict}: End): number {
		progress.end();
		const now = {nowMs: clock.now(), wallShiftMs: wallShiftMs()};
		if (known.last !== null) say(listOf(known, now));
		if (code === exit.fine) say(verdict);
		else io.stderr.write(`dmtop: ${verdict}\n`);
		if (options.report !== null) {
			const text = cutoverReport(known, {
				tasks,
				verdict,
				by: personOf(io.env),
				program: `dmtop ${io.version}`,
				dmVersion: memory?.version.label ?? '?',
				masters: options.masters,
				everyMs: asker.paceMs(),
				told,
				wallShiftMs: now.wallShiftMs,
			});
			writeFileSync(options.report, text);
		}
		return code;
	}
}

const usualFrozenMs = 30_000;
const usualStableMs = 60_000;
const usualTimeoutMs = 2 * 3_600_000;
/** A pause between two polls that is no longer than this is none. */
const shortestPauseMs = 30_000;

/** Why the first answer ends it at once. */
function refusal(asked: Asked, tasks: readonly string[]): End | null {
	if (asked.type === 'failed') {
		const {message, timedOut} = asked.failed;
		return {code: timedOut ? exit.timeout : exit.nobody, verdict: message};
	}
	const unknown = tasks.find(name => !asked.memory.tasks.has(name));
	return unknown === undefined ? null : {code: exit.usage, verdict: unknownTask(asked.memory, unknown)};
}

/** The document of an earlier one is never written over. */
function createReport(file: string): void {
	try {
		writeFileSync(file, '', {flag: 'wx'});
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		const why = code === 'EEXIST' ? 'it is there already, and is not written over' : `it cannot be written (${code})`;
		throw new UsageError(`--report ${cleanText(file)}: ${why}`);
	}
}

function listOf({lines}: Cutover, now: {readonly nowMs: number; readonly wallShiftMs: number}): string {
	const widest = Math.max(...lines.map(({title}) => width(title)));
	return lines
		.map(line => {
			const {mark} = cutoverMarks[line.state];
			return `${mark.padEnd(3)} ${line.title.padEnd(widest)}  ${line.evidence}  (${cutoverSince(line, now)})`;
		})
		.join('\n');
}
