import {execFileSync} from 'node:child_process';

/** The children of a process. */
export function childrenOf(pid: number): readonly number[] {
	const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'}).trim().split('\n');
	return lines.flatMap(line => {
		const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
		return parent === pid ? [child] : [];
	});
}

/** How a process is, in the letters of ps: `S` sleeps, `T` is stopped, `Z` has ended; null where there is none. */
export function stateOf(pid: number): string | null {
	try {
		return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'}).trim() || null;
	} catch {
		return null;
	}
}
