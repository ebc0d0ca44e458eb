import {adviceFor} from '../domain/advice/advice.ts';
import type {About, Advice, Key} from '../domain/advice/entry.ts';

/** What to do about it; null where nothing is known, or nothing is to be done. */
export function whatToDo(about: About): Advice | null {
	const advice = adviceFor(about);
	// Some say what may be done although nothing has to be.
	return advice === null || /^nothing\b/.test(advice.now.text) ? null : advice;
}

/** The one thing to do, without a key of the full screen: `make the row equal in source and target, then resume it`. */
export function nowSentence({now: {text, next}}: Advice): string {
	const verb = next === null ? undefined : commandOf(next);
	return verb === undefined ? text : `${text}, then ${verb} it`;
}

/** The command that does what a key of the full screen does; undefined where there is none. */
export function commandOf(key: Key): string | undefined {
	return commands.get(key);
}

const commands: ReadonlyMap<Key, string> = new Map([
	['p', 'pause'],
	['r', 'resume'],
	['X', 'stop'],
	['e', 'status'],
] as const);
