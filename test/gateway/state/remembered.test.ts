import {readdirSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {emptyMemory, type Memory} from '../../../src/gateway/memory/memory.ts';
import {memoryOf, rememberedForm, rememberedRows} from '../../../src/gateway/state/remembered.ts';
import {isTime, shifted} from '../../../src/gateway/state/times.ts';
import {topicValue} from '../../../src/gateway/views/views.ts';
import {caseMemory} from '../../support/cases.ts';
import {fixtures} from '../../support/recordings.ts';

const hasAnswers = (name: string) =>
	readdirSync(path.join(fixtures, 'cases', name)).some(file => /^(status|step-\d+)\.json$/.test(file));
const cases = readdirSync(path.join(fixtures, 'cases'))
	.flatMap(name => (name === 'real' ? readdirSync(path.join(fixtures, 'cases/real')).map(it => `real/${it}`) : [name]))
	// One of its configurations cannot be read.
	.filter(name => !name.endsWith('.md') && name !== 'config-forms' && hasAnswers(name));

const all = (memory: Memory, wallAheadMs = 0) =>
	rememberedRows(memory, new Map(), {turn: 0, turns: 1, wallAheadMs}).rows;

/** What a start does not go on with: it is asked for again, measured again, or kept in tables of its own. */
function withoutTheRest(memory: Memory): unknown {
	const {masters: _, everyMs: __, version, members, membersNote, listed, operations, events, ...rest} = memory;
	const tasks = new Map([...memory.tasks].map(([name, it]) => [name, {...it, tracks: null}]));
	const sources = new Map([...memory.sources].map(([name, it]) => [name, {...it, positions: null}]));
	return {...rest, namelessWorkers: [], sourceless: [], trouble: null, tasks, sources};
}

describe('what is remembered', () => {
	test.for(cases)('of %s is the same after a restart, also by another clock', name => {
		const memory = caseMemory(name);
		const after = memoryOf(all(memory, 5000), emptyMemory(['m:8261'], 3000), 5000);
		if (after === null) throw new Error('Nothing was remembered.');
		expect(withoutTheRest(after)).toEqual(withoutTheRest(memory));
		expect(() => topicValue(after, 'sources')).not.toThrow();
	});

	test('comes back by the clock of then', () => {
		const memory = caseMemory('real/ghost-source');
		const after = memoryOf(all(memory), emptyMemory(['m:8261'], 3000), 60_000);
		expect(after?.lastGood).toEqual(shifted(memory.lastGood, -60_000));
		expect(after?.tasks.size).toBe(memory.tasks.size);
	});

	test('is left out where it is of another form', () => {
		const rows = all(caseMemory('real/ghost-source')).map(row => ({
			...row,
			value: row.value?.replace(`"form":${rememberedForm}`, '"form":999') ?? null,
		}));
		expect(memoryOf(rows, emptyMemory(['m:8261'], 3000), 0)).toBeNull();
	});

	test('is written anew only where it has changed, and each row in its turn', () => {
		const memory = caseMemory('real/ghost-source');
		const first = rememberedRows(memory, new Map(), {turn: 0, turns: 10, wallAheadMs: 0});
		const counts = Array.from(
			{length: 10},
			(_, turn) => rememberedRows(memory, first.written, {turn, turns: 10, wallAheadMs: 0}).rows.length,
		);
		// The row of the cluster comes each time.
		const total = counts.reduce((sum, count) => sum + count, 0);
		expect([total, total - 1]).toContain(first.rows.length + 9);
		const gone = {...memory, sources: new Map(), tasks: new Map()};
		const rest = rememberedRows(gone, first.written, {turn: 0, turns: 10, wallAheadMs: 0}).rows;
		expect(rest.filter(({value}) => value === null).length).toBe(first.rows.length - 1);
	});

	// Where this fails the form has changed: raise rememberedForm, and renew the file.
	test('has the keys of its form', async () => {
		const keys = new Set<string>();
		for (const name of cases)
			for (const {kind, value} of all(caseMemory(name))) collect(JSON.parse(value ?? ''), kind, keys);
		const text = [...keys].sort().join('\n');
		await expect(`${text}\n`).toMatchFileSnapshot(`remembered-${rememberedForm}.txt`);
		const ms = [...keys].map(key => key.slice(key.lastIndexOf('.') + 1)).filter(key => key.endsWith('Ms'));
		expect([...new Set(ms.filter(key => !isTime(key)))].sort()).toEqual([
			'behindMs',
			'flushEveryMs',
			'stallMs',
			'tookMs',
			'watchedMs',
		]);
	});
});

function collect(value: unknown, at: string, keys: Set<string>): void {
	if (Array.isArray(value)) for (const it of value) collect(it, at, keys);
	else if (typeof value === 'object' && value !== null) {
		for (const [key, it] of Object.entries(value)) {
			keys.add(`${at}.${key}`);
			collect(it, `${at}.${key}`, keys);
		}
	}
}
