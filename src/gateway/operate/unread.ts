import {nameCharacters, targetsAtOnce} from '../../wire/limits.ts';
import type {Person} from '../../wire/messages.ts';
import type {AnyTarget} from './ledger.ts';

/** An operate or an act that nobody looked at, as far as it can be read: what the audit log says of it. */
export type UnreadAsk = {
	readonly operation: string | null;
	/** At least one. */
	readonly targets: readonly AnyTarget[];
	readonly by: Person;
};

/** Reads what was turned away before it was understood; null where it would have changed nothing. Never throws. */
export function unreadAsk(text: string): UnreadAsk | null {
	const ask = fieldsOf(fieldsOf(parsed(text))['ask']);
	if (ask['type'] !== 'operate' && ask['type'] !== 'act') return null;
	const {user, host, sshClient} = fieldsOf(ask['by']);
	const by = {user: textOf(user), host: textOf(host), sshClient: textOf(sshClient)};
	if (ask['type'] === 'act') return {operation: textOf(ask['act']), targets: [actTargetOf(ask['target'])], by};
	const targets = listOf(ask['targets']).slice(0, targetsAtOnce).map(targetOf);
	return {operation: textOf(ask['operation']), targets: targets.length > 0 ? targets : [targetOf(null)], by};
}

function actTargetOf(value: unknown): AnyTarget {
	const {task, source, lock} = fieldsOf(value);
	const named = textOf(source);
	return {task: textOf(task), sources: named === null ? null : [named], seen: [], lock: textOf(lock)};
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
