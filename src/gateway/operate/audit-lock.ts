import fs from 'node:fs';
import {hostname} from 'node:os';
import {isAlive} from '../ask/alive.ts';

/**
 * Does a short piece of work on a file while no other program of dmtop does, on this host or on another one that shares
 * the folder. The lock is a symbolic link beside the file that names its holder: made in one step, read in one step.
 * That of a program that is no more is broken, and that of one which holds it far longer than any line takes. Throws
 * where the lock cannot be made, and what the work throws.
 */
export function underLock<T>(file: string, work: () => T): T {
	const lock = `${file}.lock`;
	holds += 1;
	const me = `${process.pid}@${hostname()}:${holds}`;
	take(lock, me);
	try {
		return work();
	} finally {
		// Whoever found it too slow has broken it, and another may hold it now.
		if (holderOf(lock) === me) fs.unlinkSync(lock);
	}
}

let holds = 0;

function take(lock: string, me: string): void {
	let since = {holder: '', tries: 0};
	for (let tries = 0; tries < mostTries; tries++) {
		try {
			fs.symlinkSync(me, lock);
			return;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		}
		const holder = holderOf(lock);
		if (holder === null) continue;
		since = holder === since.holder ? {holder, tries: since.tries + 1} : {holder, tries: 0};
		if (isDead(holder) || since.tries >= staleTries) breakLock(lock, holder, me);
		else Atomics.wait(nothing, 0, 0, pauseMs);
	}
	throw new Error('another program keeps it busy');
}

/** A line takes a fraction of a millisecond. */
const pauseMs = 5;
/** Two seconds of one holder. */
const staleTries = 400;
const mostTries = 2000;

/** Never changes: to wait for it is to wait. */
const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Null where nobody holds it. What is no link is held by nobody who can be named. */
function holderOf(lock: string): string | null {
	try {
		return fs.readlinkSync(lock);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EINVAL' ? 'unknown' : null;
	}
}

function isDead(holder: string): boolean {
	const [, pid = '', host = ''] = /^(\d{1,10})@(.*):\d+$/.exec(holder) ?? [];
	return host === hostname() && !isAlive(Number(pid));
}

/** Takes away the lock of a holder; where another one has it by now, that one gets it back. */
function breakLock(lock: string, holder: string, me: string): void {
	const aside = `${lock}.${me.replaceAll(/[^\w-]/g, '-')}`;
	try {
		fs.renameSync(lock, aside);
		const taken = holderOf(aside);
		fs.unlinkSync(aside);
		if (taken !== null && taken !== holder) fs.symlinkSync(taken, lock);
	} catch {
		// Another program was faster; the next try tells.
	}
}
