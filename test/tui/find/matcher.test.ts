import {describe, expect, test} from 'vitest';
import {within} from '../../../src/commands/within.ts';
import {searchMatcher, unhurried} from '../../../src/tui/find/matcher.ts';
import type {Matcher, Within} from '../../../src/tui/state.ts';
import {cpuMs} from '../../support/cpu.ts';

function matcherOf(made: ReturnType<typeof searchMatcher>): Matcher {
	if (made === null || 'problem' in made) throw new Error(made?.problem ?? 'it asks for nothing');
	return made;
}

/** Breaks off all that it is given, and counts how often that was. */
function impatient() {
	const told: {calls: number; within: Within} = {
		calls: 0,
		within: () => {
			told.calls++;
			return false;
		},
	};
	return told;
}

describe('a regular expression', () => {
	test('says what is wrong with it', () => {
		expect(searchMatcher('/(((a{0}){999}){999}){60}/', unhurried)).toEqual({problem: 'bad regex: it repeats too much'});
	});

	test('that took too long is not tried again', () => {
		const told = impatient();
		const {matching} = matcherOf(searchMatcher('/ord/', told.within));
		expect(matching(['orders'])).toBeNull();
		expect(matching(['others'])).toBeNull();
		expect(told.calls).toBe(1);
	});

	test('takes very many texts in parts, and stops at the first that takes too long', () => {
		const sizes: number[] = [];
		const many = Array.from({length: 25_000}, (_, index) => `line ${index}`);
		const patient: Within = (_, work) => {
			work();
			return sizes.push(0) < 99;
		};
		expect(matcherOf(searchMatcher('/9$', patient)).matching(many)?.filter(Boolean)).toHaveLength(2500);
		expect(sizes).toHaveLength(3);
		const once: Within = (_, work) => {
			work();
			return sizes.push(0) < 5;
		};
		expect(matcherOf(searchMatcher('/9$', once)).matching(many)).toBeNull();
		expect(sizes).toHaveLength(5);
	});
});

describe('with the deadline of the program', () => {
	const hostile = `${'a'.repeat(299)}!${'a'.repeat(64 * 1024)}!`;

	test.each([
		'(a+)+$',
		'(a|a)*x',
		'(.*)*(.*)*(.*)*x',
		'a*a*a*a*a*a*a*a*a*a*b',
		'((((((((a*)*)*)*)*)*)*)*)*b',
		'(a?){60}a{60}x',
		'(\\w{0,99}\\d{0,99}){1}x{0,1}y',
		'((((((((\\d?\\w?){3}){3}){3}){3}){3}){3}){3}){3}x',
	])('%s cannot hang the screen', pattern => {
		const {matching} = matcherOf(searchMatcher(`/${pattern}/`, within));
		const rows = Array.from({length: 500}, () => hostile);
		expect(
			cpuMs(() => {
				const found = matching(rows);
				if (found !== null) expect(found).toEqual(rows.map(() => false));
			}),
		).toBeLessThan(2000);
	});

	test('says of the worst that it took too long, and of others what it finds', () => {
		expect(matcherOf(searchMatcher('/(a+)+$/', within)).matching([hostile])).toBeNull();
		expect(matcherOf(searchMatcher('/a+/', within)).matching([hostile, 'b'])).toEqual([true, false]);
	});
});
