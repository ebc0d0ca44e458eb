import {UsageError} from '../exit.ts';
import {meantInstead} from './nearest.ts';

/** What a name is of that follows a verb; of a `new` one nobody knows it yet. */
export type Named = 'task' | 'source' | 'lock' | 'token' | 'new';

/** What may follow the commands that do several things, and of what a name behind it is; null = nothing follows. */
export const verbs = {
	relay: {pause: 'source', resume: 'source', start: 'source'},
	lock: {list: null, unlock: 'lock'},
	source: {pause: 'source', resume: 'source'},
	validation: {start: 'task', stop: 'task'},
	token: {add: 'new', list: null, revoke: 'token'},
	config: {init: null, check: null, show: null},
} as const satisfies Readonly<Record<string, Readonly<Record<string, Named | null>>>>;

export type Verbed = keyof typeof verbs;

/**
 * The verb behind a command, and the name behind that; empty where none follows. Throws a UsageError with one sentence
 * where there is no such verb, or a name too many or too few.
 */
export function verbOf<Name extends Verbed>(
	command: Name,
	argument: string | null,
): {readonly verb: keyof (typeof verbs)[Name] & string; readonly name: string} {
	const known: Readonly<Record<string, Named | null>> = verbs[command];
	const [, verb = '', name = ''] = /^(\S*)\s*(.*)$/s.exec(argument ?? '') ?? [];
	const follows = Object.hasOwn(known, verb) ? known[verb] : undefined;
	if (!isVerb(verb, command) || follows === undefined) {
		const words = Object.keys(known);
		const near = meantInstead(verb, words);
		throw new UsageError(`${command}: received "${verb}"${near}, expected one of ${words.join(', ')}`);
	}
	if (follows === null && name !== '')
		throw new UsageError(`${command} ${verb} takes no "${name}"; see dmtop help ${command}`);
	if (follows !== null && name === '') throw new UsageError(`${command} ${verb} needs ${followingWords[follows]}`);
	return {verb, name};
}

function isVerb<Name extends Verbed>(verb: string, command: Name): verb is keyof (typeof verbs)[Name] & string {
	return Object.hasOwn(verbs[command], verb);
}

const followingWords = {
	task: 'the name of a task',
	source: 'a source',
	lock: 'the ID of a lock (dmtop lock list)',
	token: 'the name of a token (dmtop token list)',
	new: 'a name',
} as const satisfies Record<Named, string>;
