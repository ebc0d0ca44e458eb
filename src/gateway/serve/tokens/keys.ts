import {createHash, timingSafeEqual} from 'node:crypto';
import type {Role} from '../visitor.ts';

/** A token of which only the hash is known: whose it is, and what it allows. */
export type Key = {
	/** Null: the one of a program's own gateway. */
	readonly name: string | null;
	readonly role: Role;
	/** SHA-256 of the token, in hex. */
	readonly hash: string;
};

/** The tokens that open a gateway's door now. */
export type Keys = {
	readonly all: () => readonly Key[];
	/** Calls back after every change; the returned function takes that back. */
	readonly onChange: (work: () => void) => () => void;
};

/**
 * The hash under which a token is kept. One round of SHA-256 is enough: a token is 256 bits of chance, not a word that
 * somebody thought of, so there is nothing to guess that a slow hash would protect; and it costs nobody time to refuse one.
 */
export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** The key of a token as it was shown; null where there is none. All are compared, each in the same time. */
export function keyOf(token: string, keys: readonly Key[]): Key | null {
	const shown = Buffer.from(hashOf(token), 'hex');
	let found: Key | null = null;
	for (const key of keys) if (timingSafeEqual(shown, Buffer.from(key.hash, 'hex'))) found = key;
	return found;
}

/** One token that is never changed, for a gateway that one program starts for itself. */
export function oneKey(token: string): Keys {
	const only: readonly Key[] = [{name: null, role: 'admin', hash: hashOf(token)}];
	return {all: () => only, onChange: () => () => {}};
}
