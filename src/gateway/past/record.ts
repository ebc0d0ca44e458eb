import {brotliCompressSync, brotliDecompressSync, constants, crc32} from 'node:zlib';
import {createIntReader, createIntWriter, type IntReader, type IntWriter} from './ints.ts';

/** What a record holds. */
export type RecordKind = keyof typeof kinds;

const kinds = {head: 1, memory: 2, samples: 3, readings: 4} as const;

/** Where a record lies and what it is about; all that is needed to find a moment. Times are of the clock that wrote it. */
export type RecordHead = {
	readonly kind: RecordKind;
	/** The first and the last time of which it tells. */
	readonly fromMs: number;
	readonly untilMs: number;
	/** The moments of it at which something changed. */
	readonly changes: readonly number[];
	/** Where its body begins in its segment, and how long it is. */
	readonly at: number;
	readonly bytes: number;
};

/** What is put into the body of a record: numbers, and texts without a line break. */
export type Body = {readonly ints: IntWriter; readonly texts: string[]};

export function emptyBody(): Body {
	return {ints: createIntWriter(), texts: []};
}

/** The bytes of a record. Whoever finds only a part of them, or others, sees it by the sum. */
export function encodeRecord(
	kind: RecordKind,
	{fromMs, untilMs, changes}: Pick<RecordHead, 'fromMs' | 'untilMs' | 'changes'>,
	{ints, texts}: Body,
): Buffer {
	const numbers = ints.bytes();
	const text = Buffer.from(texts.join('\n'));
	const lengths = Buffer.alloc(8);
	lengths.writeUInt32LE(numbers.length, 0);
	lengths.writeUInt32LE(texts.length, 4);
	const body = brotliCompressSync(Buffer.concat([lengths, numbers, text]), compression);
	const head = Buffer.alloc(headBytes + 8 * changes.length);
	head.writeUInt32LE(body.length, 0);
	head.writeUInt8(kinds[kind], 8);
	head.writeUInt8(changes.length, 9);
	head.writeDoubleLE(fromMs, 10);
	head.writeDoubleLE(untilMs, 18);
	for (const [index, atMs] of changes.entries()) head.writeDoubleLE(atMs, headBytes + 8 * index);
	head.writeUInt32LE(crc32(body, crc32(head.subarray(8))), 4);
	return Buffer.concat([head, body]);
}

/** A tenth smaller than by deflate, for a third more time; what is better takes far longer. */
const compression = {params: {[constants.BROTLI_PARAM_QUALITY]: 5}} as const;

const headBytes = 26;

/** More moments than this do not go into one record. */
export const changesAtMost = 255;

/** The records of a segment, up to the first that is not whole. */
export function recordsIn(segment: Buffer, from = 0): readonly RecordHead[] {
	const records: RecordHead[] = [];
	for (let at = from; at + headBytes <= segment.length; ) {
		const length = segment.readUInt32LE(at);
		const count = segment.readUInt8(at + 9);
		const begin = at + headBytes + 8 * count;
		const end = begin + length;
		const kind = names.get(segment.readUInt8(at + 8));
		if (end > segment.length || kind === undefined) break;
		if (segment.readUInt32LE(at + 4) !== crc32(segment.subarray(at + 8, end))) break;
		records.push({
			kind,
			fromMs: segment.readDoubleLE(at + 10),
			untilMs: segment.readDoubleLE(at + 18),
			changes: Array.from({length: count}, (_, index) => segment.readDoubleLE(at + headBytes + 8 * index)),
			at: begin,
			bytes: length,
		});
		at = end;
	}
	return records;
}

/** What was put into a record, in the same order. Throws an Error where it is damaged. */
export function readBody(
	segment: Buffer,
	{at, bytes}: RecordHead,
): {readonly ints: IntReader; readonly nextText: () => string} {
	const body = brotliDecompressSync(segment.subarray(at, at + bytes));
	const numbers = body.readUInt32LE(0);
	const count = body.readUInt32LE(4);
	const texts = count === 0 ? [] : body.toString('utf8', 8 + numbers).split('\n');
	let next = 0;
	return {
		ints: createIntReader(body.subarray(8, 8 + numbers)),
		nextText() {
			const text = texts[next++];
			if (text === undefined) throw new RangeError('the texts end too early');
			return text;
		},
	};
}

const names: ReadonlyMap<number, RecordKind> = new Map(
	(Object.keys(kinds) as RecordKind[]).map(kind => [kinds[kind], kind]),
);
