import type {SourceAnswer, Subtask} from '../../domain/cluster.ts';
import type {StatusReading} from '../memory/reading.ts';
import type {Piece} from './piece-stream.ts';

/** The parts of a status: what is of all, of each source, of each subtask. */
export function* statusPieces(reading: StatusReading): Iterable<Piece> {
	const {sources, ...cluster} = reading.cluster;
	const names = sources.map(({source, worker}, index) => source ?? worker ?? String(index));
	yield ['', JSON.stringify({...reading, cluster, sources: sources.length})];
	for (const [index, {subtasks, ...source}] of sources.entries()) {
		const name = `${index}\x01${names[index]}`;
		const told = new Map<string, number>();
		const order = subtasks.map(({task}) => {
			const times = told.get(task) ?? 0;
			told.set(task, times + 1);
			return times === 0 ? task : `${task}\x01${times}`;
		});
		yield [`${index}`, JSON.stringify({name, order, source})];
		for (const [at, subtask] of subtasks.entries()) yield [`${name}\x01${order[at]}`, JSON.stringify(subtask)];
	}
}

/** The status of its parts. Throws where one is missing. */
export function statusOf(pieces: ReadonlyMap<string, string>): StatusReading {
	const part = <Of>(name: string) => JSON.parse(pieces.get(name) ?? '') as Of;
	const {sources: count, cluster, ...reading} = part<Omit<StatusReading, 'cluster'> & Head>('');
	const sources = Array.from({length: count}, (_, index): SourceAnswer => {
		const {name, order, source} = part<OfSource>(`${index}`);
		return {...source, subtasks: order.map(task => part<Subtask>(`${name}\x01${task}`))};
	});
	return {...reading, cluster: {...cluster, sources}};
}

type Head = {readonly sources: number; readonly cluster: Omit<StatusReading['cluster'], 'sources'>};
type OfSource = {
	readonly name: string;
	readonly order: readonly string[];
	readonly source: Omit<SourceAnswer, 'subtasks'>;
};
