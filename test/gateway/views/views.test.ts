import {expect, test} from 'vitest';
import {listTable} from '../../../src/commands/table.ts';
import {judged, judgedOverview} from '../../../src/commands/telling/judged.ts';
import {translateMembers} from '../../../src/dm/answer/members.ts';
import {remember} from '../../../src/gateway/memory/memory.ts';
import {overview, taskValue} from '../../../src/gateway/views/views.ts';
import {answer, at, running} from '../../support/cluster.ts';
import {recordedMemory} from '../../support/recorded.ts';
import {fixture} from '../../support/recordings.ts';
import {remembered} from '../../support/remembered.ts';
import {withMembers} from '../../support/viewer.ts';

const gone = '2.0.7-relay-off';
const all = '4 of 4 workers are offline: there may be tasks that no answer tells of (4 shows the workers)';

test('2.0.7: an empty answer while every worker is offline is not an empty cluster', () => {
	const answers = [[1, '2.0.7-all-workers-dead/status.json']] as const;
	const memory = withMembers(recordedMemory({version: 'v2.0.7', answers}), '2.0.7-all-workers-dead/members.json');
	expect(overview(memory)).toMatchObject({tasks: [], notes: [all]});
	expect(judged(memory, null)).toBe(1);
	expect(judgedOverview(overview(memory))).toBe(1);
	const text = listTable(overview(memory), 0);
	expect(text).toContain(all);
	expect(text).not.toContain('The cluster has no task');
});

test.each([
	['6.5.0: no task yet', '6.5.0/empty/status.json', '6.5.0/empty/members.json'],
	['26.3.3: no task yet', '26.3.3-head/empty/status.json', '26.3.3-head/empty/members.json'],
	[
		'8.5.7: some workers are offline',
		'8.5.7/worker-dead/failed-over.json',
		'8.5.7/worker-dead/members-failed-over.json',
	],
	['2.0.7: sources, and no task yet', '2.0.7/empty/status-sources-only.json', '2.0.7/empty/members-bound.json'],
	[
		'2.0.7: some workers are offline',
		`${gone}/worker-dead/source-not-bound.json`,
		'2.0.7/worker-dead/members-not-bound.json',
	],
])('%s', (_, status, members) => {
	const memory = withMembers(recordedMemory({version: null, answers: [[1, status]]}), members);
	expect(overview(memory).notes.filter(note => note.includes('offline'))).toEqual([]);
});

test('one worker is one, and a source that answers proves the list of members wrong', () => {
	const told = translateMembers(fixture('2.0.7-all-workers-dead/members.json'));
	const members = {...told, workers: told.workers.slice(0, 1)};
	const reading = {type: 'members', ok: true, atMs: 0, members, note: null} as const;
	const empty = remember(remembered([[0, answer({})]]), reading);
	expect(overview(empty).notes).toEqual([expect.stringMatching(/^1 of 1 worker is offline: /)]);
	expect(overview(remember(remembered([[0, answer({r1: {}})]]), reading)).notes).toEqual([]);
	const none = remember(remembered([[0, answer({})]]), {...reading, members: {...members, workers: []}});
	expect(overview(none).notes).toEqual([]);
	expect(judged(none, null)).toBe(0);
});

test('what its upstream has written since a dump began is told where it was seen', () => {
	const dump = running(
		{},
		{
			work: {
				type: 'Dump',
				totalTables: null,
				completedTables: null,
				finishedBytes: null,
				finishedRows: null,
				estimateTotalRows: null,
				bytesPerSecond: null,
				progress: null,
			},
		},
	);
	const load = running(
		{},
		{
			work: {
				type: 'Load',
				finishedBytes: null,
				totalBytes: null,
				progress: null,
				metaBinlog: at(1400),
				metaBinlogGtid: null,
				bytesPerSecond: null,
			},
		},
	);
	const told = (...polls: readonly Parameters<typeof remembered>[0][number][]) =>
		taskValue(remembered(polls), 'orders').task?.subtasks[0]?.writtenSinceDump;
	const other = (offset: number) => ({crm: running({upstream: at(offset), checkpoint: at(offset)})});
	const before = [0, answer({r1: other(1000)})] as const;
	expect(told(before, [10, answer({r1: {...other(1400), orders: dump}})])).toEqual({type: 'bytes', bytes: 0});
	expect(
		told(
			before,
			[10, answer({r1: {...other(1400), orders: dump}})],
			[20, answer({r1: {...other(1900), orders: dump}})],
		),
	).toEqual({type: 'bytes', bytes: 500});
	expect(told(before, [20, answer({r1: {...other(1900), orders: load}})])).toEqual({type: 'bytes', bytes: 500});
	// Nobody tells where the upstream is, or was.
	expect(told([0, answer({r1: {orders: load}})])).toBeNull();
	expect(told([0, answer({r1: {orders: dump}})], [10, answer({r1: {...other(1900), orders: dump}})])).toBeNull();
});
