import {describe, expect, test} from 'vitest';
import {dmVersion} from '../../src/domain/version.ts';
import {allLocks} from '../../src/gateway/views/view-locks.ts';
import {sourcesValue} from '../../src/gateway/views/view-sources.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {
	type Answers,
	lockAnswers,
	sourceAnswers,
	subtaskAnswers,
	taskAnswers,
	workerAnswers,
} from '../../src/words/answers.ts';
import {ago, dmError, nowMs, subtaskRow, taskRow, taskView} from '../support/builder.ts';
import {caseMemory, caseOf} from '../support/cases.ts';

const seen = {
	version: dmVersion('v6.5.0', null),
	members: {
		leader: 'm1',
		masters: [],
		workers: [
			{name: 'worker1', address: '10.0.4.12:8262', stage: 'bound', source: 'billing-01'},
			{name: 'worker7', address: '10.0.4.17:8262', stage: 'free', source: null},
		],
	},
	locks: [],
	nowMs,
	firstAnswerAtMs: ago(9000),
	wallShiftMs: 0,
};

function read(name: string) {
	const memory = caseMemory(name, {everyMs: 3000});
	return {
		memory,
		seen: {
			version: dmVersion(caseOf(name).version, null),
			members: null,
			locks: allLocks(memory),
			nowMs: memory.lastGood?.atMs ?? 0,
			firstAnswerAtMs: memory.firstGoodAtMs,
			wallShiftMs: 0,
		},
	};
}

type Case = {name: string; task: string; told: Partial<Answers>};

/** What the page of a task tells; its line in the list alone tells the same verdict, and the same of DM. */
function check({name, task, told}: Case) {
	const {memory, seen} = read(name);
	const row = overview(memory).tasks.find(each => each.name === task);
	const view = taskValue(memory, task).task;
	if (row === undefined) throw new Error(`no task ${task}`);
	expect(taskAnswers(row, view, seen)).toMatchObject(told);
	const {title, dm, since} = told;
	expect(taskAnswers(row, null, seen)).toMatchObject({title, dm, since});
}

describe('the answers about a task of a case', () => {
	const since = expect.stringMatching(/^before \d\d:\d\d, when dmtop started$/);
	test.for<Case>([
		{
			name: 'real/36027-message',
			task: 'billing',
			told: {
				title: 'needs you',
				what: "Error 36027 Column count doesn't match value count: 2 (columns) vs 3 (values) (`billing`.`accounts`)",
				where: 'mysql-replica-01 on worker1, Sync, at mysql-bin.000001:2194069',
				since,
				behind: '39.7 KiB of binlog',
				dm: 'will not retry: 36027 is on its list of errors left to a person',
			},
		},
		{
			name: 'real/ddl-36067-says-retrying',
			task: 'orders_merge',
			told: {
				title: 'needs you',
				where: 'mysql-replica-01 on worker1, Sync, at mysql-bin.000001:2192419; the other 2 are well',
				since,
				dm: 'retries for ever in vain: TiDB does not understand this DDL, which has to be skipped or replaced',
			},
		},
		{
			name: 'upstream-gone-85',
			task: 'crm',
			told: {
				title: 'look',
				what: 'The upstream does not tell its position: 10001 context deadline exceeded',
				since,
				behind: 'unknown: the upstream does not tell its position',
				dm: 'goes on by itself once its upstream answers',
			},
		},
		{
			name: 'real/optimistic-conflict-6.5.0',
			task: 'orders_opt',
			told: {
				title: 'DDL conflict',
				what: "DDL conflict on `shop`.`orders`: ADD COLUMN `price` VARCHAR(20) NOT NULL DEFAULT 'x'",
				where: 'mysql-replica-02 on worker2, Sync; the other 2 are well',
				since,
				dm: 'waits for a person: the DDLs have to be made to agree',
			},
		},
		{
			name: 'paused-with-connection-error',
			task: 'crm',
			told: {title: 'paused', what: 'Paused by a person', since, dm: 'leaves it so until a person resumes it'},
		},
		{
			name: 'validator-died',
			task: 'crm',
			told: {title: 'look', what: expect.stringMatching(/^The validator is Stopped: 43003/), since, dm: null},
		},
		{
			name: 'real/2.0.7-unbound-source-oneshot',
			task: 'billing',
			told: {title: 'caught up', what: 'Caught up: 0s behind, gap 0', since, behind: null, dm: null, now: []},
		},
	])('$name $task', check);
});

describe('the answers about one source', () => {
	test('of an error that DM leaves alone: its number, the statement, the rule, and what to do', () => {
		const row = subtaskRow('billing-01', {
			word: 'error',
			kind: 'subtask',
			stage: 'Paused',
			gap: {type: 'bytes', bytes: 4 * 1024 * 1024},
			sinceMs: null,
			seenSinceMs: ago(9000),
			result: {isCanceled: false, errors: [dmError()], detail: null},
			samples: Array.from({length: 7}, (_, index) => ({
				atMs: ago(60 - index * 10),
				lagSeconds: null,
				gapBytes: index * 3 * 1024 * 1024,
				rate: 0,
			})),
			verdict: {
				resumes: false,
				heals: false,
				rule: '"Error 1062" is on DM\'s list of DML errors to leave alone',
				of: 'subtask',
				failingSinceMs: null,
				cameBack: 0,
				fromBeginning: false,
				tries: 0,
				lastTryMs: null,
				nextTryByMs: null,
				checker: null,
			},
		});
		const {now, ...told} = subtaskAnswers(row, taskView(taskRow('billing'), [row]), seen);
		expect(told).toEqual({
			title: 'needs you',
			more: '(e: steps)',
			what: "Error 1062 Duplicate entry '1155173304420532225' for key 'PRIMARY'",
			where: 'billing-01 on worker1, Sync, INSERT INTO `shop`.`orders`',
			since: expect.stringMatching(/^before \d\d:\d\d, when dmtop started; nothing has moved since$/),
			behind: '4.0 MiB of binlog, growing 307 KiB/s',
			dm: 'will not retry: 1062 is on its list of errors left to a person',
			line: 'dmctl resume-task billing -s billing-01',
		});
		expect(now[0]).toBe('make the row equal in source and target, then r');
		expect(now[1]).toMatch(/^1 /);
	});

	test('of a retry: how DM waits, and how often it was seen to try', () => {
		const row = subtaskRow('replica-03', {
			word: 'retrying',
			stage: 'Paused',
			result: {
				isCanceled: false,
				errors: [dmError({code: 10001, rawCause: null, message: 'connection refused'})],
				detail: null,
			},
			sinceMs: ago(120),
			verdict: {
				resumes: true,
				heals: true,
				rule: '',
				of: 'subtask',
				failingSinceMs: ago(120),
				cameBack: 2,
				fromBeginning: true,
				tries: 3,
				lastTryMs: ago(10),
				nextTryByMs: ago(-32),
				checker: {enabled: true, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2},
			},
		});
		expect(subtaskAnswers(row, taskView(taskRow('search_idx'), [row]), seen)).toMatchObject({
			title: 'retrying',
			what: 'Error 10001 connection refused',
			since: expect.stringMatching(/^\d\d:\d\d \(1m\); came back 2 times, failed again$/),
			dm: 'retries by itself: tried 3 times, the last 10s ago, the next within 35s',
		});
	});

	test('of one that does not answer: the last known, and who can take over', () => {
		const row = subtaskRow('billing-01', {
			word: 'unknown',
			presence: {type: 'silent', sinceMs: ago(30), message: 'grpc request error: dial tcp 10.0.4.12:8262: refused'},
			lastSeenAtMs: ago(30),
			gap: null,
		});
		expect(subtaskAnswers(row, taskView(taskRow('crm'), [row]), seen)).toMatchObject({
			title: 'no answer',
			what: 'No answer from worker1: dial tcp 10.0.4.12:8262: refused',
			where: 'billing-01 on worker1',
			behind: expect.stringMatching(/^unknown. At \d\d:\d\d it was: Running, Sync, gap 0$/),
			dm: 'moves the source by itself once the lease has run out: worker7 is free',
		});
	});

	test('of a lag that falls: that it catches up, and nothing to do', () => {
		const lags = [118, 110, 104, 97, 92];
		const row = subtaskRow('billing-01', {
			word: 'warning',
			kind: 'lag',
			reason: 'billing-01/worker1 Sync: 92 s behind its upstream, the limit is 60 s.',
			lagSeconds: 92,
			gap: {type: 'bytes', bytes: 1_258_291},
			eta: {minSeconds: 100, maxSeconds: 110, steady: true},
			samples: lags.map((lagSeconds, index) => ({atMs: ago(50 - index * 10), lagSeconds, gapBytes: null, rate: 9})),
		});
		expect(subtaskAnswers(row, taskView(taskRow('payments'), [row]), seen)).toMatchObject({
			title: 'look',
			what: '92 s behind its upstream, the limit is 60 s',
			behind: '92s, falling 39s a minute; 1.2 MiB of binlog, 2m left at this rate',
			dm: 'is catching up by itself',
			now: expect.arrayContaining(['nothing, while it falls']),
		});
	});
});

test('the answers about a lock name who holds it up, and when it goes on', () => {
	const {memory, seen} = read('real/1.0.7-dead-worker-one-task');
	const [lock] = seen.locks;
	if (lock === undefined) throw new Error('no lock');
	expect(lockAnswers(lock, taskValue(memory, lock.task).task, seen)).toMatchObject({
		title: 'who holds it up',
		what: 'DDL lock on `shop`.`orders`: ADD COLUMN `tag` VARCHAR(32)',
		where:
			'mysql-replica-02: its `shop_2`.`orders_2` has not met the DDL; first met by mysql-replica-01 at mysql-bin.000001:8630911',
		behind: 'mysql-replica-02 has 126 B to read at most',
		dm: 'goes on by itself when mysql-replica-02 meets the DDL',
	});
});

test('the answers about a source tell of its error, and whether DM sees to it', () => {
	const {memory, seen} = read('source-mismatch');
	const row = sourcesValue(memory).sources.find(({source}) => source === 'mysql-03');
	expect(row && sourceAnswers(row, seen)).toMatchObject({
		title: 'needs you',
		what: expect.stringMatching(/^Error 40071 /),
		dm: 'does not retry an error of the source itself',
	});
	const upstream = read('upstream-gone-85');
	const gone = sourcesValue(upstream.memory).sources.find(({source}) => source === 'mysql-01');
	expect(gone && sourceAnswers(gone, upstream.seen)).toMatchObject({
		title: 'upstream silent',
		dm: 'asks its upstream again by itself',
	});
});

test('the answers about a worker tell what it serves', () => {
	const [bound, free] = seen.members.workers;
	if (bound === undefined || free === undefined) throw new Error('no workers');
	expect(workerAnswers(free, null, seen)).toMatchObject({title: 'free', what: 'Free: it can take over a source'});
	const {memory} = read('source-mismatch');
	const source = sourcesValue(memory).sources[0];
	if (source === undefined) throw new Error('no source');
	const silent = {...source, answered: false, message: 'dial tcp: refused', silentSinceMs: ago(20)};
	expect(workerAnswers(bound, silent, seen)).toMatchObject({
		title: 'no answer',
		what: 'No answer: dial tcp: refused',
		dm: 'moves the source by itself once the lease has run out: worker7 is free',
	});
});
