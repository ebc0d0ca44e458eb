import type {SourceAnswer, Subtask} from '../../domain/cluster.ts';
import type {StatusReading} from '../memory/reading.ts';
import {ofSubtask} from './memory-pieces.ts';
import type {Piece} from './piece-stream.ts';

/** The parts of a status: what is of all, of each source, of each subtask, which is called as in the memory. */
export function* statusPieces(reading: StatusReading): Iterable<Piece> {
	const {sources, ...cluster} = reading.cluster;
	yield ['', JSON.stringify({...reading, cluster, sources: sources.length})];
	const told = new Map<string, number>();
	for (const [index, {subtasks, ...source}] of sources.entries()) {
		const of = source.source ?? source.worker ?? String(index);
		const names = subtasks.map(({task}) => {
			const name = ofSubtask(task, of);
			const times = told.get(name) ?? 0;
			told.set(name, times + 1);
			// An answer may tell of one twice.
			return times === 0 ? name : `${name}\x01${times}`;
		});
		yield [`${index}`, JSON.stringify({source, names} satisfies OfSource)];
		for (const [at, subtask] of subtasks.entries()) yield [names[at] ?? '', JSON.stringify(subtask)];
	}
}

/** The status of its parts. Throws where one is missing. */
export function statusOf(pieces: ReadonlyMap<string, string>): StatusReading {
	const part = <Of>(name: string) => JSON.parse(pieces.get(name) ?? '') as Of;
	const {sources: count, cluster, ...reading} = part<Omit<StatusReading, 'cluster'> & Head>('');
	const sources = Array.from({length: count}, (_, index): SourceAnswer => {
		const {source, names} = part<OfSource>(`${index}`);
		return {...source, subtasks: names.map(name => part<Subtask>(name))};
	});
	return {...reading, cluster: {...cluster, sources}};
}

type Head = {readonly sources: number; readonly cluster: Omit<StatusReading['cluster'], 'sources'>};
type OfSource = {readonly source: Omit<SourceAnswer, 'subtasks'>; readonly names: readonly string[]};
