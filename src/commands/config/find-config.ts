import {type Config, noConfig} from './config.ts';
import {configFilesThere} from './config-files.ts';

/** What the files of settings say; where there is none, nothing is loaded to read one. Throws a UsageError where one is wrong. */
export async function findConfig(): Promise<Config> {
	const there = configFilesThere();
	return there.length === 0 ? noConfig : (await import('./read-config.ts')).readConfig(there);
}
