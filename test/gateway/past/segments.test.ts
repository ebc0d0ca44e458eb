import {crc32, deflateRawSync} from 'node:zlib';
import {expect, test} from 'vitest';
import type {SegmentHead} from '../../../src/gateway/past/entries.ts';
import {emptyBody, encodeRecord} from '../../../src/gateway/past/record.ts';
import {createSegments} from '../../../src/gateway/past/segments.ts';
import {createMemoryShelf} from '../../../src/gateway/past/shelf.ts';

const head: SegmentHead = {form: 'dmtop 1', session: 'one', wallAheadMs: 0, goesOn: false};
const times = {fromMs: 5, untilMs: 5, changes: []};

function written(): {readonly first: Buffer; readonly second: Buffer} {
	const told = emptyBody();
	told.texts.push(JSON.stringify(head));
	return {first: encodeRecord('head', times, told), second: encodeRecord('readings', times, emptyBody())};
}

/** The same record as one who compresses in another way would have written it. */
function otherwiseCompressed(record: Buffer): Buffer {
	const begin = 26;
	const body = deflateRawSync(Buffer.from('0000000000000000{"form":"dmtop 1"}'));
	const changed = Buffer.concat([record.subarray(0, begin), body]);
	changed.writeUInt32LE(body.length, 0);
	changed.writeUInt32LE(crc32(changed.subarray(8)), 4);
	return changed;
}

function check({first, form, isRead}: {first: Buffer; form: string; isRead: boolean}): void {
	const shelf = createMemoryShelf();
	shelf.begin(5, Buffer.concat([first, written().second]));
	const segments = createSegments(() => [shelf], form);
	const [place] = segments.places();
	expect(place && segments.open(place)?.head).toEqual(isRead ? head : undefined);
}

test.each([
	{name: 'by this program', first: written().first, form: 'dmtop 1', isRead: true},
	{name: 'by another version', first: written().first, form: 'dmtop 2', isRead: false},
	{name: 'in another compression', first: otherwiseCompressed(written().first), form: 'dmtop 1', isRead: false},
])('a segment that was written $name is read: $isRead', check);
