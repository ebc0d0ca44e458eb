import {expect, test} from 'vitest';
import {comparePositions, gapBetween, isPast, parseLocation, parsePosition} from '../../src/domain/position.ts';

test.each([
	['(mysql-bin.000001, 2306009)', {file: 'mysql-bin.000001', offset: 2306009}],
	['(mysql-bin|000001.000001, 2305562)', {file: 'mysql-bin.000001', offset: 2305562}],
	['(my|sql.bin|000012.000345, 4)', {file: 'my|sql.bin.000345', offset: 4}],
	['(mysql-bin.000001, 0)', {file: 'mysql-bin.000001', offset: 0}],
	[' (mysql-bin.1000000,7) ', {file: 'mysql-bin.1000000', offset: 7}],
	['', null],
	['(, 0)', null],
	['(, 4)', null],
	['mysql-bin.000001, 4', null],
	['(mysql-bin.000001, -4)', null],
	['(mysql-bin.000001, 99999999999999999999)', null],
	['(mysql-bin.000001)', null],
])('the position %j', (text, expected) => {
	expect(parsePosition(text)).toEqual(expected);
});

test.each([
	[
		'position: (mysql-bin.000001, 2306009), gtid-set: 0-101-82',
		{position: {file: 'mysql-bin.000001', offset: 2306009}, gtid: '0-101-82'},
	],
	[
		'position: (mysql-bin|000001.000002, 384), gtid-set: ',
		{position: {file: 'mysql-bin.000002', offset: 384}, gtid: null},
	],
	['position: (, 0), gtid-set: a:1-3,b:1-4', {position: null, gtid: 'a:1-3,b:1-4'}],
	['(mysql-bin|000001.000001, 9)', {position: {file: 'mysql-bin.000001', offset: 9}, gtid: null}],
	['', {position: null, gtid: null}],
])('the location %j', (text, expected) => {
	expect(parseLocation(text)).toEqual(expected);
});

test.each([
	['bin.000001', 5, 'bin.000001', 9, -4],
	['bin.000001', 9, 'bin.000001', 9, 0],
	['bin.000002', 4, 'bin.000001', 900, 1],
	['bin.999999', 4, 'bin.1000000', 4, -1],
	['bin.000001', 4, 'other.000001', 4, null],
	['bin', 4, 'bin.000001', 4, null],
	['bin.1', 4, 'bin.000001', 4, null],
	['bin.000001', 4, 'bit.000001', 4, null],
	['bin.00000x', 4, 'bin.000001', 4, null],
	['bin.', 4, 'bin.000001', 4, null],
	['.000001', 4, '.000002', 4, null],
	['bin.1234567890123456', 4, 'bin.000001', 4, null],
	['a.bin.000003', 4, 'a.bin.000001', 4, 2],
])('%s:%i against %s:%i', (fileA, offsetA, fileB, offsetB, expected) => {
	expect(comparePositions({file: fileA, offset: offsetA}, {file: fileB, offset: offsetB})).toBe(expected);
});

test.each([
	['within a file', 'bin.000001', 900, 'bin.000001', 400, {type: 'bytes', bytes: 500}],
	['none', 'bin.000001', 900, 'bin.000001', 900, {type: 'bytes', bytes: 0}],
	['past the upstream', 'bin.000001', 900, 'bin.000001', 950, null],
	['past it by a byte', 'bin.000001', 900, 'bin.000001', 901, null],
	['over files', 'bin.000012', 900, 'bin.000009', 5000, {type: 'files', files: 3, atLeastBytes: 900}],
	['in a later file than the upstream', 'bin.000002', 900, 'bin.000009', 4, null],
	['of another server', 'bin.000002', 900, 'mysql.000001', 4, null],
])('the gap %s', (_, aheadFile, ahead, behindFile, behind, expected) => {
	expect(gapBetween({file: aheadFile, offset: ahead}, {file: behindFile, offset: behind})).toEqual(expected);
});

test('an unknown position has no gap', () => {
	const known = {file: 'bin.000001', offset: 4};
	expect(gapBetween(null, known)).toBeNull();
	expect(gapBetween(known, null)).toBeNull();
});

test.each([
	['behind', 'bin.000001', 800, false],
	['at it', 'bin.000001', 900, false],
	['past it', 'bin.000001', 901, true],
	['in a later file', 'bin.000002', 4, true],
	['in a file with another name', 'mysql.000002', 4, false],
])('a checkpoint %s', (_, file, offset, expected) => {
	expect(isPast({file, offset}, {file: 'bin.000001', offset: 900})).toBe(expected);
	expect(isPast({file, offset}, null)).toBe(false);
});
