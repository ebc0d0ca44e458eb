import {expect, test} from 'vitest';
import {createChunks, type Input} from '../../../src/tui/shell/chunks.ts';

const key = (name: string): Input => ({type: 'key', name});

function told(input: Input): string {
	if (input.type === 'other') return '-';
	if (input.type === 'mouse') return input.what;
	return input.type === 'key' ? input.name : `"${input.text}"`;
}

/** What comes, and when the turn or the moment is over; what was told of it. */
function check(
	isAsking: boolean,
	steps: readonly (readonly Input[] | 'turn' | 'moment')[],
	expected: readonly (readonly string[])[],
) {
	const chunks: (readonly string[])[] = [];
	const waiting: {readonly work: () => void; readonly wait: string}[] = [];
	let nowMs = 1000;
	const {add} = createChunks({
		onChunk: ({inputs, atMs}) => {
			chunks.push([String(atMs), ...inputs.map(told)]);
		},
		isAsking: () => isAsking,
		later: (work, wait) => {
			waiting.push({work, wait});
		},
		now: () => nowMs,
	});
	for (const step of steps) {
		if (typeof step !== 'string') {
			add(step);
			nowMs += 1;
		} else if (waiting[0]?.wait === step) {
			waiting.shift()?.work();
		}
	}
	expect(chunks).toEqual(expected);
}

test.each<[string, boolean, readonly (readonly Input[] | 'turn' | 'moment')[], readonly (readonly string[])[]]>([
	['keys of one turn are one chunk', false, [[key('p')], [key('y')], 'turn'], [['1000', 'p', 'y']]],
	[
		'keys of two turns are two',
		false,
		[[key('p')], 'turn', [key('y')], 'turn'],
		[
			['1000', 'p'],
			['1001', 'y'],
		],
	],
	['a dialog waits a moment for more', true, [[key('y')], 'turn', [key('y')], 'moment'], [['1000', 'y', 'y']]],
	['and takes a key alone after it', true, [[key('y')], 'moment'], [['1000', 'y']]],
	[
		'a paste is of the chunk too',
		true,
		[[{type: 'paste', text: 'a'}], [key('enter')], 'moment'],
		[['1000', '"a"', 'enter']],
	],
	['what is no key is nothing', false, [[], 'turn'], []],
	['an answer of the terminal is of the chunk', true, [[key('y'), {type: 'other'}], 'moment'], [['1000', 'y', '-']]],
])('%s', (_, isAsking, steps, expected) => check(isAsking, steps, expected));
