import {expect, test} from 'vitest';
import {lagBoundsText} from '../../../../src/tui/pages/pieces/lag-bounds.ts';
import type {SubtaskRow} from '../../../../src/wire/topics.ts';
import {ago, modelOf, nowMs, subtaskRow} from '../../../support/builder.ts';

test.each<[string, Partial<SubtaskRow>, string | null]>([
	['nothing is known', {lagBounds: null}, null],
	['neither is known', {lagBounds: {lowerSeconds: null, upperSinceMs: null}}, null],
	[
		"DM's is shown",
		{lagSeconds: 3, lagFrom: 'dm', lagBounds: {lowerSeconds: 3, upperSinceMs: ago(24)}},
		"at least 3s (DM), at most 24s (positions); shown: DM's",
	],
	[
		'by positions',
		{lagSeconds: 70, lagFrom: 'positions', lagBounds: {lowerSeconds: 0, upperSinceMs: ago(90)}},
		'at least 0s (DM), at most 90s (positions); shown: by positions',
	],
	[
		'DM 1.0 tells none',
		{lagSeconds: null, lagFrom: null, lagBounds: {lowerSeconds: null, upperSinceMs: ago(12)}},
		'at least ? (DM), at most 12s (positions); shown: none',
	],
	[
		'the positions do not tell',
		{lagSeconds: 4, lagFrom: 'dm', lagBounds: {lowerSeconds: 4, upperSinceMs: null}},
		"at least 4s (DM), at most ? (positions); shown: DM's",
	],
	['a lock holds it', {blockedSinceMs: ago(60), lagBounds: {lowerSeconds: null, upperSinceMs: ago(24)}}, null],
	[
		'who does not answer has no lag now',
		{presence: {type: 'silent', sinceMs: ago(9), message: null}, lagBounds: {lowerSeconds: 3, upperSinceMs: ago(24)}},
		null,
	],
])('%s', (_, row, expected) => {
	expect(lagBoundsText(subtaskRow('replica-01', row), {...modelOf(120, 40), nowMs})).toBe(expected);
});
