import {expect, test} from 'vitest';
import {partsBefore} from '../../src/domain/parts-before.ts';

test.each([
	['at its place', 's2', 1, {source: 's2'}],
	['at another place', 's3', 0, {source: 's3'}],
	['behind the end', 's1', 7, {source: 's1'}],
	['that is not there', 's9', 1, undefined],
])('a part %s', (_, source, place, found) => {
	const before = partsBefore([{source: 's1'}, {source: 's2'}, {source: 's3'}]);
	expect(before(source, place)).toEqual(found);
});
