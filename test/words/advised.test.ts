import {describe, expect, test} from 'vitest';
import {adviceFor, nowText} from '../../src/domain/advice/advice.ts';
import type {About} from '../../src/domain/advice/entry.ts';
import type {Members} from '../../src/domain/cluster.ts';
import {dmVersion} from '../../src/domain/version.ts';
import {allLocks} from '../../src/gateway/views/view-locks.ts';
import {sourcesValue} from '../../src/gateway/views/view-sources.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {type Around, aboutLock, aboutSource, aboutSubtask, aboutTask, aboutWorker} from '../../src/words/advised.ts';
import {subtaskRow, taskRow} from '../support/builder.ts';
import {caseMemory, caseOf} from '../support/cases.ts';

const members: Members = {
	leader: 'm1',
	masters: [],
	workers: [
		{name: 'worker1', address: '10.0.4.12:8262', stage: 'bound', source: 'logistics-01'},
		{name: 'worker7', address: '10.0.4.17:8262', stage: 'free', source: null},
	],
};
const around: Around = {version: dmVersion('v6.5.0', null), members, locks: []};

function nowOf(about: About): string | null {
	const advice = adviceFor(about);
	return advice === null ? null : `${advice.id}: ${nowText(advice.now)}`;
}

function read(name: string, everyMs = 3000) {
	const memory = caseMemory(name, {everyMs});
	return {memory, around: {version: dmVersion(caseOf(name).version, null), members: null, locks: allLocks(memory)}};
}

type Case = {name: string; task: string; now: string; everyMs?: number};

/** The line of the list and the part that it blames lead to the same advice. */
function check({name, task, now, everyMs}: Case) {
	const {memory, around} = read(name, everyMs);
	const row = overview(memory).tasks.find(each => each.name === task);
	const subtask = taskValue(memory, task).task?.subtasks[0];
	expect(row && nowOf(aboutTask(row, around))).toBe(now);
	expect(subtask && nowOf(aboutSubtask(task, subtask, around))).toBe(now);
}

describe('what to do about the row of a case', () => {
	test.for<Case>([
		{
			name: 'real/36027-message',
			task: 'billing',
			now: 'columns-differ: compare the table with what DM believes it to be',
		},
		{
			name: 'real/ddl-36067-says-retrying',
			task: 'orders_merge',
			now: 'ddl-unparsed: skip the DDL if the target can do without it, else replace it',
		},
		{
			name: 'real/finished-full-task-after-failover',
			task: 'inventory_full',
			now: 'dump-files-gone: is its load through, stop it; else begin it anew',
		},
		{
			name: 'real/optimistic-conflict-6.5.0',
			task: 'orders_opt',
			now: 'lock-conflict: make the tables agree: the DDL of mysql-replica-02 contradicts the others',
		},
		{
			name: 'real/validator-stopped-says-invalid-rows',
			task: 'validated',
			now: 'validator-stopped: start the validator again',
		},
		{name: 'lightning-import-mode', task: 'big', now: 'import-mode: nothing: DM tries again by itself'},
		{
			name: 'conflict-36062-65',
			task: 'crm',
			now: 'lock-conflict: make the tables agree: the DDL of mysql-01 contradicts the others',
		},
		{name: 'lock-id-leftover', task: 'crm', now: 'lock-left-over: see whether the lock exists'},
		{
			name: 'checkpoint-ahead',
			task: 'crm',
			now: 'past-upstream: see whether the upstream was switched, or its binlog file is over 4 GB',
		},
		{name: 'paused-with-connection-error', task: 'crm', now: 'paused: nothing, until it shall go on (r)'},
		{
			name: 'upstream-gone-85',
			task: 'archive',
			now: 'loading: nothing. A pause is safe: it goes on from its checkpoint',
		},
		{
			name: 'upstream-gone-85',
			task: 'crm',
			now: 'upstream-silent: see whether the upstream of mysql-01 is up and reachable',
		},
		{
			name: 'stalled-running',
			task: 'crm',
			everyMs: 60_000,
			now: 'stalled: see whether a large transaction is under way in the target',
		},
		{name: 'fields-85', task: 'd', now: 'dumping: nothing. A pause costs: the dump begins anew after it'},
	])('$name: $task', check);
});

describe('what a row knows beside its error', () => {
	test('a lag that falls needs nobody, one that grows does', () => {
		const row = (history: readonly (number | null)[]) => taskRow('pay', {word: 'warning', history});
		expect(nowOf(aboutTask(row([null, 60, 118, 105, 92]), around))).toBe('lag: nothing, while it falls');
		expect(nowOf(aboutTask(row([61, 70, 92]), around))).toContain('find out what is slow');
		expect(nowOf(aboutTask(row([92]), around))).toContain('see whether it falls');
	});

	test('a worker that fell silent: who may take over, and where it is', () => {
		const presence = {type: 'silent', sinceMs: 1, message: null} as const;
		const about = aboutSubtask('crm', subtaskRow('logistics-01', {word: 'unknown', presence}), around);
		expect(nowOf(about)).toBe('no-answer: wait about a minute: its source goes to worker7');
		expect(adviceFor(about)?.steps.flatMap(({lines}) => lines.map(({text}) => text))).toContain(
			'ssh 10.0.4.12 systemctl status dm-worker-8262',
		);
	});

	test('a source without a worker can be given one', () => {
		const presence = {type: 'unbound', sinceMs: 1, message: null} as const;
		const about = aboutSubtask('crm', subtaskRow('logistics-01', {word: 'unknown', presence}), around);
		expect(nowOf(about)).toBe('not-bound: wait a minute for worker7; else give it the source');
		expect(adviceFor(about)?.now.lines.map(({text}) => text)).toEqual(['transfer-source logistics-01 worker7']);
	});

	test('a checker that is off makes nothing go on by itself', () => {
		const checker = {enabled: false, everyMs: null, leastMs: null, mostMs: null, factor: null};
		const verdict = {
			resumes: false,
			heals: false,
			rule: '',
			of: 'subtask',
			failingSinceMs: null,
			cameBack: 0,
			fromBeginning: false,
			tries: 0,
			lastTryMs: null,
			nextTryByMs: null,
			checker,
		} as const;
		const about = aboutSubtask('crm', subtaskRow('s-01', {word: 'error', verdict}), around);
		expect(about.checkerOff).toBe(true);
	});
});

describe('locks, sources and workers', () => {
	test('a lock', () => {
		const {memory, around} = read('real/optimistic-conflict-6.5.0');
		const [lock] = allLocks(memory);
		expect(lock && nowOf(aboutLock(lock, around))).toContain('the DDL of mysql-replica-02 contradicts the others');
	});

	test('a source whose worker serves another one', () => {
		const {memory, around} = read('source-mismatch');
		const rows = sourcesValue(memory).sources.map(row => nowOf(aboutSource(row, around)));
		expect(rows).toContain('other-source: restart worker-2');
	});

	test.for([
		{stage: 'free', isSilent: false, now: 'worker-free: nothing: it takes over when another worker is gone'},
		{stage: 'bound', isSilent: false, now: 'worker-bound: nothing'},
		{stage: 'bound', isSilent: true, now: 'no-answer: wait about a minute: its source goes to worker7'},
		{stage: 'offline', isSilent: false, now: 'no-answer: wait about a minute: its source goes to worker7'},
	])('a worker that is $stage, silent $isSilent', ({stage, isSilent, now}) => {
		expect(nowOf(aboutWorker({name: 'worker1', address: null, source: 's-01', stage}, isSilent, around))).toBe(now);
	});
});
