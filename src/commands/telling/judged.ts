import type {Memory} from '../../gateway/memory/memory.ts';
import {mayHavePart} from '../../gateway/memory/unheard.ts';
import {overview} from '../../gateway/views/views.ts';
import type {Overview} from '../../wire/topics.ts';
import {exit} from '../exit.ts';

const bad: ReadonlySet<string> = new Set(['error', 'unknown', 'retrying']);

/** 1 where a shown task is in trouble, or where a source or worker that may have a part of what is shown does not answer. */
export function judged(memory: Memory, task: string | null): number {
	const {tasks, notes} = overview(memory);
	const rows = tasks.filter(row => task === null || row.name === task);
	const silent = [...memory.sources.values()].some(({answered, leftSinceMs}) => !answered && leftSinceMs === null);
	const hidden = [...memory.sourceless, ...(task === null ? notes : mayHavePart(memory, task))];
	const unknown = hidden.length > 0 || (task === null && silent);
	return unknown || rows.some(({word}) => bad.has(word)) ? exit.trouble : exit.fine;
}

/** The same verdict over what a gateway tells. */
export function judgedOverview({tasks, notes}: Pick<Overview, 'tasks' | 'notes'>): number {
	return notes.length > 0 || tasks.some(({word}) => bad.has(word)) ? exit.trouble : exit.fine;
}
