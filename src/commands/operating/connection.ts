import {quoted} from '../../domain/operation/words.ts';
import type {Options} from '../args/usage.ts';

/** The flags that lead another command of dmtop to the same cluster, each with a blank before it, fit to be pasted into a shell. */
export function connectionFlags({masters, workers, tls}: Pick<Options, 'masters' | 'workers' | 'tls'>): string {
	const files = Object.entries(tls).map(([name, file]) => ` --ssl-${name} ${quoted(file)}`);
	const named = workers.map(worker => ` --worker ${quoted(worker)}`);
	return [...masters.map(master => ` --master ${quoted(master)}`), ...named, ...files].join('');
}
