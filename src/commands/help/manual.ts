import {statusWords} from '../../domain/status-word.ts';
import type {Hotkey} from '../../tui/state.ts';
import {verdicts} from '../../words/theme.ts';
import {wrap} from '../../words/width.ts';
import {type CommandWords, commandWords} from '../args/command-words.ts';
import {flagSections, flagWords} from '../args/flag-words.ts';
import {commands, type Flag, typedFlag} from '../args/usage.ts';
import {exit} from '../exit.ts';
import {keyLines, keyWords} from './key-words.ts';
import {columnWords, environmentWords, exitWords, filterWords, letterWords, nowWords} from './other-words.ts';
import {flagTitle} from './summary.ts';

/** The manual page, as `man` reads it, from the tables of commands, flags and keys. */
export function manual(version: string, hotkeys: readonly Hotkey[]): string {
	const page = [
		`.TH DMTOP 1 "" "dmtop ${version}" "User Commands"`,
		'.SH NAME',
		'dmtop \\- live monitor and control for PingCAP DM clusters',
		'.SH SYNOPSIS',
		...all.flatMap(([, {usage}]) => usage.flatMap(each => ['.br', `.B ${roff(`dmtop ${each}`)}`])).slice(1),
		'.SH DESCRIPTION',
		...lines(
			"One line per migration task with one verdict, the worst on top, and the reason always in sight. Only dm-master's HTTP port is needed, and nothing is changed on a cluster before you say so.",
		),
		'.SH COMMANDS',
		...all.flatMap(([name, {usage, text, more}]) => [
			...item(usage.map(each => `dmtop ${each}`).join(', '), text),
			...more.flatMap(each => ['.IP', ...lines(each)]),
			...takes(commands[name].flags),
		]),
		'.SH OPTIONS',
		...Object.entries(flagSections).flatMap(([section, title]) => [
			`.SS ${roff(title)}`,
			...flagNames
				.filter(flag => flagWords[flag].section === section)
				.flatMap(flag => item(flagTitle(flag), flagWords[flag].text)),
		]),
		'.SH LETTERS',
		...statusWords.flatMap(word => item(`${verdicts[word].letter}  ${word}`, letterWords[word])),
		'.SH COLUMNS',
		...Object.entries(columnWords).flatMap(([title, rows]) => [
			`.SS ${roff(title)}`,
			...rows.flatMap(([column, text]) => item(column, text)),
		]),
		'.SH KEYS',
		...keyLines.flatMap((text, index) => (index === 0 ? lines(text) : ['.PP', ...lines(text)])),
		...keyWords(hotkeys).flatMap(({title, rows}) => [
			`.SS ${roff(title)}`,
			...rows.flatMap(({keys, name, text}) => item(keys, name === null ? text : `${text} (${name})`)),
		]),
		'.SH FILTER',
		...filterWords.flatMap(([term, text]) => item(term, text)),
		'.SH NOW',
		...nowWords.flatMap((text, index) => (index === 0 ? lines(text) : ['.PP', ...lines(text)])),
		'.SH ENVIRONMENT',
		...environmentWords.flatMap(([name, text]) => item(name, text)),
		'.SH FILES',
		'.B dmtop info',
		'tells where the audit log, what is kept, tokens and known gateways are.',
		'.SH EXIT STATUS',
		...Object.entries(exitWords).flatMap(([name, text]) => item(`${exit[name as keyof typeof exit]}`, text)),
	];
	return `${page.join('\n')}\n`;
}

const all = Object.entries(commandWords) as [keyof typeof commandWords, CommandWords][];

const flagNames = Object.keys(flagWords) as Flag[];

function takes(flags: readonly Flag[]): readonly string[] {
	return flags.length === 0 ? [] : ['.IP', ...lines(`It takes ${flags.map(typedFlag).join(', ')}.`)];
}

function item(name: string, text: string): readonly string[] {
	return ['.TP', `.B ${roff(name)}`, ...lines(text)];
}

/** A text in lines that people can read in the source, too. */
function lines(text: string): readonly string[] {
	return wrap(text, 64).map(roff);
}

/** As text within a line: backslashes, hyphens and what begins a request mean themselves. */
function roff(text: string): string {
	const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq').replaceAll('~', '\\(ti');
	return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
