import {describe, expect, test} from 'vitest';
import {type Method, methods} from '../../../src/dm/grpc/methods.ts';
import {decodeMessage, encodeMessage, type Values} from '../../../src/dm/grpc/protobuf.ts';
import {fixture} from '../../support/recordings.ts';

/** The bytes of recorded messages, as another implementation of protobuf writes them. */
const wire = fixture('operations/wire.json') as Readonly<
	Record<string, {readonly request: string; readonly answer: string}>
>;

type Recording = {readonly method: string; readonly request: Values; readonly answer: Values};

const known = Object.entries(wire).flatMap(([name, bytes]) => {
	const recording = fixture(`operations/${name}.json`) as Recording;
	const generation = name.startsWith('1.0') ? 'workers' : 'sources';
	const method = Object.values(methods)
		.map((each): Method | null => each[generation])
		.find(it => it?.path === recording.method);
	return method == null ? [] : [{name, bytes, recording, method}];
});

/** What of a recorded message the method's own definition knows; enums are numbers here. */
function asKnown(method: Method['answer'], values: Values): Values {
	const ops = {InvalidRelayOp: 0, StopRelay: 1, PauseRelay: 2, ResumeRelay: 3};
	const words: Readonly<Record<string, number>> = {...ops, Running: 2, Stopped: 4, NewErr: 1, IgnoredErr: 2};
	return Object.fromEntries(
		Object.entries(method).map(([name, {of, repeated}]) => {
			const value = values[name];
			if (typeof of === 'object' && repeated === true)
				return [name, ((value ?? []) as readonly Values[]).map(it => asKnown(of, it))];
			if (of === 'number') return [name, typeof value === 'string' ? words[value] : (value ?? 0)];
			return [name, value ?? (repeated === true ? [] : of === 'text' ? '' : false)];
		}),
	);
}

describe('protobuf', () => {
	test('there are recordings of all three versions', () => {
		expect(known.length).toBeGreaterThan(80);
		expect(new Set(known.map(({name}) => name.split('/')[0]))).toEqual(new Set(['1.0.7', '2.0.7', '6.5.0']));
	});

	test.for(known)('reads the answer of $name', ({bytes, recording, method}) => {
		expect(decodeMessage(method.answer, Buffer.from(bytes.answer, 'base64'))).toEqual(
			asKnown(method.answer, recording.answer),
		);
	});

	test.for(known)('writes the request of $name', ({bytes, recording, method}) => {
		const asked = decodeMessage(method.request, Buffer.from(bytes.request, 'base64'));
		expect(asked).toEqual(asKnown(method.request, recording.request));
		expect(decodeMessage(method.request, encodeMessage(method.request, recording.request))).toEqual(asked);
	});

	const {answer} = methods.showLocks.sources;
	const whole = encodeMessage(answer, {
		result: true,
		msg: 'ключ 锁',
		locks: [
			{
				ID: 't-`a`.`b`',
				task: 't',
				mode: 'pessimistic',
				owner: 's',
				DDLs: ['x'.repeat(300)],
				synced: ['', 's'],
				unsynced: [],
			},
		],
	});

	test('long texts, other scripts and empty texts in a list stay', () => {
		expect(decodeMessage(answer, whole)).toMatchObject({
			msg: 'ключ 锁',
			locks: [{DDLs: ['x'.repeat(300)], synced: ['', 's'], unsynced: []}],
		});
	});

	const garbage: readonly (readonly [string, readonly number[]])[] = [
		['a message that breaks off', [0x12, 0x05, 0x61]],
		['a field without a number', [0x00, 0x01]],
		['another type of field at result', [0x0a, 0x01, 0x61]],
		['another type of field at msg', [0x10, 0x01]],
		['a number without an end', Array.from({length: 12}, () => 0xff)],
		['a field of no type', [0x7b]],
		['no UTF-8 at msg', [0x12, 0x02, 0xff, 0xfe]],
	];

	test.for(garbage)('says of what is no message: %s', ([what, bytes]) => {
		expect(() => decodeMessage(answer, Buffer.from(bytes))).toThrow(
			`received ${what}, expected a message of dm-master`,
		);
	});

	test('a message that is cut off anywhere is read as a shorter one or refused, and never hangs', () => {
		for (let length = 0; length < whole.length; length++) {
			try {
				decodeMessage(answer, whole.subarray(0, length));
			} catch (error) {
				expect(error).toMatchObject({name: 'AnswerError', kind: 'unexpected'});
			}
		}
	});
});
