import {knownUnit} from '../../domain/cluster.ts';
import {failureOf, resume} from '../../domain/failure/resume.ts';
import {essence} from '../../domain/failure/sentence.ts';
import {unusableError, upstreamError} from '../../domain/failure/source-error.ts';
import {doing} from '../../domain/operation/under-way.ts';
import {byNumbers, byText} from '../../domain/order.ts';
import {gapBetween} from '../../domain/position.ts';
import {servesAnother} from '../../domain/relay/relay.ts';
import {isNearlyFull} from '../../domain/relay/relay-space.ts';
import {headline} from '../../domain/rules/parts.ts';
import {relayBehindLimitMs, spaceWords} from '../../domain/rules/warning.ts';
import {severity, subtaskStatus} from '../../domain/status.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {DmVersion} from '../../domain/version.ts';
import type {SourceRow, SourcesValue} from '../../wire/topics.ts';
import {actUnderWay} from '../memory/known-act.ts';
import {underWayOn} from '../memory/known-operation.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {Memory, NamelessWorker} from '../memory/memory.ts';
import {untimed} from './untimed.ts';

/** Sources with their relays and what depends on them, worst first; and the members. */
export function sourcesValue(memory: Memory): SourcesValue {
	const {version, members, membersNote, shape} = memory;
	const dependants = dependantsOf(memory);
	const rows = [...memory.sources.values()].map(source =>
		row(source, version, memory, dependants.get(source.source) ?? []),
	);
	rows.push(...memory.namelessWorkers.toSorted((a, b) => byNumbers(a.worker, b.worker)).map(nameless));
	rows.sort((a, b) => severity(a.word) - severity(b.word) || byText(a.source ?? '', b.source ?? ''));
	const note = shape === 'workers' ? 'DM 1.0 has no list of members.' : membersNote;
	return {sources: rows, members, membersNote: members === null ? note : null};
}

type Dependant = SourceRow['tasks'][number];

function row(source: KnownSource, version: DmVersion, memory: Memory, tasks: readonly Dependant[]): SourceRow {
	const {relay} = source;
	const operation = actUnderWay(memory.acts, it => it.task === null && it.source === source.source);
	const failed = relay?.stage === 'Paused' ? failureOf(relay.result) : null;
	const verdict = failed === null ? null : resume(failed, 'relay', version, source.checker);
	return {
		source: source.source,
		worker: source.worker,
		...judged(source, verdict?.resumes ?? null, memory.lastGood?.atMs ?? 0),
		answered: source.answered,
		absent: source.absent,
		unbound: source.unbound,
		message: source.message,
		errors: source.errors,
		silentSinceMs: source.silentSinceMs,
		lastSeenAtMs: source.lastSeenAtMs,
		relay,
		relaySinceMs: source.relaySinceMs,
		relayBehindSinceMs: source.relayBehindSinceMs,
		relaySpace: untimed(source.relaySpace),
		relayVerdict: verdict === null ? null : {resumes: verdict.resumes, rule: verdict.rule},
		gap: relay === null ? null : gapBetween(relay.upstream, relay.position),
		changedAtMs: source.changedAtMs,
		tasks,
		...pausedHere(memory, source.source),
		...(operation !== null && {operation}),
	};
}

function pausedHere({pausedBySource}: Memory, source: string): Pick<SourceRow, 'pausedHere'> {
	const paused = pausedBySource.get(source);
	return paused === undefined ? {} : {pausedHere: [...paused.keys()]};
}

function judged(source: KnownSource, resumes: boolean | null, atMs: number): {word: StatusWord; reason: string | null} {
	const error = unusableError(source.errors);
	const {relay, message} = source;
	if (error !== null) {
		const strange = servesAnother(source.errors) ? 'The worker answers for another source: ' : '';
		return {word: 'error', reason: `${strange}${headline(error)}`};
	}
	if (resumes === false) return {word: 'error', reason: relayError(source)};
	if (source.leftSinceMs !== null) {
		return {word: 'stopped', reason: 'It has left the cluster: neither the cluster nor a task names it any more.'};
	}
	if (source.unbound) return {word: 'unknown', reason: 'No worker is bound to it.'};
	if (source.absent) return {word: 'unknown', reason: "It is missing from the master's answer."};
	if (!source.answered) return {word: 'unknown', reason: message === null ? 'It does not answer.' : essence(message)};
	if (resumes === true) return {word: 'retrying', reason: relayError(source)};
	if (relay !== null && relay.stage !== 'Running') return {word: 'warning', reason: `Its relay is ${relay.stage}.`};
	const silence = upstreamError(source.errors);
	const saysWhy = message?.startsWith(noUpstream) === true;
	if (source.upstreamUnknown || saysWhy || silence !== null) {
		const why = silence !== null ? `: ${headline(silence)}` : saysWhy ? `: ${essence(message)}` : '.';
		return {word: 'warning', reason: `Its upstream does not tell its position${why}`};
	}
	if (source.relayBehindSinceMs !== null && atMs - source.relayBehindSinceMs >= relayBehindLimitMs) {
		return {word: 'warning', reason: 'Its relay has not caught up with the upstream for over a minute.'};
	}
	if (source.relaySpace !== null && isNearlyFull(source.relaySpace)) {
		return {word: 'warning', reason: `${spaceWords(source.relaySpace)} are left on the disk of its relay.`};
	}
	return {word: 'running', reason: message === null ? null : essence(message)};
}

/** What a worker says, from 2.0 on, when its upstream does not answer. */
const noUpstream = 'error when get master status';

function relayError({relay}: KnownSource): string | null {
	const [error] = relay?.result?.errors ?? [];
	return error === undefined ? null : `Relay: ${headline(error)}`;
}

function dependantsOf({tasks, lastGood, operations}: Memory): ReadonlyMap<string, readonly Dependant[]> {
	const bySource = new Map<string, Dependant[]>();
	for (const {task} of tasks.values()) {
		for (const it of task.goneAtMs === null ? task.subtasks : []) {
			const {word, label} = subtaskStatus(task, it, lastGood?.atMs ?? 0);
			const under = underWayOn(operations, task.name, it.source);
			const work = it.subtask?.work ?? null;
			const list = bySource.get(it.source) ?? [];
			list.push({
				task: task.name,
				word,
				label: under === null ? label : `${doing[under.operation]}...`,
				stage: it.subtask?.stage ?? null,
				unit: work === null ? null : knownUnit(work),
				binlogType: work?.type === 'Sync' ? work.binlogType : null,
				checkpoint: work?.type === 'Sync' ? work.checkpoint : null,
			});
			bySource.set(it.source, list);
		}
	}
	for (const list of bySource.values()) {
		list.sort((a, b) => severity(a.word) - severity(b.word) || byText(a.task, b.task));
	}
	return bySource;
}

function nameless({worker, message}: NamelessWorker): SourceRow {
	const why = message === null ? '' : ` (${essence(message)})`;
	return {
		source: null,
		worker,
		word: 'unknown',
		reason: `The worker does not answer${why}; DM 1.0 does not say which source it has.`,
		answered: false,
		absent: false,
		unbound: false,
		message,
		errors: [],
		silentSinceMs: null,
		lastSeenAtMs: null,
		relay: null,
		relaySinceMs: null,
		relayBehindSinceMs: null,
		relaySpace: null,
		relayVerdict: null,
		gap: null,
		changedAtMs: null,
		tasks: [],
	};
}
