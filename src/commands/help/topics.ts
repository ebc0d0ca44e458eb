import {statusWords} from '../../domain/status-word.ts';
import type {Hotkey} from '../../tui/state.ts';
import {notOffered} from '../../words/acts/not-offered.ts';
import {verdicts} from '../../words/theme.ts';
import {type CommandWords, commandWords} from '../args/command-words.ts';
import {type CommandName, commands, type Flag, isActing} from '../args/usage.ts';
import {keyLines, keyWords} from './key-words.ts';
import {entry, paragraph} from './layout.ts';
import {columnWords, environmentWords, filterWords, letterWords, nowWords} from './other-words.ts';
import {exitLines, flagLines} from './summary.ts';

/** What there is a help about beside the commands. */
const others = {
	screen: () => commandLines('watch'),
	keys: hotkeys => [
		...keyLines.flatMap(paragraph),
		...keyWords(hotkeys).flatMap(({title, rows}) => [
			'',
			title,
			...rows.flatMap(({keys, name, text}) => entry(keys.padEnd(17) + (name ?? ''), text, 36)),
		]),
	],
	columns: () =>
		Object.entries(columnWords).flatMap(([title, rows], index) => [
			...(index === 0 ? [] : ['']),
			title,
			...rows.flatMap(([column, text]) => entry(column, text, 18)),
		]),
	acts: () => [
		...paragraph(
			'What has DM do something else than to pause, resume or stop a task. Each asks first, and --dry-run only tells.',
		),
		...actsHere.flatMap(name => commandWords[name].usage.map(each => `  dmtop ${each}`)),
		'',
		...paragraph('Not offered, and why, with what dmctl takes for it (the words of 6.0 and later):'),
		...notOffered.flatMap(({what, why, dmctl}) => ['', ...paragraph(`${what}: ${why}`), `  dmctl ${dmctl}`]),
	],
	letters: () => statusWords.flatMap(word => entry(`${verdicts[word].letter}  ${word}`, letterWords[word], 18)),
	filter: () => [
		...paragraph(
			'/ on a list of the full screen shows only rows that fit what is typed then. Terms stand with blanks between them, and all of them have to fit: error source=sh-*',
		),
		...filterWords.flatMap(([term, text]) => entry(term, text, 26)),
	],
	now: () => nowWords.flatMap(paragraph),
	environment: () => environmentWords.flatMap(([name, text]) => entry(name, text, 28)),
	'exit-codes': exitLines,
} as const satisfies Record<string, (hotkeys: readonly Hotkey[]) => readonly string[]>;

/** The commands that act on something else than a task as it runs. */
const actsHere = (Object.keys(commands) as CommandName[]).filter(isActing);

/** All topics, in their order. */
export const topics: readonly string[] = [
	...Object.keys(commandWords).filter(name => name !== 'watch'),
	...Object.keys(others),
];

/** What is said of a topic; null where there is none of that name. */
export function topicText(topic: string, hotkeys: readonly Hotkey[]): string | null {
	const lines = Object.hasOwn(commandWords, topic)
		? commandLines(topic as CommandName)
		: Object.hasOwn(others, topic)
			? others[topic as keyof typeof others](hotkeys)
			: null;
	return lines === null ? null : `${lines.join('\n')}\n`;
}

function commandLines(name: CommandName): readonly string[] {
	const {usage, text, more}: CommandWords = commandWords[name];
	const flags: readonly Flag[] = commands[name].flags;
	return [
		...usage.map(each => `dmtop ${each}`),
		'',
		...paragraph(text),
		...more.flatMap(each => ['', ...paragraph(each)]),
		...(flags.length === 0 ? [] : ['', ...flagLines(flags)]),
	];
}
