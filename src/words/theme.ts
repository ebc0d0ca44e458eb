import type {StatusWord} from '../domain/status-word.ts';

/** What a piece of text means; how it looks is decided here and nowhere else. */
export type Tone = 'bad' | 'odd' | 'busy' | 'held' | 'careful' | 'rest' | 'plain' | 'quiet' | 'strong';

/** Styles a text of one line. Without colours it is the identity: nothing is told by style alone. */
export type Paint = (tone: Tone, text: string) => string;

/** The paint for a terminal with or without colours. */
export function painter(colours: boolean): Paint {
	return colours ? paintAnsi : paintNothing;
}

/** Each status with its letter, its word in the counts, what it means, and its tone. */
export const verdicts = {
	error: {letter: 'X', short: 'error', meaning: 'error, needs you', tone: 'bad'},
	unknown: {letter: '?', short: 'silent', meaning: 'no fresh answer', tone: 'odd'},
	retrying: {letter: '~', short: 'retrying', meaning: 'error, DM is retrying', tone: 'busy'},
	locked: {letter: 'L', short: 'locked', meaning: 'waits for a shard DDL', tone: 'held'},
	warning: {letter: '!', short: 'warning', meaning: 'look at it', tone: 'careful'},
	paused: {letter: '=', short: 'paused', meaning: 'paused by a person', tone: 'rest'},
	running: {letter: '.', short: 'running', meaning: 'running', tone: 'plain'},
	new: {letter: '+', short: 'new', meaning: 'new', tone: 'plain'},
	finished: {letter: '#', short: 'finished', meaning: 'finished', tone: 'plain'},
	stopped: {letter: '-', short: 'stopped', meaning: 'stopped', tone: 'plain'},
} as const satisfies Record<StatusWord, Verdict>;

type Verdict = {readonly letter: string; readonly short: string; readonly meaning: string; readonly tone: Tone};

/** Steps of a sparkline from nothing to the most. */
export const sparkSteps = '_.:-=+*#%@';

// The 16 base colours only, and never a background: a terminal's own theme decides what they look like.
const styles = {
	bad: ['\u001B[31m', '\u001B[39m'],
	odd: ['\u001B[35m', '\u001B[39m'],
	busy: ['\u001B[33m', '\u001B[39m'],
	held: ['\u001B[36m', '\u001B[39m'],
	careful: ['\u001B[33m', '\u001B[39m'],
	rest: ['\u001B[34m', '\u001B[39m'],
	plain: ['', ''],
	quiet: ['\u001B[2m', '\u001B[22m'],
	strong: ['\u001B[1m', '\u001B[22m'],
} as const satisfies Record<Tone, readonly [string, string]>;

function paintAnsi(tone: Tone, text: string): string {
	// A blank needs no style, and styled blanks at the end of a line could not be trimmed.
	const body = text.trimEnd();
	if (body === '') return text;
	const [open, close] = styles[tone];
	return open + body + close + text.slice(body.length);
}

function paintNothing(_tone: Tone, text: string): string {
	return text;
}
