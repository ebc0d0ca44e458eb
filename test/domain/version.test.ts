import {expect, test} from 'vitest';
import {dmVersion} from '../../src/domain/version.ts';

const shape = {shape: 'sources', tellsValidation: true} as const;

test.each([
	['v1.0.7', 100, 7],
	['v2.0.7', 200, 7],
	['v6.5.0', 605, 0],
	['v8.5.7', 805, 7],
	['v8.5.4-nextgen.202510.1', 805, 4],
	['v26.3.3', 2603, 3],
	['v26.3.3-head-c7b2588', 2603, 3],
	['26.3', 2603, null],
])('what a master says: %s', (told, number, patch) => {
	expect(dmVersion(told, shape)).toEqual({label: told, told, oldest: number, newest: number, patch});
});

test.each([
	['an own build that says nothing', null, shape, {label: '6.2+?', oldest: 602, newest: 9999}],
	['an own build with a name only', 'nightly', shape, {label: '6.2+?', oldest: 602, newest: 9999}],
	['a commit', 'v26a.3', shape, {label: '6.2+?', oldest: 602, newest: 9999}],
	['none, before the first answer', null, null, {label: '?', oldest: 100, newest: 9999}],
	['none, and no task yet', null, {...shape, tellsValidation: false}, {label: '2.x?', oldest: 200, newest: 9999}],
	[
		'none, of workers',
		null,
		{shape: 'workers', tellsValidation: false} as const,
		{label: '1.0?', oldest: 100, newest: 100},
	],
])('%s: the shape tells', (_, told, cluster, expected) => {
	expect(dmVersion(told, cluster)).toEqual({...expected, told, patch: null});
});
