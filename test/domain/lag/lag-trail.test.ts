import {describe, expect, test} from 'vitest';
import {chosenLag, type LagTrail} from '../../../src/domain/lag/lag-trail.ts';
import {lagErrors, lagPolls, lagSituations} from '../../support/lag-lab.ts';

describe('in a world whose lag is known', () => {
	test.for(lagSituations)('%s: the figure of the row is near the truth', situation => {
		const it = lagErrors(lagPolls(situation, 7));
		// Else it would prove nothing.
		expect(it.told).toBeGreaterThan(0.8);
		expect(it.good).toBeGreaterThan(0.95);
		expect(it.below).toBeLessThan(5);
		expect(it.above).toBeLessThan(10);
	});

	test('DM alone would be far off', () => {
		const polls = lagPolls('bursts', 7);
		expect(Math.max(...polls.map(({truth}) => truth))).toBeGreaterThan(60);
	});
});

describe('which of the two figures is shown', () => {
	const trail = {atMs: 100_000, flush: {atMs: 90_000, events: 1, behindMs: 0}} as unknown as LagTrail;

	test.for<readonly [string, number, number | null, number, ReturnType<typeof chosenLag>['from'], number]>([
		['DM tells what the positions tell', 3, 4, 6, 'dm', 3],
		['DM dropped to 0 between two batches', 0, 40, 50, 'positions', 41],
		['DM tells more than the positions', 90, 7, 10, 'dm', 90],
		['nothing is known between two flushes', 5, null, 40, 'dm', 5],
		['never more than the bound', 0, 10, 10.2, 'positions', 11],
	])('%s', ([, dm, about, atMost, from, seconds]) => {
		const behind = {aboutSeconds: about, atMostSeconds: atMost, writtenSinceMs: 1};
		expect(chosenLag(dm, behind, trail)).toMatchObject({from, seconds});
	});

	test('before a flush was seen it is that of DM', () => {
		const behind = {aboutSeconds: 40, atMostSeconds: 50, writtenSinceMs: 1};
		expect(chosenLag(0, behind, {...trail, flush: null})).toMatchObject({from: 'dm', seconds: 0, isMeasured: false});
	});
});
