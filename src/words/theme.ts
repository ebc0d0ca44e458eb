import type {StatusWord} from '../domain/status-word.ts';

/**
 * What a piece of text means; how it looks is decided here and nowhere else. Trouble has colour, health has none, and
 * nothing is told by style alone. `selected` is the row under the cursor over its whole width, its letter in the tone
 * that it has.
 */
export type Tone =
	| 'bad'
	| 'careful'
	| 'info'
	| 'good'
	| 'quiet'
	| 'strong'
	| 'plain'
	| 'selected'
	| 'selected-bad'
	| 'selected-careful'
	| 'selected-info'
	| 'selected-strong'
	| 'label';

/** Styles a text of one line. Without colours it is the identity: nothing is told by style alone. */
export type Paint = (tone: Tone, text: string) => string;

/** The paint for a terminal with or without colours. */
export function painter(colours: boolean): Paint {
	return colours ? paintAnsi : paintNothing;
}

/** Each status with its letter, its word in the counts, what it means, and its tone. */
export const verdicts = {
	error: {letter: 'X', short: 'needs you', meaning: 'needs you', tone: 'bad'},
	unknown: {letter: '?', short: 'no answer', meaning: 'no answer', tone: 'careful'},
	retrying: {letter: '~', short: 'retrying', meaning: 'DM retries', tone: 'careful'},
	locked: {letter: 'L', short: 'DDL', meaning: 'DDL lock', tone: 'info'},
	warning: {letter: '!', short: 'look', meaning: 'look', tone: 'careful'},
	paused: {letter: '=', short: 'paused', meaning: 'paused by a person', tone: 'strong'},
	running: {letter: '.', short: 'well', meaning: 'runs', tone: 'quiet'},
	new: {letter: '+', short: 'new', meaning: 'new', tone: 'quiet'},
	finished: {letter: '#', short: 'done', meaning: 'finished', tone: 'quiet'},
	stopped: {letter: '-', short: 'stopped', meaning: 'stopped', tone: 'quiet'},
} as const satisfies Record<StatusWord, Verdict>;

type Verdict = {readonly letter: string; readonly short: string; readonly meaning: string; readonly tone: Tone};

// The 16 base colours only, and never a background: a terminal's own theme decides what they look like.
const styles = {
	bad: ['\u001B[1;31m', '\u001B[22;39m'],
	careful: ['\u001B[1;33m', '\u001B[22;39m'],
	info: ['\u001B[1;36m', '\u001B[22;39m'],
	good: ['\u001B[32m', '\u001B[39m'],
	quiet: ['\u001B[2m', '\u001B[22m'],
	strong: ['\u001B[1m', '\u001B[22m'],
	plain: ['', ''],
	selected: ['\u001B[7m', '\u001B[27m'],
	'selected-bad': ['\u001B[7;1;31m', '\u001B[27;22;39m'],
	'selected-careful': ['\u001B[7;1;33m', '\u001B[27;22;39m'],
	'selected-info': ['\u001B[7;1;36m', '\u001B[27;22;39m'],
	'selected-strong': ['\u001B[7;1m', '\u001B[27;22m'],
	label: ['\u001B[7;1;31m', '\u001B[27;22;39m'],
} as const satisfies Record<Tone, readonly [string, string]>;

function paintAnsi(tone: Tone, text: string): string {
	const [open, close] = styles[tone];
	// What is reversed is seen where it is blank, too.
	if (tone === 'label' || tone.startsWith('selected')) return text === '' ? '' : open + text + close;
	// A blank needs no style, and styled blanks at the end of a line could not be trimmed.
	const body = text.trimEnd();
	if (body === '' || open === '') return text;
	return open + body + close + text.slice(body.length);
}

function paintNothing(_tone: Tone, text: string): string {
	return text;
}
