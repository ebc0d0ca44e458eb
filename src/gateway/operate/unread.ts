import {nameCharacters, targetsAtOnce} from '../../wire/limits.ts';
import type {Person} from '../../wire/messages.ts';
import type {AnyTarget} from './ledger.ts';

/** An operate that nobody looked at, as far as it can be read: what the audit log says of it. */
export type UnreadAsk = {
	readonly operation: string | null;
	/** At least one. */
	readonly targets: readonly AnyTarget[];
	readonly by: Person;
};

/** Reads an operate that was turned away before it was understood; null where it is none. Never throws. */
export function unreadAsk(text: string): UnreadAsk | null {
	const ask = fieldsOf(fieldsOf(parsed(text))['ask']);
	if (ask['type'] !== 'operate') return null;
	const {user, host, sshClient} = fieldsOf(ask['by']);
	const targets = listOf(ask['targets']).slice(0, targetsAtOnce).map(targetOf);
	return {
		operation: textOf(ask['operation']),
		targets: targets.length > 0 ? targets : [targetOf(null)],
		by: {user: textOf(user), host: textOf(host), sshClient: textOf(sshClient)},
	};
}

function targetOf(value: unknown): AnyTarget {
	const {task, sources} = fieldsOf(value);
	const named = listOf(sources)
		.slice(0, targetsAtOnce)
		.flatMap(source => textOf(source) ?? []);
	return {task: textOf(task), sources: named.length > 0 ? named : null, seen: []};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? {...value} : {};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value.slice(0, nameCharacters) : null;
}
