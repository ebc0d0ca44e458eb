import type {CloseCode} from '../../wire/close-codes.ts';
import type {Visitor} from './visitor.ts';

/** One viewer's end of the wire, as the hub needs it. */
export type Peer = {
	readonly visitor: Visitor;
	/** Sends a text; `sent` is called when it has left this process, or cannot any more. */
	send(text: string, sent: () => void): void;
	/** Closes the connection; the reason is for people. */
	close(code: CloseCode, reason: string): void;
	/** How much has been sent that has not left this process yet. */
	bufferedBytes(): number;
};
