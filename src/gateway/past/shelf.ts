/** Where segments are kept: pieces of a recording, each of which can be read without the ones before it but for samples. */
export type Shelf = {
	/** The oldest first. */
	readonly segments: () => readonly SegmentPlace[];
	/** Begins a segment; `fromMs` is of the clock on the wall. Throws an Error with a sentence where it cannot be kept. */
	readonly begin: (fromMs: number, bytes: Buffer) => string;
	/** Adds to a segment. Throws as well. */
	readonly append: (id: string, bytes: Buffer) => void;
	/** So many bytes of it from there on; left out, all of it. Null where it is not there any more. */
	readonly read: (id: string, part?: {readonly at: number; readonly bytes: number}) => Buffer | null;
	readonly remove: (id: string) => void;
};

export type SegmentPlace = {readonly id: string; readonly fromMs: number; readonly bytes: number};

/** Keeps segments in the memory of this process. */
export function createMemoryShelf(): Shelf {
	const kept = new Map<string, {readonly fromMs: number; readonly parts: Buffer[]; bytes: number}>();
	let last = 0;
	return {
		segments: () => [...kept].map(([id, {fromMs, bytes}]) => ({id, fromMs, bytes})),
		begin(fromMs, bytes) {
			last += 1;
			const id = `memory ${last}`;
			kept.set(id, {fromMs, parts: [bytes], bytes: bytes.length});
			return id;
		},
		append(id, bytes) {
			const it = kept.get(id);
			if (it === undefined) throw new Error('the segment is not there any more');
			it.parts.push(bytes);
			it.bytes += bytes.length;
		},
		read(id, {at = 0, bytes = Number.POSITIVE_INFINITY} = {at: 0, bytes: Number.POSITIVE_INFINITY}) {
			const it = kept.get(id);
			return it === undefined ? null : Buffer.concat(it.parts).subarray(at, at + bytes);
		},
		remove: id => void kept.delete(id),
	};
}
