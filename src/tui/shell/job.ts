/** The program as a job of a shell: what signals do to it, and how it stops itself. */
export type Job = {
	/** Calls back at what happens, until the returned function is called. */
	readonly heed: (on: JobEvents) => () => void;
	/** While it is deaf, what is typed at the terminal to interrupt is for another program that has the terminal. */
	readonly setDeaf: (isDeaf: boolean) => void;
	/** Stops this program, or all of its job, until somebody continues it; false where nobody can. */
	readonly stop: (whom: 'program' | 'job') => boolean;
};

export type JobEvents = {
	/** It shall stop. */
	readonly suspend: () => void;
	/** It goes on after a stop that it may not have known of. */
	readonly goOn: () => void;
	/** It shall end. */
	readonly end: () => void;
	/** The process ends now, for whatever reason; nothing is waited for any more. */
	readonly exit: () => void;
};
