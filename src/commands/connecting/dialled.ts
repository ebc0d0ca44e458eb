import type {Socket} from 'node:net';

/** A connection to a gateway of which it is known whose it is. */
export type Dialled = {
	readonly socket: Socket;
	/** What the person should know of it, in words; null where there is nothing to say. */
	readonly note: string | null;
};
