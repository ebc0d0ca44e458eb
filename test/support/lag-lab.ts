import type {Position} from '../../src/domain/cluster.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {answer, running} from './cluster.ts';
import {dice} from './dice.ts';

/** What befalls the small world in which the true lag is known. */
export const lagSituations = [
	'steady',
	'behind',
	'bursts',
	'stalled checkpoint',
	'lock',
	'slow relay',
	'upstream away',
] as const;

export type LagSituation = (typeof lagSituations)[number];

/** At one poll: what the row shows, null where it shows none, and how far behind the target really is; in seconds. */
export type LagPoll = {readonly atSeconds: number; readonly shown: number | null; readonly truth: number};

/**
 * Twenty minutes of one Sync on a world whose clock and lag are its own: rows are written at known moments, executed at
 * others, and DM tells of them as it does: its checkpoint each 30 s, its own delay of the last event, which drops to 0
 * between two batches.
 */
export function lagPolls(situation: LagSituation, seed: number, everyMs = 3000): readonly LagPoll[] {
	const {next, chance} = dice(seed);
	const stepMs = 100;
	/** The checkpoint is written at no particular moment between two polls. */
	const phaseMs = stepMs * Math.floor((seed * 7919) % 30);
	/** When each row was written, and where it ends. */
	const written: {readonly atMs: number; readonly end: number}[] = [];
	let end = 4000;
	let executed = 0;
	let relayed = 0;
	let owed = 0;
	let read = 0;
	let flushed = end;
	let dm = 0;
	let memory: Memory = emptyMemory(['m:8261'], everyMs);
	const polls: LagPoll[] = [];
	for (let ms = 0; ms <= 20 * 60_000; ms += stepMs) {
		const {writes, executes, isBlocked, isUp, relays, flushes} = paces(situation, ms);
		if (isUp) {
			owed += (writes * stepMs * (0.5 + next())) / 1000;
			for (; owed >= 1; owed--) {
				end += 150 + Math.floor(next() * 200);
				written.push({atMs: ms, end});
			}
		}
		relayed = Math.min(written.length, relayed + (relays * stepMs) / 1000);
		read = isBlocked ? read : Math.min(Math.floor(relayed), read + (executes * stepMs * (0.7 + 0.6 * next())) / 1000);
		if (Math.floor(read) > executed) {
			executed = Math.floor(read);
			dm = (ms - (written[executed - 1]?.atMs ?? ms)) / 1000;
		}
		if (flushes && ms % 30_000 === phaseMs) flushed = written[executed - 1]?.end ?? flushed;
		if (ms % everyMs !== 0) continue;
		const told = chance(0.4) || executed === written.length ? 0 : Math.floor(dm);
		const oldest = written[executed];
		const truth = oldest === undefined ? 0 : (ms - oldest.atMs) / 1000;
		memory = remember(memory, {
			type: 'status',
			ok: true,
			atMs: 1_000_000 + ms,
			tookMs: 5,
			master: 'm:8261',
			version: 'v6.5.0',
			cluster: answer({
				'replica-01': {
					orders: running({
						upstream: isUp ? at(end) : null,
						checkpoint: at(flushed),
						totalEvents: executed,
						secondsBehindMaster: told,
						blockingDdls: isBlocked ? ['ALTER TABLE t ADD c INT'] : [],
					}),
				},
			}),
		});
		const shown = memory.tasks.get('orders')?.task.subtasks[0]?.lag.seconds ?? null;
		// Until two flushes were seen nothing is known of how it moves.
		if (ms > 70_000) polls.push({atSeconds: ms / 1000, shown, truth});
	}
	return polls;
}

function at(offset: number): Position {
	return {file: 'mysql-bin.000001', offset};
}

/** Rows a second, and what else holds at a moment of a situation. */
function paces(situation: LagSituation, ms: number) {
	const usual = {writes: 60, executes: 400, isBlocked: false, isUp: true, relays: 100_000, flushes: true};
	const minute = ms / 60_000;
	switch (situation) {
		case 'steady':
			return usual;
		case 'behind':
			// For five minutes the target is slower than the upstream, then it catches up.
			return {...usual, executes: minute > 3 && minute < 8 ? 35 : 90};
		case 'bursts':
			return {...usual, writes: minute % 4 > 3 ? 300 : 40, executes: 110};
		case 'stalled checkpoint':
			return {...usual, flushes: !(minute > 5 && minute < 9), executes: minute > 5 && minute < 9 ? 50 : 120};
		case 'lock':
			return {...usual, isBlocked: minute > 5 && minute < 8, executes: 150};
		case 'slow relay':
			return {...usual, relays: minute > 4 && minute < 9 ? 40 : 100};
		case 'upstream away':
			return {...usual, executes: 70, isUp: !(minute > 6 && minute < 8)};
		default:
			return situation satisfies never;
	}
}

/** How far the figures are off: how many within max(2 s, 20 %), and the worst in each direction, in seconds. */
export function lagErrors(polls: readonly LagPoll[]) {
	const told = polls.filter(({shown}) => shown !== null);
	const errors = told.map(({shown, truth}) => (shown ?? 0) - truth).sort((a, b) => a - b);
	const good = told.filter(({shown, truth}) => Math.abs((shown ?? 0) - truth) <= Math.max(2, 0.2 * truth)).length;
	const part = (share: number) => errors[Math.min(errors.length - 1, Math.floor(share * errors.length))] ?? 0;
	return {
		told: told.length / polls.length,
		good: told.length === 0 ? 1 : good / told.length,
		below: -(errors[0] ?? 0),
		median: part(0.5),
		p5: part(0.05),
		p95: part(0.95),
		above: errors.at(-1) ?? 0,
		worst: Math.max(0, ...told.map(({truth}) => truth)),
	};
}
