import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {openDatabase} from '../../../src/gateway/state/database.ts';
import {openState} from '../../../src/gateway/state/state.ts';
import {route} from '../../../src/simulator/routes.ts';
import {createWorld, step} from '../../../src/simulator/world/world.ts';
import {createTestClock} from '../../support/clock.ts';
import {runsOf} from '../../support/long.ts';

const everyMs = 3000;
const minutes = runsOf(5, 20);
const question = {method: 'GET', url: '/apis/v1alpha1/status/', body: ''};
const nameOf = ({firstAtMs, type, task, source, from, to, text}: ClusterEvent) =>
	[firstAtMs, type, task, source, from, to, text].join('|');

// `npm run bench state` does the same for a whole day.
test(`of ${minutes} minutes of much that happens no event is lost, over restarts, in a file within its bound`, async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-day-'));
	const clock = createTestClock();
	const notes: (string | null)[] = [];
	const opened = (instance: string) =>
		openState({
			folder: path.join(folder, 'state'),
			masters: ['m:8261'],
			limitBytes: 4e6,
			clock,
			instance,
			onNote: note => notes.push(note),
		});
	let world = createWorld('storm', {seed: 1, dm: '6.5'});
	let memory: Memory = emptyMemory(['m:8261'], everyMs);
	const seen = new Set<string>();
	for (let run = 0; run < 4; run++) {
		const state = await opened(`run-${run}`);
		memory = state.restore(emptyMemory(['m:8261'], everyMs));
		for (let poll = 0; poll < minutes * 5; poll++) {
			world = step(world, everyMs);
			clock.pass(everyMs);
			const cluster = translateStatus(JSON.parse(route(world, question).answer.body));
			const atMs = clock.now();
			memory = remember(memory, {
				type: 'status',
				ok: true,
				atMs,
				tookMs: 5,
				master: 'm:8261',
				version: 'v6.5.0',
				cluster,
			});
			state.note(memory);
			for (const event of memory.events) seen.add(nameOf(event));
		}
		state.close();
	}
	const file = path.join(folder, 'state', 'm_8261.db');
	const database = openDatabase(file);
	const saved = database
		.all('SELECT * FROM event')
		.map(row =>
			[
				row['first_at_ms'],
				row['type'],
				row['task'],
				row['source'],
				row['from_state'],
				row['to_state'],
				row['text'],
			].join('|'),
		);
	database.close();
	expect(saved.toSorted()).toEqual([...seen].sort());
	expect(seen.size).toBeGreaterThan(15 * minutes);
	expect(statSync(file).size).toBeLessThanOrEqual(4e6);
	expect(notes.filter(note => note !== null)).toEqual([]);
	rmSync(folder, {recursive: true, force: true});
});
