import {commandWords} from '../args/command-words.ts';
import {type FlagWords, flagSections, flagWords} from '../args/flag-words.ts';
import {type Flag, typedFlag} from '../args/usage.ts';
import {exit} from '../exit.ts';
import {entry} from './layout.ts';
import {exitWords} from './other-words.ts';

/** What `dmtop --help` prints: every command and every flag, in a line or a few. */
export function summary(): string {
	const commands = Object.values(commandWords);
	const lines = [
		'dmtop: live monitor and control for PingCAP DM (Data Migration) clusters',
		'',
		...commands.flatMap(({usage: [first], text}) => entry(`dmtop ${first}`, text, 36)),
		'',
		...Object.entries(flagSections).flatMap(([section, title]) => [title, ...flagLines(flagsOf(section))]),
		'',
		'Exit codes',
		...exitLines(),
	];
	return `${lines.join('\n')}\n`;
}

/** Flags with their values and what they do. */
export function flagLines(flags: readonly Flag[]): readonly string[] {
	return flags.flatMap(flag => entry(flagTitle(flag), flagWords[flag].text, 26));
}

/** As it is typed, with what its value is called: `--every DURATION`. */
export function flagTitle(flag: Flag): string {
	const {value}: FlagWords = flagWords[flag];
	return value === null ? typedFlag(flag) : `${typedFlag(flag)} ${value}`;
}

export function exitLines(): readonly string[] {
	return Object.entries(exitWords).flatMap(([name, text]) => entry(`${exit[name as keyof typeof exit]}`, text, 6));
}

function flagsOf(section: string): readonly Flag[] {
	return (Object.keys(flagWords) as Flag[]).filter(flag => flagWords[flag].section === section);
}
