import type {Socket} from 'node:net';

/** A connection to a gateway of which it is known whose it is. */
export type Dialled = {
	readonly socket: Socket;
	/** What the person should know of it, null where there is nothing to say. */
	readonly note: GatewayNote | null;
};

export type GatewayNote = {
	readonly text: string;
	/** Somebody has to compare it with what another one tells, so it has to be readable as a whole. */
	readonly isToCompare: boolean;
};
