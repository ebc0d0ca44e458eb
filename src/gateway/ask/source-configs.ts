import type {Clock} from '../../clock.ts';
import type {DmClient} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import {failureOf} from '../../domain/failure/resume.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {Memory} from '../memory/memory.ts';
import type {SourceConfigReading} from '../memory/reading.ts';
import type {Turns} from './turns.ts';

/**
 * Asks for the configuration of each source: once, again each hour and when its worker is another one, and after a minute
 * where it failed. With `failing`, only for those whose failures would be judged by it.
 */
export type AskSourceConfigs = (
	memory: Memory,
	signal: AbortSignal,
	which?: 'all' | 'failing',
) => AsyncGenerator<SourceConfigReading>;

const askAgainEveryMs = 60 * 60_000;
const afterFailureMs = 60_000;
const atOnce = 8;
/** One hanging answer must not hold up the others. */
const patienceMs = 4000;

/** Creates it over a client; each question waits for its turn among all that are asked beside the status. */
export function createSourceConfigs(
	client: Pick<DmClient, 'readSourceConfig'>,
	clock: Clock,
	turns: Turns,
): AskSourceConfigs {
	const {now} = clock;
	const asked = new Map<string, {readonly atMs: number; readonly worker: string | null; readonly ok: boolean}>();
	let noRouteSinceMs: number | null = null;

	return async function* ask(memory, signal, which = 'all') {
		if (memory.shape !== 'sources' || (noRouteSinceMs !== null && age(noRouteSinceMs) < askAgainEveryMs)) return;
		noRouteSinceMs = null;
		for (const name of asked.keys()) if (!memory.sources.has(name)) asked.delete(name);
		const failing = which === 'failing' ? failingSources(memory) : null;
		const wanted = [...memory.sources.values()].filter(
			source => isDue(source) && (failing === null || failing.has(source.source)),
		);
		for (let start = 0; start < wanted.length; ) {
			// The first one tells whether the route exists at all; who asks once for a few does not wait for that.
			const batch = wanted.slice(start, start === 0 && which === 'all' ? 1 : start + atOnce);
			start += batch.length;
			const readings = await Promise.all(batch.map(source => turns(() => read(source, signal))));
			yield* readings.filter(reading => reading !== null);
			if (noRouteSinceMs !== null) return;
		}
	};

	function isDue({source, worker}: KnownSource): boolean {
		const last = asked.get(source);
		if (last === undefined) return true;
		if (!last.ok) return age(last.atMs) >= afterFailureMs;
		return age(last.atMs) >= askAgainEveryMs || (worker !== null && last.worker !== worker);
	}

	async function read({source, worker}: KnownSource, signal: AbortSignal): Promise<SourceConfigReading | null> {
		const over = new AbortController();
		const stop = clock.after(patienceMs, () => over.abort());
		const patience = AbortSignal.any([signal, over.signal]);
		const told = await client.readSourceConfig(source, {signal: patience}).catch(failure).finally(stop);
		signal.throwIfAborted();
		const ok = !(told instanceof DmError);
		asked.set(source, {atMs: now(), worker, ok});
		if (ok) return {type: 'source-config', ok: true, atMs: now(), source, checker: told.value.checker};
		if (told.httpStatus === 501 || told.httpStatus === 404) noRouteSinceMs = now();
		return null;
	}

	function age(sinceMs: number): number {
		return now() - sinceMs;
	}
}

/** Sources of which a subtask or the relay is paused by a failure. */
function failingSources({tasks, sources}: Memory): ReadonlySet<string> {
	const failing = new Set<string>();
	for (const {task} of tasks.values()) {
		for (const {source, subtask} of task.subtasks) {
			if (subtask?.stage === 'Paused' && failureOf(subtask.result) !== null) failing.add(source);
		}
	}
	for (const {source, relay} of sources.values()) {
		if (relay?.stage === 'Paused' && failureOf(relay.result) !== null) failing.add(source);
	}
	return failing;
}

function failure(error: unknown): DmError {
	if (error instanceof DmError) return error;
	throw error;
}
