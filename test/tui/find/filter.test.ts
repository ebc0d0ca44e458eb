import {describe, expect, test} from 'vitest';
import {fitsOf, readFilter} from '../../../src/tui/find/filter.ts';
import {unhurried} from '../../../src/tui/find/matcher.ts';
import {exactly, type Traits} from '../../../src/tui/find/traits.ts';
import type {Within} from '../../../src/tui/state.ts';

type Row = {readonly name: string; readonly says: string; readonly lag: number | 'unknown' | null};

const rows: readonly Row[] = [
	{name: 'orders', says: 'orders Error 1062: duplicate key', lag: 90},
	{name: 'old_orders', says: 'old_orders No answer: worker2', lag: 'unknown'},
	{name: 'billing', says: 'billing Running 2 of 3', lag: 5},
	{name: 'CRM', says: 'CRM Running', lag: null},
];
const words = {orders: 'error', old_orders: 'unknown', billing: 'warning', CRM: 'running'} as const;
const megabyte = 1024 ** 2;

const traits: Traits<Row> = {
	id: row => row.name,
	text: row => row.says,
	word: row => words[row.name as keyof typeof words],
	figures: {
		lag: ({lag}) => (lag === 'unknown' ? lag : exactly(lag)),
		// Whole files: the least alone is known.
		gap: ({name}) => (name === 'billing' ? {least: megabyte, most: Number.POSITIVE_INFINITY} : exactly(0)),
	},
	names: {task: row => [row.name], source: row => (row.name === 'CRM' ? null : [`sh-${row.name}-01`, 'extra'])},
	sorts: {},
};
const fields = {figures: ['lag', 'gap'], names: ['task', 'source']} as const;

/** The rows that are shown, and behind `?` those of which it is not known. */
function check(text: string, within: Within = unhurried): string {
	const {filter, problem} = readFilter(text, fields, within);
	if (filter === null) return problem ?? 'nothing asked';
	const fits = fitsOf(filter, rows, traits);
	if (fits === null) return 'too slow';
	const named = (fit: boolean | null) => rows.filter((_, index) => fits[index] === fit).map(({name}) => name);
	const unknown = named(null);
	return [
		...named(true),
		...(unknown.length === 0 ? [] : ['?', ...unknown]),
		...(problem === null ? [] : [problem]),
	].join(' ');
}

test.each([
	['ord', 'orders old_orders'],
	['ORD worker', 'old_orders'],
	['ord !old', 'orders'],
	['1062', 'orders'],
	['error', 'orders'],
	['unknown', 'old_orders'],
	['look', 'billing'],
	['well', 'CRM'],
	['running', 'billing CRM'],
	['!running', 'orders old_orders'],
	['/^o/', 'orders old_orders'],
	['!/^o/', 'billing CRM'],
	['/crm running$', 'CRM'],
	['/of \\d/ billing', 'billing'],
	['billing /of \\d/', 'billing'],
	['/a\\/b/', ''],
	['lag>60', 'orders ? old_orders'],
	['lag>=90', 'orders ? old_orders'],
	['lag>1m', 'orders ? old_orders'],
	['lag<1.5m', 'billing ? old_orders'],
	['lag=5s', 'billing ? old_orders'],
	['lag!=5', 'orders CRM ? old_orders'],
	['!lag>60', 'billing CRM ? old_orders'],
	['LAG>60 !old', 'orders'],
	['gap>=1M', 'billing'],
	['gap>512k', 'billing'],
	['gap>2g', '? billing'],
	['gap<2M', 'orders old_orders CRM ? billing'],
	['gap<1M', 'orders old_orders CRM'],
	['gap=0', 'orders old_orders CRM'],
	['source=sh-*', 'orders old_orders billing ? CRM'],
	['source=SH-o*-01', 'orders old_orders ? CRM'],
	['source=*-01', 'orders old_orders billing ? CRM'],
	['source=sh', '? CRM'],
	['source!=sh-o*', 'billing ? CRM'],
	['task=crm', 'CRM'],
	['error lag>60 source=sh-*', 'orders'],
	['', 'nothing asked'],
	['  ! /', 'nothing asked'],
])('%s shows %s', (text, expected) => expect(check(text)).toBe(expected));

describe('what cannot be read filters nothing and is told in a sentence', () => {
	test.each([
		['/a(', 'bad regex: a ( without its )'],
		['lag>', 'lag>: it needs a number such as 60, 10m or 2h'],
		['lag>5x', 'lag>5x: it needs a number such as 60, 10m or 2h'],
		['gap>1Mb', 'gap>1Mb: it needs a number such as 500K, 1M or 2G'],
		['rows<5', 'rows: the rows of this list have none'],
		['worker=w1', 'worker: the rows of this list have none'],
		['source=', 'source=: write source=NAME, where * is anything'],
		['source>a', 'source>: write source=NAME, where * is anything'],
		['lagg>5', 'lagg: no such figure here; lag, gap, task, source'],
		['error lag>', 'orders lag>: it needs a number such as 60, 10m or 2h'],
	])('%s', (text, expected) => expect(check(text)).toBe(expected));
});

test('words have no deadline, a regular expression that takes too long hides nothing', () => {
	let calls = 0;
	const impatient: Within = () => {
		calls++;
		return false;
	};
	expect(check('ord !x', impatient)).toBe('orders old_orders');
	expect(calls).toBe(0);
	expect(check('ord /x/', impatient)).toBe('too slow');
	expect(calls).toBe(1);
});

test('names with many wildcards are compared in one go', () => {
	const {filter} = readFilter(`task=${'*a'.repeat(45)}*b`, fields, unhurried);
	const long = [{name: 'a'.repeat(100_000), says: '', lag: null}];
	expect(filter === null ? null : fitsOf(filter, long, {...traits, word: () => 'running'})).toEqual([false]);
});
