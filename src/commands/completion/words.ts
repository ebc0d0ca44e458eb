import {commandWords} from '../args/command-words.ts';
import {type CompletedName, type FlagWords, flagWords} from '../args/flag-words.ts';
import {type CommandName, commands, type Flag, flagsOf, typedFlag} from '../args/usage.ts';
import {shells} from '../args/values.ts';
import {type Named, verbs} from '../args/verbs.ts';
import {topics} from '../help/topics.ts';

/** What can stand behind a flag or a command: fixed words, files, or names that the cluster is asked for. */
export type Completes = NonNullable<FlagWords['completes']>;

export type CompletedFlag = {
	/** As it is typed. */
	readonly typed: string;
	readonly text: string;
	/** What its value is called; null where it takes none. */
	readonly value: string | null;
	readonly completes: Completes | null;
	readonly isMultiple: boolean;
};

export type CompletedCommand = {
	/** Empty for the full screen. */
	readonly name: string;
	readonly text: string;
	readonly flags: readonly CompletedFlag[];
	/** What follows the command. */
	readonly argument: Completes | null;
	/** Behind which words of that a name follows, and of what. */
	readonly named: readonly {readonly verb: string; readonly completes: CompletedName}[];
};

/** All commands with what can be typed behind them, from the tables that read the command line and the help. */
export function completedCommands(): readonly CompletedCommand[] {
	return (Object.keys(commandWords) as CommandName[]).map(name => ({
		name: name === 'watch' ? '' : name,
		text: commandWords[name].text,
		flags: [...commands[name].flags, 'help' as const, ...(name === 'watch' ? (['version'] as const) : [])].flatMap(
			completedFlags,
		),
		argument: argumentOf(name),
		named: Object.entries(verbsOf(name)).flatMap(([verb, completes]) =>
			completes === null || completes === 'new' ? [] : [{verb, completes}],
		),
	}));
}

function completedFlags(flag: Flag): readonly CompletedFlag[] {
	const {value, text, completes}: FlagWords = flagWords[flag];
	const typed = {
		typed: typedFlag(flag),
		text,
		value,
		completes: completes ?? null,
		isMultiple: 'isMultiple' in flagsOf()[flag],
	};
	const never = {typed: '--no-state', text: 'keep nothing', value: null, completes: null, isMultiple: false};
	return flag === 'state' ? [typed, never] : [typed];
}

function argumentOf(name: CommandName): Completes | null {
	if (name === 'help') return topics;
	if (name === 'complete') return shells;
	if (Object.hasOwn(verbs, name)) return Object.keys(verbsOf(name));
	if (name === 'report' || name === 'record' || name === 'start') return 'file';
	const {argument} = commands[name];
	return argument !== null && /\btask\b/.test(argument.what) ? 'task' : null;
}

function verbsOf(name: CommandName): Readonly<Record<string, Named | null>> {
	return Object.hasOwn(verbs, name) ? verbs[name as keyof typeof verbs] : {};
}

/** What a shell may not read as its own, in single quotes. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
