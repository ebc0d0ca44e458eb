import {expect, test} from 'vitest';
import type {Dump} from '../../src/domain/cluster.ts';
import {amountOf} from '../../src/domain/progress.ts';

const nothing: Dump = {
	type: 'Dump',
	totalTables: null,
	completedTables: null,
	finishedBytes: 300,
	finishedRows: null,
	estimateTotalRows: null,
	bytesPerSecond: null,
	progress: null,
};

function check({told, amount}: {told: Partial<Dump>; amount: {finished: number; total: number} | null}): void {
	expect(amountOf({...nothing, ...told})).toEqual(amount);
}

test.each<{name: string; told: Partial<Dump>; amount: {finished: number; total: number} | null}>([
	{name: 'nothing but bytes', told: {}, amount: null},
	{
		name: "DM's own share",
		told: {progress: ' 25 %', finishedRows: 1, estimateTotalRows: 2},
		amount: {finished: 300, total: 1200},
	},
	{
		name: 'rows',
		told: {finishedRows: 1, estimateTotalRows: 2, completedTables: 1, totalTables: 4},
		amount: {finished: 300, total: 600},
	},
	{
		name: 'more rows than were estimated',
		told: {finishedRows: 3, estimateTotalRows: 2},
		amount: {finished: 300, total: 300},
	},
	{name: 'no rows yet', told: {finishedRows: 0, estimateTotalRows: 2}, amount: null},
	{name: 'tables', told: {completedTables: 3, totalTables: 4}, amount: {finished: 300, total: 400}},
	{name: 'no table is through yet', told: {completedTables: 0, totalTables: 4}, amount: null},
	{name: 'no tables at all', told: {completedTables: 0, totalTables: 0}, amount: null},
	{name: 'no bytes', told: {finishedBytes: null, completedTables: 3, totalTables: 4}, amount: null},
])('how much of a dump is written: $name', check);
