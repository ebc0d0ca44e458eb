import {quoted} from '../../domain/operation/words.ts';
import type {Options} from '../args/usage.ts';

/**
 * The flags that lead another command of dmtop to the same cluster, each with a blank before it, fit to be pasted into a
 * shell: its name where it has one in the file of settings, which tells all else.
 */
export function connectionFlags({
	cluster,
	masters,
	workers,
	tls,
}: Pick<Options, 'cluster' | 'masters' | 'workers' | 'tls'>): string {
	if (cluster !== null) return ` --cluster ${quoted(cluster)}`;
	const files = Object.entries(tls).map(([name, file]) => ` --ssl-${name} ${quoted(file)}`);
	const named = workers.map(worker => ` --worker ${quoted(worker)}`);
	return [...masters.map(master => ` --master ${quoted(master)}`), ...named, ...files].join('');
}
