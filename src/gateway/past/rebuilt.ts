import {type Memory, remember} from '../memory/memory.ts';
import type {Reading} from '../memory/reading.ts';
import {entries} from './entries.ts';
import {fromJson} from './json-maps.ts';
import {memoryOf, subtaskPrefix} from './memory-pieces.ts';
import {createPieceReader} from './piece-stream.ts';
import {readBody} from './record.ts';
import {createSampleReader} from './sample-stream.ts';
import type {Segment} from './segments.ts';
import {statusOf} from './status-pieces.ts';

/** The memory as it was at a moment, and when dm-master was to be asked again then. */
export type Rebuilt = {readonly memory: Memory; readonly nextTryAtMs: number | null};

/**
 * Makes the memory of a moment: the one that was written last before it, with the readings that came since. `before` are
 * the segments that the first goes on with, the oldest first, as far as histories reach. Long work is done turn by turn.
 * Throws an Error where what was kept is damaged.
 */
export async function rebuilt(
	segment: Segment,
	before: readonly Segment[],
	atMs: number,
	yieldTurn: () => Promise<void>,
): Promise<Rebuilt> {
	const samples = createSampleReader();
	for (const {records, read} of before) {
		samples.begin();
		for (const record of records) {
			if (record.kind !== 'samples') continue;
			const bytes = read(record);
			if (bytes === null) break;
			const {ints, nextText} = readBody(bytes, {...record, at: 0});
			samples.read(ints, nextText);
		}
		await yieldTurn();
	}
	const bytes = segment.read();
	if (bytes === null) throw new Error('it is not kept any more');
	const {records} = segment;
	const from = records.findLastIndex(({kind, untilMs}) => kind === 'memory' && untilMs <= atMs);
	samples.begin();
	const memories = createPieceReader();
	let statuses = createPieceReader();
	let memory: Memory | null = null;
	let nextTryAtMs: number | null = null;
	for (const [index, record] of records.entries()) {
		if (record.fromMs > atMs) break;
		const isNeeded = record.kind === 'readings' ? index > from : index <= from + 1;
		if (!isNeeded) continue;
		const {ints, nextText} = readBody(bytes, record);
		if (record.kind === 'memory') {
			nextTryAtMs = ints.take() || null;
			memories.read(ints, nextText);
		} else if (record.kind === 'samples') {
			samples.read(ints, nextText);
			if (index !== from + 1) continue;
			memory = memoryOf(memories.pieces(), samples.historyOf);
			statuses = createPieceReader(memories.seed(subtaskPrefix));
		} else {
			while (!ints.isAtEnd()) {
				const kind = ints.take();
				const tookAtMs = ints.take();
				if (kind === entries.wait) {
					const until = ints.take() || null;
					if (tookAtMs <= atMs) nextTryAtMs = until;
					continue;
				}
				let reading: Reading | null = null;
				if (kind === entries.status) {
					statuses.read(ints, nextText);
					if (memory !== null && tookAtMs <= atMs) reading = statusOf(statuses.pieces());
				} else reading = fromJson(nextText()) as Reading;
				if (memory === null || reading === null || tookAtMs > atMs) continue;
				memory = remember(memory, reading);
				await yieldTurn();
			}
		}
	}
	if (memory === null) throw new Error('there is no state to begin with');
	return {memory, nextTryAtMs};
}
