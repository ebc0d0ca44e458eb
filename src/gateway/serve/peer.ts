import type {CloseCode} from '../../wire/close-codes.ts';

/** One viewer's end of the wire, as the hub needs it. */
export type Peer = {
	/** Who it is, for people, such as `127.0.0.1:51712`. */
	readonly name: string;
	/** Sends a text; `sent` is called when it has left this process, or cannot any more. */
	send(text: string, sent: () => void): void;
	/** Closes the connection; the reason is for people. */
	close(code: CloseCode, reason: string): void;
	/** How much has been sent that has not left this process yet. */
	bufferedBytes(): number;
};
