import {describe, expect, test} from 'vitest';
import type {Input} from '../../../../src/tui/shell/chunks.ts';
import {decodeKeys} from '../../../../src/tui/shell/keyboard/decode.ts';
import {startKeys, wakeAtMs} from '../../../../src/tui/shell/keyboard/key-state.ts';
import {seeded} from '../../../support/mutate.ts';

const esc = '\u001B';
const st = `${esc}\\`;
const beginsMs = 1000;

/** Bytes that come together, or how long nothing comes, in ms. */
type Step = string | Uint8Array | number;

/** What is told of these steps, pauses included, and when; the reading began long ago unless told. */
function read(steps: readonly Step[], agoMs = 10_000): readonly (Input & {readonly atMs: number})[] {
	let state = startKeys(beginsMs - agoMs);
	let nowMs = beginsMs;
	const told: (Input & {readonly atMs: number})[] = [];
	const tell = (bytes: Uint8Array) => {
		const [next, inputs] = decodeKeys(state, bytes, nowMs);
		state = next;
		told.push(...inputs.map(input => ({...input, atMs: nowMs - beginsMs})));
	};
	const wait = (untilMs: number) => {
		for (let wakeMs = wakeAtMs(state); wakeMs !== null && wakeMs <= untilMs; wakeMs = wakeAtMs(state)) {
			nowMs = wakeMs;
			tell(new Uint8Array());
		}
		nowMs = untilMs;
	};
	for (const step of steps) {
		if (typeof step === 'number') wait(nowMs + step);
		else tell(typeof step === 'string' ? Buffer.from(step, 'utf8') : step);
	}
	wait(nowMs + 60_000);
	return told;
}

/** The keys and pastes among it, by name. */
function keys(steps: readonly Step[], agoMs?: number): readonly string[] {
	return read(steps, agoMs).flatMap(input => {
		if (input.type === 'other') return [];
		if (input.type === 'mouse') return [`${input.what} at ${input.column},${input.row}`];
		return input.type === 'key' ? [input.name] : [`"${input.text}"`];
	});
}

const check = (steps: readonly Step[], expected: readonly string[]) => expect(keys(steps)).toEqual(expected);
const bytes = (...values: readonly number[]) => Uint8Array.from(values);

describe('keys', () => {
	test.each<[string, readonly Step[], readonly string[]]>([
		['a letter', ['j'], ['j']],
		['what is typed faster than it is read', ['jj'], ['j', 'j']],
		['a letter and Enter', ['q\r'], ['q', 'enter']],
		['a capital', ['G'], ['G']],
		['control characters', ['\u0003\u0004\u0012\u0015\u001A'], ['ctrl-c', 'ctrl-d', 'ctrl-r', 'ctrl-u', 'ctrl-z']],
		['those with names of their own', ['\r\n\t\u007F\b'], ['enter', 'enter', 'tab', 'backspace', 'backspace']],
		['those of no key', ['\u0000\u001C\u001F'], []],
		['Chinese', ['订单'], ['订', '单']],
		['a character cut in two', [bytes(0xe8, 0xae), bytes(0xa2)], ['订']],
		['a character cut in two with a pause', [bytes(0xf0, 0x9f), 300, bytes(0x98, 0x80)], ['😀']],
		['half a character, and a letter much later', [bytes(0xe8, 0xae), 600, 'j'], ['j']],
		['half a character, and a letter', [bytes(0xe8, 0xae), 'j'], ['j']],
		['bytes that are no text', [bytes(0xff, 0xfe, 0xc0), 'j'], ['j']],
		['a surrogate', [bytes(0xed, 0xa0, 0x80), 'j'], ['j']],
		['arrows', [`${esc}[A${esc}[B${esc}[C${esc}[D`], ['up', 'down', 'right', 'left']],
		['arrows in application mode', [`${esc}OA${esc}OB`], ['up', 'down']],
		['an arrow and a letter', [`${esc}[Be`], ['down', 'e']],
		['an arrow with Shift, Ctrl, Num Lock', [`${esc}[1;2A${esc}[1;5B${esc}[1;129C`], ['up', 'down', 'right']],
		['an arrow with Alt is the terminal’s', [`${esc}[1;3A${esc}${esc}[A`], []],
		['an arrow of rxvt with Shift', [`${esc}[a`], ['up']],
		['pages', [`${esc}[5~${esc}[6~${esc}[H${esc}[F${esc}[1~${esc}[4~`], ['pgup', 'pgdn', 'home', 'end', 'home', 'end']],
		['a page of rxvt with Shift, and a letter', [`${esc}[5$j`], ['pgup', 'j']],
		['delete', [`${esc}[3~`], ['delete']],
		['Shift-Tab', [`${esc}[Z${esc}[1;2Z`], ['shift-tab', 'shift-tab']],
		['function keys', [`${esc}OP${esc}OS${esc}[12~${esc}[15~${esc}[24~`], ['f1', 'f4', 'f2', 'f5', 'f12']],
		['function keys of the Linux console, and answers like them', [`${esc}[[A${esc}[1;2R`], []],
		['an arrow cut anywhere, within half a second', [esc, 40, '[', 500, 'A'], ['up']],
		['with Alt', [`${esc}j${esc}订${esc}\r`], []],
	])('%s', (_, steps, expected) => check(steps, expected));

	test.each<[string, string, readonly string[]]>([
		['a letter', '[97u', ['a']],
		['held down', '[97;1:2u', ['a']],
		['let go', '[97;1:3u', []],
		['a capital', '[119;2u', ['W']],
		['a capital as the keyboard has it', '[119:87;2u', ['W']],
		['the text that it makes', '[97;2;65u', ['A']],
		['a sign with Shift of which only the key is known', '[49;2u', []],
		['Ctrl', '[99;5u', ['ctrl-c']],
		['Alt', '[106;3u', []],
		[
			'Esc, Enter, Tab, Backspace',
			`[27u${esc}[13u${esc}[9u${esc}[9;2u${esc}[127u`,
			['esc', 'enter', 'tab', 'shift-tab', 'backspace'],
		],
		['an arrow let go', '[1;1:3A', []],
		['an arrow pressed', '[1;1:1A', ['up']],
		['a page let go', '[5;1:3~', []],
		['a modifier alone', '[57441;2u', []],
		['of the keypad', `[57419u${esc}[57414u`, ['up', 'enter']],
		['no character', '[1114112u', []],
		['xterm’s older protocol', '[27;5;99~', ['ctrl-c']],
	])('as the kitty protocol tells them: %s', (_, sequence, expected) => check([`${esc}${sequence}`], expected));
});

describe('Esc', () => {
	test('alone acts after a short wait', () => {
		expect(read([esc]).filter(({type}) => type === 'key')).toEqual([{type: 'key', name: 'esc', atMs: 101}]);
	});

	test.each<[string, readonly Step[], readonly string[]]>([
		['a key long after it', [esc, 150, 'j'], ['esc', 'j']],
		['twice', [esc, 200, esc], ['esc', 'esc']],
		['twice at once', [`${esc}${esc}`], ['esc', 'esc']],
		['and Ctrl-C at once', [`${esc}\u0003`], ['ctrl-c']],
		['and O, and P 150 ms later: it is F1', [`${esc}O`, 150, 'P'], ['f1']],
		['and then a rest of an arrow', [esc, 200, '[A'], ['esc', 'up']],
		['and then a rest of an answer', [esc, 400, `]11;rgb:1e1e/1e1e/1e1e${st}`, 'j'], ['esc', 'j']],
		['and then a rest of an answer, cut', [esc, 400, ']', 400, '11;rgb:1e1e/1e1e/1e1e', 400, '\u0007j'], ['esc', 'j']],
		['and X or P too soon: rather nothing than a stop', [esc, 300, 'X', 600, 'j'], ['esc', 'j']],
		['and X late enough', [esc, 501, 'X'], ['esc', 'X']],
		['after an answer waits for the next one', [`${esc}[?62c${esc}`, 400, `[?62c`], []],
		['after an answer acts all the same', [`${esc}[?62c`, 100, esc], ['esc']],
	])('%s', (_, steps, expected) => check(steps, expected));
});

describe('what is no key', () => {
	test.each<[string, readonly Step[], readonly string[]]>([
		['a string that never ends, and a key after a while', [`${esc}]11;rgb:`, 501, 'j'], ['j']],
		['a string that never ends, and Ctrl-C', [`${esc}P1+r`, '\u0003'], ['ctrl-c']],
		['a string that is cut off by another', [`${esc}]11;rgb:${esc}]10;rgb:0/0/0\u0007j`], ['j']],
		['a string that is cut off by an arrow', [`${esc}]11;rgb:${esc}[A`], ['up']],
		['a string that is cancelled', [`${esc}]11;rgb:\u0018j`], ['j']],
		['a sequence that never ends', [`${esc}[12`, 501, 'j'], ['j']],
		['a sequence that is cut off by Enter', [`${esc}[12\r`], ['enter']],
		['eight-bit introducers', [bytes(0x9b), '?62c', bytes(0x9d), '11;rgb:0/0/0', bytes(0x9c), 'j'], ['j']],
		['the same as characters', ['\u009B?62cj'], ['j']],
		['an answer in which a character ends like ST', [`${esc}]l眜W${st}j`], ['j']],
		['X10 mouse, whatever its bytes', [`${esc}[M`, bytes(0x20, 0xff, 0x03), 'j'], ['j']],
		['X10 mouse byte by byte', [`${esc}[M`, 400, ' ', 400, 'P', 400, 'X', 'j'], ['j']],
		['X10 mouse that is cut off', [`${esc}[M `, 501, 'j'], ['j']],
		['character sets', [`${esc}(Bj`], ['j']],
	])('%s', (_, steps, expected) => check(steps, expected));

	test('is told, so that a key beside it is not alone', () => {
		const types = (steps: readonly Step[]) => read(steps).map(({type, atMs}) => [type, atMs]);
		expect(types([`${esc}[?62cy`])).toEqual([
			['other', 0],
			['key', 0],
		]);
		expect(types(['y', `${esc}]11;rgb:0/0/0\u0007`]).slice(0, 2)).toEqual([
			['key', 0],
			['other', 0],
		]);
		expect(types([`y${esc}]11`]).slice(0, 2)).toEqual([
			['key', 0],
			['other', 0],
		]);
	});
});

describe('a paste', () => {
	test.each<[string, readonly Step[], readonly string[]]>([
		['whole', [`${esc}[200~jjq${esc}[201~j`], ['"jjq"', 'j']],
		['cut in its end', [`j${esc}[200~jj`, 300, `q${esc}[20`, 3000, '1~', 'j'], ['j', '"jjq"', 'j']],
		['cut in its beginning', [`${esc}[20`, 300, `0~jjq${esc}[201~`], ['"jjq"']],
		['with sequences in it', [`${esc}[200~a${esc}[Ab\u0003${esc}${esc}[201~`], [`"a${esc}[Ab\u0003${esc}"`]],
		['with a character cut in two', [`${esc}[200~`, bytes(0xe8, 0xae), bytes(0xa2), `${esc}[201~`], ['"订"']],
		['that never ends', [`${esc}[200~jj`, 10_001, 'q'], ['"jj"', 'q']],
		['an end without a beginning', [`${esc}[201~j`], ['j']],
	])('%s', (_, steps, expected) => check(steps, expected));

	test('of any size keeps what a prompt can take', () => {
		const [told] = keys([`${esc}[200~`, ...Array.from({length: 30}, () => 'x'.repeat(10_000)), `${esc}[201~`]);
		expect(told?.length).toBe(65_536 + 2);
	});
});

describe('the first 200 ms', () => {
	test.each<[string, readonly Step[], readonly string[]]>([
		['plain keys count', ['jq\r\u0003'], ['j', 'q', 'enter', 'ctrl-c']],
		['arrows and pastes do not', [`${esc}[A`, 50, `${esc}[200~x${esc}[201~`, 200, 'j'], ['j']],
		['nor does what is left of an answer', [esc, 150, '[?62c', 'j'], ['j']],
		['and then they do', [210, `${esc}[A`, esc], ['up', 'esc']],
	])('%s', (_, steps, expected) => expect(keys(steps, 0)).toEqual(expected));

	test('an Esc acts once they are over, unless it was the beginning of an answer', () => {
		const acted = read([50, esc], 0).filter(({type}) => type === 'key');
		expect(acted).toEqual([{type: 'key', name: 'esc', atMs: 301}]);
		expect(keys([50, esc, 240, ']11;rgb:1e1e/1e1e/1e1e\u0007', 'j'], 0)).toEqual(['j']);
	});
});

/** What terminals answer when they are asked, and what they report by themselves. */
const answers: readonly ((random: () => number) => string | Uint8Array)[] = [
	() => `${esc}]10;rgb:d0d0/d0d0/d0d0${st}`,
	() => `${esc}]11;rgb:1e1e/1e1e/2e2e\u0007`,
	() => `${esc}]4;12;rgb:5c5c/5c5c/ffff${st}`,
	() => `${esc}]52;c;V1BYeXE=${st}`,
	() => `${esc}]lpXWy 订单${st}`,
	() => `${esc}[?62;22c`,
	() => `${esc}[>41;390;0c`,
	() => `${esc}P!|00000000${st}`,
	() => `${esc}P>|WezTerm 20240203-110809-5046fc22${st}`,
	() => `${esc}P>|XTerm(390)${st}`,
	() => `${esc}P1+r524742=382F382F38;5463=${st}`,
	() => `${esc}P0+r${st}`,
	() => `${esc}P1$r0 q${st}`,
	() => `${esc}[?2026;2$y`,
	() => `${esc}[4;2$y`,
	random => `${esc}[${1 + whole(random, 200)};${1 + whole(random, 300)}R`,
	() => `${esc}[?${1};1R`,
	() => `${esc}[0n`,
	() => `${esc}[?997;1n`,
	() => `${esc}[8;24;80t`,
	() => `${esc}[?0u`,
	() => `${esc}[?31u`,
	() => `${esc}[121;1:3u`,
	() => `${esc}[1;1:3A`,
	() => `${esc}[6;1:3~`,
	() => `${esc}_Gi=31;OK${st}`,
	() => `${esc}_Gi=31;ENOENT:pyX${st}`,
	() => `${esc}^private y${st}`,
	() => `${esc}Xstart y${st}`,
	() => `${esc}[I`,
	() => `${esc}[O`,
	random => `${esc}[<${whole(random, 70)};${whole(random, 200)};${whole(random, 90)}${random() > 0.5 ? 'M' : 'm'}`,
	random => `${esc}[${32 + whole(random, 70)};${whole(random, 200)};${whole(random, 90)}M`,
	random => {
		const report = [32 + whole(random, 4), 33 + whole(random, 222), 33 + whole(random, 222)];
		// A coordinate that is ESC by chance begins something else.
		return Buffer.concat([Buffer.from(`${esc}[M`), Uint8Array.from(report)]);
	},
];

const plainKeys = ['j', 'k', 'W', 'y', 'p', 'X', '\r', '!', '订', 'q'] as const;
const nameOf = (key: string) => (key === '\r' ? 'enter' : key);

function whole(random: () => number, below: number): number {
	return Math.floor(random() * below);
}

const oneOf = <Item>(random: () => number, items: readonly Item[]): Item => {
	const item = items[whole(random, items.length)];
	if (item === undefined) throw new Error('nothing to choose from');
	return item;
};

describe('any answers, cut anywhere, with any pauses of up to half a second', () => {
	// The same each time, unless told.
	const seed = Number(process.env['DMTOP_SEED'] ?? 20_261_122);

	/** Cuts bytes into pieces with pauses between them; `mostMs` after the piece that ends with this byte. */
	function pieces(random: () => number, all: Uint8Array): Step[] {
		const steps: Step[] = [];
		const often = random();
		let from = 0;
		for (let to = 1; to <= all.length; to++) {
			if (to < all.length && random() > often) continue;
			steps.push(all.subarray(from, to));
			// An ESC that is cut off by a longer pause than this acts as the key: it is the same byte.
			const lone = from + 1 === to && all[from] === 0x1b;
			const most = lone ? 100 : 500;
			if (random() > 0.5) steps.push(whole(random, most + 1));
			from = to;
		}
		return steps;
	}

	test(`are no event at all, and keys between them are (DMTOP_SEED=${seed})`, () => {
		const random = seeded(seed);
		for (let round = 0; round < 3000; round++) {
			const steps: Step[] = [];
			const expected: string[] = [];
			const count = 1 + whole(random, 8);
			let run: Uint8Array[] = [];
			for (let at = 0; at < count; at++) {
				const answer = oneOf(random, answers)(random);
				run.push(typeof answer === 'string' ? Buffer.from(answer) : answer);
				if (random() > 0.4 && at + 1 < count) continue;
				steps.push(...pieces(random, Buffer.concat(run)));
				run = [];
				if (random() > 0.5) {
					const key = oneOf(random, plainKeys);
					steps.push(key, whole(random, 300));
					expected.push(nameOf(key));
				}
				if (random() > 0.8) steps.push(6000);
			}
			expect({round, keys: keys(steps)}).toEqual({round, keys: expected});
		}
	});

	test(`with a pause after an ESC too, bring at most Esc (DMTOP_SEED=${seed})`, () => {
		const random = seeded(seed + 1);
		for (let round = 0; round < 3000; round++) {
			const all = Buffer.concat(
				Array.from({length: 1 + whole(random, 6)}, () => {
					const answer = oneOf(random, answers)(random);
					return typeof answer === 'string' ? Buffer.from(answer) : answer;
				}),
			);
			const steps = [...all].flatMap(byte => [bytes(byte), whole(random, 501)]);
			// After an answer the next one is waited for, so only the very first one can be taken for the key.
			expect({round, keys: keys(steps).filter((name, at) => at > 0 || name !== 'esc')}).toEqual({round, keys: []});
		}
	});

	test(`in one piece are no event either (DMTOP_SEED=${seed})`, () => {
		const random = seeded(seed + 2);
		for (let round = 0; round < 500; round++) {
			const all = Array.from({length: 1 + whole(random, 20)}, () => oneOf(random, answers)(random));
			const together = Buffer.concat(all.map(answer => (typeof answer === 'string' ? Buffer.from(answer) : answer)));
			expect({round, keys: keys([together, 'j'])}).toEqual({round, keys: ['j']});
		}
	});
});
