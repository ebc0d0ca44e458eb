import {type Clock, systemClock} from '../../src/clock.ts';

/** A clock that stands still until a test lets time pass, so that no load on the machine can make anything late. */
export type TestClock = Clock & {
	/** Lets so much time pass at once; what is due meanwhile happens in its order. */
	pass(ms: number): void;
	/** Sets the clock on the wall forward, or back: the time that passes is not touched. */
	setWall(byMs: number): void;
	/** How many timers wait. */
	timers(): number;
	/** Lets everything under way get on, be it bytes on a wire or a frame, and then a little time pass. */
	turn(): Promise<void>;
	/** Takes turns until so much time has passed. */
	wait(ms: number): Promise<void>;
	/** Takes turns until the promise is settled. */
	during<T>(work: Promise<T>): Promise<T>;
	/** Takes turns until it is so; rejects with `complaint` after more turns than anything takes. */
	until(met: () => boolean, complaint: () => string): Promise<void>;
};

/** What it starts at: 2026-11-20, 14:02 UTC, unless told. */
export function createTestClock(startMs = Date.UTC(2026, 10, 20, 14, 2, 11)): TestClock {
	let passedMs = 0;
	let wallByMs = 0;
	let taken = 0;
	const wall = () => startMs + wallByMs + passedMs;
	const {now} = systemClock(wall, () => passedMs);
	const timers = new Map<number, {readonly atMs: number; readonly work: () => void}>();

	function next(): readonly [number, {readonly atMs: number; readonly work: () => void}] | null {
		let first: ReturnType<typeof next> = null;
		for (const entry of timers) if (first === null || entry[1].atMs < first[1].atMs) first = entry;
		return first;
	}

	const clock: TestClock = {
		now,
		wall,
		after(ms, work) {
			taken += 1;
			const id = taken;
			timers.set(id, {atMs: passedMs + Math.max(0, ms), work});
			return () => void timers.delete(id);
		},
		pass(ms) {
			const untilMs = passedMs + ms;
			for (let due = next(); due !== null && due[1].atMs <= untilMs; due = next()) {
				const [id, {atMs, work}] = due;
				timers.delete(id);
				passedMs = Math.max(passedMs, atMs);
				work();
			}
			passedMs = untilMs;
		},
		setWall(byMs) {
			wallByMs += byMs;
		},
		timers: () => timers.size,
		async turn() {
			await underWay();
			clock.pass(stepMs);
		},
		async wait(ms) {
			for (const untilMs = passedMs + ms; passedMs < untilMs; ) await clock.turn();
		},
		async during(work) {
			let settled = false;
			const end = () => {
				settled = true;
			};
			work.then(end, end);
			while (!settled) await clock.turn();
			return work;
		},
		async until(met, complaint) {
			for (let turn = 0; !met(); turn++) {
				if (turn > patience) throw new Error(complaint());
				await clock.turn();
			}
		},
	};
	return clock;
}

/** Short against all that the program waits for, so that nothing is over before a test could see it. */
const stepMs = 20;

/** So many turns are more than five minutes of the clock, and work for at least 15 s. */
const patience = 15_000;

/**
 * Ink draws and reads with timers of its own, which need real time to pass, if only a little; the turns after it are for
 * what crosses a socket, and is answered there.
 */
async function underWay(): Promise<void> {
	await new Promise(resolve => setTimeout(resolve, 1));
	for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
}
