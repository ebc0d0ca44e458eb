import type {SegmentHead} from './entries.ts';
import {type RecordHead, readBody, recordsIn} from './record.ts';
import type {SegmentPlace, Shelf} from './shelf.ts';

/** A segment that can be read: its head, and where its records are. Times of records are of its own session's clock. */
export type Segment = {
	readonly place: SegmentPlace;
	readonly head: SegmentHead;
	readonly records: readonly RecordHead[];
	readonly fromMs: number;
	/** Up to then it tells. */
	readonly untilMs: number;
	/** All of it, or a part. Null where it is not there any more. */
	readonly read: (part?: {readonly at: number; readonly bytes: number}) => Buffer | null;
};

/** Knows the segments of shelves; each is looked at once, and only where somebody asks for it. */
export type Segments = {
	/** All places, by their time, the oldest first. */
	readonly places: () => readonly SegmentPlace[];
	/** Null where it cannot be read, or was written by another program. */
	readonly open: (place: SegmentPlace) => Segment | null;
};

export function createSegments(shelves: () => readonly Shelf[], form: string): Segments {
	const known = new Map<string, {readonly bytes: number; readonly segment: Segment | null}>();
	return {
		places() {
			const all = shelves().flatMap(shelf => shelf.segments());
			const there = new Set(all.map(({id}) => id));
			for (const id of known.keys()) if (!there.has(id)) known.delete(id);
			return all.sort((a, b) => a.fromMs - b.fromMs);
		},
		open(place) {
			const before = known.get(place.id);
			if (before?.bytes === place.bytes) return before.segment;
			const read: Segment['read'] = part =>
				shelves()
					.find(shelf => shelf.segments().some(({id}) => id === place.id))
					?.read(place.id, part) ?? null;
			const segment = segmentOf(place, read, form);
			known.set(place.id, {bytes: place.bytes, segment});
			return segment;
		},
	};
}

function segmentOf(place: SegmentPlace, read: Segment['read'], form: string): Segment | null {
	const bytes = read();
	if (bytes === null) return null;
	const [first, ...records] = recordsIn(bytes);
	const last = records.at(-1);
	if (first === undefined || last === undefined || first.kind !== 'head') return null;
	const head = headOf(bytes, first);
	if (head?.form !== form) return null;
	return {place, head, records, fromMs: first.fromMs, untilMs: last.untilMs, read};
}

/** Null where it cannot be read: another program may have written it in another way. */
function headOf(bytes: Buffer, record: RecordHead): SegmentHead | null {
	try {
		return JSON.parse(readBody(bytes, record).nextText()) as SegmentHead;
	} catch {
		return null;
	}
}
