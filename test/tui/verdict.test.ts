import {expect, test} from 'vitest';
import type {StatusWord} from '../../src/domain/status-word.ts';
import {verdictText} from '../../src/tui/pages/pieces/verdict.ts';
import type {ResumeView} from '../../src/wire/topics.ts';
import {ago, nowMs, subtaskRow} from '../support/builder.ts';

const plain: ResumeView = {
	resumes: true,
	heals: true,
	rule: 'r',
	of: 'subtask',
	failingSinceMs: null,
	cameBack: 1,
	fromBeginning: true,
	tries: 0,
	lastTryMs: null,
	nextTryByMs: null,
	checker: null,
};
const checker = {enabled: true, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2};

test.each<[Partial<ResumeView>, StatusWord, string]>([
	[{}, 'retrying', 'DM resumes this by itself (r). Seen to come back 1 time.'],
	[{of: 'relay', cameBack: 0}, 'retrying', 'DM resumes the relay by itself (r). Not seen to come back yet.'],
	[{failingSinceMs: ago(40)}, 'retrying', 'DM resumes this by itself (r). Failing for 40s. Seen to come back 1 time.'],
	[
		{failingSinceMs: ago(40), fromBeginning: false},
		'retrying',
		'DM resumes this by itself (r). Failing for at least 40s. Seen to come back 1 time.',
	],
	[
		{tries: 1, lastTryMs: ago(8)},
		'retrying',
		'DM resumes this by itself (r). One try was seen, 8s ago. Seen to come back 1 time.',
	],
	[
		{tries: 5, lastTryMs: ago(190), cameBack: 0},
		'retrying',
		'DM resumes this by itself (r). 5 tries were seen, the last one 3m ago. Not seen to come back yet.',
	],
	[
		{checker},
		'retrying',
		'DM resumes this by itself (r). Seen to come back 1 time. DM looks each 5s and waits 1s before its first try, then 2 times as long each time, 5m at most.',
	],
	[
		{checker: {...checker, everyMs: null, factor: null, leastMs: 500}},
		'retrying',
		'DM resumes this by itself (r). Seen to come back 1 time. DM waits 500ms before its first try, 5m at most.',
	],
	[{cameBack: 0}, 'error', 'Needs you: no try of DM to resume this has been seen (r). Not seen to come back yet.'],
	[
		{tries: 10, lastTryMs: ago(8)},
		'error',
		'Needs you: the tries of DM to resume this have not helped (r). 10 tries were seen, the last one 8s ago. Seen to come back 1 time.',
	],
	[{heals: false}, 'error', 'Needs you: DM resumes this by itself for ever, in vain (r). Seen to come back 1 time.'],
	[{resumes: false, heals: false, cameBack: 0}, 'error', 'Needs you: DM does not resume this by itself (r).'],
])('%j, %s', (verdict, word, text) => {
	expect(verdictText(subtaskRow('s1', {word, verdict: {...plain, ...verdict}}), nowMs)).toBe(text);
});
