import {describe, expect, test} from 'vitest';
import type {Position, Relay, Validation} from '../../../src/domain/cluster.ts';
import {beginCutover, type Cutover, type CutoverCheck, cutover} from '../../../src/domain/cutover/cutover.ts';
import type {CutoverPart, CutoverReading, CutoverTask} from '../../../src/domain/cutover/reading.ts';
import {sync} from '../../support/builder.ts';

const terms = {frozenMs: 30_000, stableMs: 60_000, longestPauseMs: 30_000};

function at(offset: number, file = 'mysql-bin.000003'): Position {
	return {file, offset};
}

/** A part that is where its upstream is, but for what is told otherwise. */
function part({work = {}, ...other}: Other = {}): CutoverPart {
	return {
		source: 'replica-01',
		worker: 'worker1',
		presence: {type: 'here'},
		stage: 'Running',
		work: sync({upstream: at(1000), checkpoint: at(1000), upstreamGtid: '0-1-9', checkpointGtid: '0-1-9', ...work}),
		lockId: null,
		sourceErrors: [],
		relay: null,
		busySinceMs: null,
		validation: null,
		...other,
	};
}

type Other = Partial<Omit<CutoverPart, 'work'>> & {readonly work?: Parameters<typeof sync>[0]};

function task(parts: readonly CutoverPart[], other: Partial<CutoverTask> = {}): CutoverTask {
	return {name: 'orders', parts, unheard: [], isGone: false, sourcesPending: false, ...other};
}

/** Each step is so many seconds after the one before; a text is a poll that failed. */
function watched(...steps: readonly (readonly [number, CutoverTask | string])[]): Cutover {
	let atMs = 0;
	let known = beginCutover(terms);
	for (const [afterSeconds, told] of steps) {
		atMs += afterSeconds * 1000;
		const reading: CutoverReading =
			typeof told === 'string' ? {type: 'failed', atMs, message: told} : {type: 'told', atMs, tasks: [told]};
		known = cutover(known, reading);
	}
	return known;
}

function stateOf({lines}: Cutover, id: CutoverCheck): string {
	const line = lines.find(it => it.id === id);
	return `${line?.state}: ${line?.evidence}`;
}

const good = task([part()]);

/** Polls of the same, each ten seconds, for so long. */
function lasting(told: CutoverTask, seconds: number): (readonly [number, CutoverTask])[] {
	return Array.from({length: seconds / 10}, () => [10, told] as const);
}

test('is green once all has been so for as long as it has to', () => {
	expect(watched([0, good]).lines.map(({state}) => state)).toEqual([
		...Array.from({length: 6}, () => 'green'),
		...Array.from({length: 3}, () => 'waiting'),
	]);
	expect(watched([0, good], ...lasting(good, 50)).greenSinceMs).toBeNull();
	const after = watched([0, good], ...lasting(good, 70));
	expect(after).toMatchObject({greenSinceMs: 60_000, firstGreenAtMs: 60_000, anew: null});
	expect(after.lines.map(({sinceMs}) => sinceMs)).toEqual(Array.from({length: 9}, () => 0));
});

describe('what is not green', () => {
	function check({told, line, says}: Case) {
		const after = watched([0, told], ...lasting(told, 90));
		expect(stateOf(after, line)).toBe(says);
		expect(after.greenSinceMs).toBeNull();
	}

	type Case = {readonly told: CutoverTask; readonly line: CutoverCheck; readonly says: string};

	const relay: Relay = {
		stage: 'Running',
		upstream: at(1000),
		upstreamGtid: null,
		position: at(1000),
		gtid: null,
		directory: null,
		caughtUp: true,
		result: null,
	};
	const clean: Validation = {
		mode: 'full',
		stage: 'Running',
		position: at(1000),
		gtid: null,
		cutoverPosition: null,
		cutoverGtid: null,
		result: null,
		processedRows: null,
		pendingRows: {insert: 0, update: 0, delete: 0},
		errorRows: {new: 0, ignored: 0, resolved: 0},
		said: {processed: null, pending: null, errors: null},
	};
	const silent = {presence: {type: 'silent', sinceMs: 0, message: null}} as const;

	test.for<Case>([
		{told: task([part(silent)]), line: 'answers', says: 'unknown: replica-01: its source does not answer'},
		{told: task([part(silent)]), line: 'gap', says: 'unknown: replica-01: its source does not answer'},
		{
			told: task([part(silent)]),
			line: 'frozen',
			says: 'unknown: replica-01: its source does not answer',
		},
		{told: task([]), line: 'answers', says: 'unknown: orders is on no source that is known'},
		{told: task([], {isGone: true}), line: 'answers', says: 'red: orders: DM does not know it'},
		{
			told: task([part()], {sourcesPending: true}),
			line: 'answers',
			says: 'unknown: orders: its configuration has not been read yet',
		},
		{
			told: task([part()], {unheard: [{who: 'worker w2', trouble: 'does not answer'}]}),
			line: 'answers',
			says: 'unknown: worker w2 does not answer and may have a part of orders',
		},
		{told: task([part({stage: 'Paused'})]), line: 'sync', says: 'red: replica-01: it is Paused'},
		{
			told: task([part({busySinceMs: 1})]),
			line: 'sync',
			says: 'unknown: replica-01: its worker is busy and tells no figures',
		},
		{
			told: task([part({work: {blockingDdls: ['ALTER TABLE a ADD b INT']}})]),
			line: 'locks',
			says: 'red: replica-01: a shard DDL lock is open',
		},
		{
			told: task([part({work: {conflictMessage: 'conflict'}})]),
			line: 'locks',
			says: 'red: replica-01: a shard DDL lock is open',
		},
		{
			told: task([part({relay: {...relay, stage: 'Paused'}})]),
			line: 'relay',
			says: 'red: replica-01: its relay is Paused',
		},
		{
			told: task([part({relay: {...relay, position: at(900)}})]),
			line: 'relay',
			says: 'red: replica-01: its relay has not caught up',
		},
		// The relay asked later, and the upstream had gone on.
		{
			told: task([part({relay: {...relay, position: at(1100), upstream: at(1100)}})]),
			line: 'gap',
			says: 'red: replica-01: its relay saw the upstream elsewhere',
		},
		{
			told: task([part({work: {checkpoint: at(900)}}), part({source: 'replica-02', work: {checkpoint: at(1)}})]),
			line: 'gap',
			says: 'red: replica-01: its checkpoint is 100 bytes behind (and 1 more)',
		},
		{
			told: task([part({work: {checkpoint: at(1100)}})]),
			line: 'gap',
			says: 'red: replica-01: its checkpoint is past the upstream',
		},
		// Another server may be at the same position.
		{
			told: task([part({work: {checkpointGtid: '0-1-8'}})]),
			line: 'gap',
			says: 'unknown: replica-01: its GTID set is not that of the upstream, at the same position',
		},
		{
			told: task([part({work: {upstream: null}})]),
			line: 'frozen',
			says: "unknown: replica-01: its upstream's position is not known",
		},
		{
			told: task([part({validation: {...clean, errorRows: {new: 1, ignored: 0, resolved: 0}}})]),
			line: 'validator',
			says: 'red: replica-01: 1 row differs',
		},
		{
			told: task([part({validation: {...clean, position: null}})]),
			line: 'validator',
			says: 'unknown: replica-01: its validator has told no position yet',
		},
		{
			told: task([part({validation: {...clean, position: at(800)}})]),
			line: 'validator',
			says: 'red: replica-01: its validator is at mysql-bin.000003:800',
		},
		{
			told: task([part({validation: {...clean, stage: 'Stopped'}})]),
			line: 'validator',
			says: 'red: replica-01: its validator is Stopped',
		},
		{
			told: task([part({validation: {...clean, errorRows: null}})]),
			line: 'validator',
			says: 'unknown: replica-01: how many rows differ is not told',
		},
	])('$line is $says', check);

	test('a validator that is there and clean is no obstacle, nor is a relay at the upstream', () => {
		const told = task([part({validation: clean, relay})]);
		expect(watched([0, told], ...lasting(told, 60)).greenSinceMs).toBe(60_000);
	});

	test('blanks and the order of a GTID set make no difference', () => {
		const told = task([part({work: {upstreamGtid: 'A:1-3,\nb:1-2', checkpointGtid: 'b:1-2,a:1-3'}})]);
		expect(watched([0, told], ...lasting(told, 60)).greenSinceMs).toBe(60_000);
	});
});

describe('the time begins anew', () => {
	function check({between, why}: Case) {
		const before = [[0, good] as const, ...lasting(good, 90)];
		const after = watched(...before, ...between);
		expect(after.greenSinceMs).toBeNull();
		expect(after.anew?.why).toBe(why);
		expect(after.changes.filter(({stepsBack}) => stepsBack).map(({text}) => text)).toContain(
			why.startsWith('the upstream') ? `${why}, after all had been green` : why,
		);
		const again = watched(...before, ...between, [10, good], ...lasting(good, 40));
		expect(again.greenSinceMs).toBeNull();
		expect(watched(...before, ...between, [10, good], ...lasting(good, 60)).greenSinceMs).not.toBeNull();
	}

	type Case = {readonly between: readonly (readonly [number, CutoverTask | string])[]; readonly why: string};

	test.for<Case>([
		{between: [[10, 'refused']], why: 'no answer: refused'},
		{between: [[45, good]], why: 'nobody watched for 45 s'},
		{between: [[-600, good]], why: 'nobody watched for 600 s'},
		{between: [[10, task([part({worker: 'worker2'})])]], why: 'replica-01 moved from worker1 to worker2'},
		{
			between: [[10, task([part({work: {totalEvents: 3}})])]],
			why: 'replica-01 counts its events anew: it was started again',
		},
		{
			between: [[10, task([part(), part({source: 'replica-02'})])]],
			why: 'replica-02 was not there before',
		},
		{
			between: [[10, task([part({work: {checkpoint: at(900)}})])]],
			why: 'the checkpoint of replica-01 went back from mysql-bin.000003:1000 to mysql-bin.000003:900',
		},
		{
			between: [[10, task([part({stage: 'Paused'})])]],
			why: 'no longer "all Running in Sync": replica-01: it is Paused',
		},
		{
			between: [[10, task([part({work: {upstream: at(1200), checkpoint: at(1200)}})])]],
			why: 'the upstream of replica-01 moved from mysql-bin.000003:1000 to mysql-bin.000003:1200',
		},
	])('$why', check);

	test('of a server that took the place of the upstream', () => {
		const other = task([part({work: {upstream: at(700), checkpoint: at(700)}})]);
		const after = watched([0, good], ...lasting(good, 90), [10, other], ...lasting(other, 50));
		expect(after).toMatchObject({
			greenSinceMs: null,
			anew: {why: 'the checkpoint of replica-01 went back from mysql-bin.000003:1000 to mysql-bin.000003:700'},
		});
	});

	test('where there are no GTID sets, a checkpoint that has not moved since is a place on the server before', () => {
		const without = {upstreamGtid: null, checkpointGtid: null};
		const first = task([part({work: {...without, checkpoint: at(400)}})]);
		const other = task([part({work: {...without, upstream: at(400), checkpoint: at(400)}})]);
		const after = watched([0, first], ...lasting(first, 90), [10, other], ...lasting(other, 120));
		expect(stateOf(after, 'gap')).toBe(
			'unknown: replica-01: its upstream is another one, and its checkpoint has not moved since',
		);
		const moved = task([part({work: {...without, upstream: at(500), checkpoint: at(500)}})]);
		const later = watched([0, first], ...lasting(first, 90), [10, other], [10, moved], ...lasting(moved, 60));
		expect(later.greenSinceMs).not.toBeNull();
	});
});

test('writes before anything stood still are no step back', () => {
	const moving = Array.from(
		{length: 20},
		(_, index) => [3, task([part({work: {upstream: at(1000 + index), checkpoint: at(1000 + index)}})])] as const,
	);
	expect(watched(...moving)).toMatchObject({anew: null, greenSinceMs: null});
	expect(watched(...moving).changes.filter(({stepsBack}) => stepsBack)).toEqual([]);
});

test('the same within a minute is one change with a count, and the oldest go', () => {
	const flapping = Array.from({length: 6}, (_, index) => [3, index % 2 === 0 ? good : 'refused'] as const);
	const {changes} = watched(...flapping);
	expect(changes.filter(({text}) => text === 'no answer: refused')).toMatchObject([{count: 3}]);
});
