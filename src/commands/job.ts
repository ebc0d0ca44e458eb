import type {Job} from '../tui/shell/job.ts';

/** The job that this process is, and the signal that ends it. */
export type ProcessJob = Job & {
	/** Whether a signal came that ends it. */
	readonly isEnded: () => boolean;
	/** Dies of the signal that came, so that whoever waits for the process is told of it; nothing where none came. */
	readonly die: () => void;
};

/** This process as a job. Once a signal that ends it has come, it has little time left, whatever it waits for. */
export function processJob(): ProcessJob {
	let ending: NodeJS.Signals | null = null;
	let suspend = () => {};
	let isDeaf = false;

	function die() {
		if (ending !== null) dieOf(ending);
	}

	return {
		die,
		isEnded: () => ending !== null,
		setDeaf(deaf) {
			isDeaf = deaf;
		},
		heed(on) {
			suspend = on.suspend;
			const goOn = () => {
				lookAtSize();
				on.goOn();
			};
			const end = (signal: NodeJS.Signals) => {
				if (isDeaf && typed.has(signal)) return;
				const isSecond = ending !== null;
				ending = signal;
				if (isSecond) return die();
				dieUnread(signal);
				setTimeout(die, leaveWithinMs);
				on.end();
			};
			process.on('SIGTSTP', suspend).on('SIGCONT', goOn).on('exit', on.exit);
			for (const signal of endings) process.on(signal, end);
			return () => {
				process.off('SIGTSTP', suspend).off('SIGCONT', goOn).off('exit', on.exit);
				for (const signal of endings) process.off(signal, end);
			};
		},
		stop(whom) {
			process.off('SIGTSTP', suspend);
			const fromMs = performance.now();
			// The process stands still in here, and comes back at once where no shell controls it.
			process.kill(whom === 'job' ? 0 : process.pid, 'SIGTSTP');
			const hasStopped = performance.now() - fromMs > atOnceMs;
			process.on('SIGTSTP', suspend);
			lookAtSize();
			return hasStopped;
		},
	};
}

/** As long as the way out may take after a signal. */
const leaveWithinMs = 700;

/** A terminal or a pipe that reads has read all within this time; one that does not read must not keep the program. */
const unreadAfterMs = 350;

/** Dies of a signal soon, where what was written is not read. */
function dieUnread(signal: NodeJS.Signals): void {
	setTimeout(() => {
		if (process.stdout.writableLength + process.stderr.writableLength > 0) dieOf(signal);
	}, unreadAfterMs).unref();
}

/** Dies of a signal, as if nobody had listened to it. */
function dieOf(signal: NodeJS.Signals): void {
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
}

const endings = [
	'SIGTERM',
	'SIGINT',
	'SIGHUP',
	'SIGQUIT',
	'SIGABRT',
	'SIGALRM',
	'SIGUSR2',
	'SIGXCPU',
] as const satisfies readonly NodeJS.Signals[];

/** What a key of the terminal sends to all programs of a job. */
const typed: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/** Nobody continues a program so soon after it has stopped. */
const atOnceMs = 20;

/** The size that the terminal has now: while the program stood still, nobody told it. */
function lookAtSize(): void {
	process.kill(process.pid, 'SIGWINCH');
}

/** Ends what goes on until it is interrupted or nobody reads it any more; a second signal kills as usual. */
export function interrupted(): AbortSignal {
	const controller = new AbortController();
	process.stdout.once('error', () => controller.abort());
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			controller.abort();
			dieUnread(signal);
		});
	}
	return controller.signal;
}
