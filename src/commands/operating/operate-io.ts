import type {Readable, Writable} from 'node:stream';
import type {Clock} from '../../clock.ts';

/** Where a command that acts reads, writes and asks, and what interrupts it. */
export type OperateIo = {
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Somebody reads stderr and types to stdin. */
	readonly terminal: boolean;
	/** Interrupts: what has not been sent yet is not sent any more. */
	readonly signal: AbortSignal;
	/** Where the audit log is; by default at its place on this system. */
	readonly auditPath?: string;
	readonly clock?: Clock;
};
