import {quoted} from '../../domain/operation/words.ts';
import type {Options} from '../args/usage.ts';

/** The flags that lead another command of dmtop to the same cluster, each with a blank before it, fit to be pasted into a shell. */
export function connectionFlags({masters, tls}: Pick<Options, 'masters' | 'tls'>): string {
	const files = Object.entries(tls).map(([name, file]) => ` --ssl-${name} ${quoted(file)}`);
	return [...masters.map(master => ` --master ${quoted(master)}`), ...files].join('');
}
