import {expect, test} from 'vitest';
import type {SourceAnswer} from '../../../src/domain/cluster.ts';
import {overview} from '../../../src/gateway/views/views.ts';
import {answer, paused, relay, running, subtasksOf} from '../../support/cluster.ts';
import {recordedMemory, sourcesOf, taskOf} from '../../support/recorded.ts';
import {remembered} from '../../support/remembered.ts';

test('what depends on a source: the worst first, then by name', () => {
	const orders = {
		e: running(),
		d: paused(36062),
		c: running({}, {stage: 'Finished'}),
		b: running(),
		a: paused(),
	};
	const memory = remembered([[0, answer({r1: orders})]]);
	const found = sourcesOf(memory).sources[0]?.tasks.map(({task, word}) => `${task} ${word}`);
	expect(found).toEqual(['d error', 'a paused', 'b running', 'e running', 'c finished']);
});

const says =
	'error when get master status: [code=10001:class=database], Message: driver error, RawCause: dial tcp: refused';
const silentUpstream = running({upstream: null});

test.each<[string, Partial<SourceAnswer>, word: string, reason: string | null]>([
	['all is well', {subtasks: subtasksOf({a: running()})}, 'running', null],
	[
		'a Sync does not know where its upstream is',
		{subtasks: subtasksOf({a: silentUpstream})},
		'warning',
		'Its upstream does not tell its position.',
	],
	['one of two knows', {subtasks: subtasksOf({a: silentUpstream, b: running()})}, 'running', null],
	['its relay knows', {relay: relay(), subtasks: subtasksOf({a: silentUpstream})}, 'running', null],
	[
		'its relay does not know either',
		{relay: relay({upstream: null}), subtasks: subtasksOf({a: silentUpstream})},
		'warning',
		'Its upstream does not tell its position.',
	],
	[
		'its worker says so',
		{subtasks: [], message: says},
		'warning',
		'Its upstream does not tell its position: 10001 dial tcp: refused',
	],
	['its worker says something else', {subtasks: [], message: 'hello'}, 'running', 'hello'],
	[
		'it does not answer',
		{answered: false, message: 'connection refused', subtasks: subtasksOf({a: silentUpstream})},
		'unknown',
		'connection refused',
	],
])('a source: %s', (_, told, word, reason) => {
	expect(sourcesOf(remembered([[0, answer({r1: told})]])).sources[0]).toMatchObject({word, reason});
});

test('2.0.7 without relay: the upstream of a source is down, and its subtask says what its worker says', () => {
	const memory = recordedMemory({version: 'v2.0.7', answers: [[9, '2.0.7-relay-off/upstream-down/early.json']]});
	const cause = 'dial tcp 127.0.0.1:3307: connect: connection refused';
	const row = sourcesOf(memory).sources.find(({source}) => source === 'mysql-replica-02');
	expect(row).toMatchObject({
		word: 'warning',
		reason: `Its upstream does not tell its position: 10001 ${cause}`,
		message: expect.stringContaining(cause),
	});
	const said = taskOf(memory, 'orders_merge').subtasks.map(({source, sourceMessage}) => [source, sourceMessage]);
	expect(said).toEqual([
		['mysql-replica-02', expect.stringMatching(/^error when get master status: /)],
		['mysql-replica-01', null],
		['mysql-replica-03', null],
	]);
});

test('a unit that DM does not name is none', () => {
	const unnamed = running({}, {stage: 'New', work: {type: 'Other', unit: 'InvalidUnit'}});
	expect(sourcesOf(remembered([[0, answer({r1: {a: unnamed}})]])).sources[0]?.tasks[0]?.unit).toBeNull();
});

test('workers of which no source is known: by their numbers', () => {
	const {sources, ...rest} = answer({a: {answered: false}, b: {answered: false}, c: {answered: false}}, 'workers');
	const ports = ['w10:8262', 'w2:8262', 'w1:8262'];
	const nameless = sources.map((entry, index) => ({...entry, source: null, worker: ports[index] ?? ''}));
	const memory = remembered([[0, {...rest, sources: nameless}]], null);
	expect(sourcesOf(memory).sources.map(({worker}) => worker)).toEqual(['w1:8262', 'w2:8262', 'w10:8262']);
	expect(overview(memory).notes).toHaveLength(3);
});
