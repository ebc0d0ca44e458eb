import type {Writable} from 'node:stream';
import type {Hotkey} from '../../tui/state.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import type {Config} from '../config/config.ts';
import {exit, UsageError} from '../exit.ts';
import {summary} from './summary.ts';

export type HelpIo = {
	readonly stdout: Writable;
	readonly version: string;
	/** What the files of settings say, where somebody may have given keys anew. */
	readonly findConfig: () => Promise<Config>;
};

/** Prints what there is to know: all in short, about one topic, or the whole manual. Throws a UsageError for no topic. */
export async function help(
	{argument, man}: Pick<Options, 'argument' | 'man'>,
	{stdout, version, findConfig}: HelpIo,
): Promise<number> {
	if (man) {
		const {manual} = await import('./manual.ts');
		stdout.write(manual(version, await hotkeysOf(findConfig)));
	} else stdout.write(argument === null ? summary() : await about(argument, findConfig));
	return exit.fine;
}

async function about(topic: string, findConfig: HelpIo['findConfig']): Promise<string> {
	const {topics, topicText} = await import('./topics.ts');
	const text = topicText(topic, topic === 'keys' ? await hotkeysOf(findConfig) : []);
	if (text !== null) return text;
	throw new UsageError(`help: received "${topic}"${meantInstead(topic, topics)}, expected one of ${topics.join(', ')}`);
}

/** The keys as they are here. Who asks for help may be mending the file of settings: then they are as usual. */
async function hotkeysOf(findConfig: HelpIo['findConfig']): Promise<readonly Hotkey[]> {
	const {keys} = await findConfig().catch(() => ({keys: []}));
	const {newKeys} = await import('../../tui/keys/new-keys.ts');
	const {hotkeys, problems} = newKeys(keys, () => '');
	return problems.length === 0 ? hotkeys : newKeys([], () => '').hotkeys;
}
