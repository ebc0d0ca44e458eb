import {cleanText} from '../domain/text.ts';
import type {Memory} from '../gateway/memory/memory.ts';
import {overview} from '../gateway/views/views.ts';
import {meantInstead} from './args/nearest.ts';

/** That the cluster lists no such task, which ones it lists, and whose tasks it cannot list now. One sentence. */
export function unknownTask(memory: Memory, task: string): string {
	const names = [...memory.tasks.keys()].sort();
	const some = names.slice(0, 8).join(', ');
	const known = names.length === 0 ? 'none at all' : names.length > 8 ? `${some} and ${names.length - 8} more` : some;
	const {notes} = overview(memory);
	const near = meantInstead(task, names);
	return [`the cluster lists no task "${cleanText(task)}"${near}; it lists ${known}`, ...notes].join('; ');
}
