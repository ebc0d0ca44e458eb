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

/** How tones look: as on a dark or a light ground, without colours, or told apart by who does not see red and green. */
export const themes = ['auto', 'light', 'dark', 'mono', 'colour-blind'] as const;

export type Theme = (typeof themes)[number];

/** Styles a text of one line. Without colours it is the identity: nothing is told by style alone. */
export type Paint = (tone: Tone, text: string) => string;

/** Whether a terminal shows styles at all, and of which theme. */
export type Colours = boolean | Theme;

/** The paint for a terminal with or without styles. */
export function painter(colours: Colours): Paint {
	if (colours === false) return paintNothing;
	return paints[colours === true ? 'auto' : colours];
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

/** What the tones that have a colour are, as the numbers of SGR. */
type Palette = Readonly<Record<'bad' | 'careful' | 'info' | 'good', string>>;

// The 16 base colours only, and never a background: a terminal's own palette decides what they look like, and nobody asks
// it. What is told apart by red and green is told by yellow and blue, and by a line, to who does not see those.
const palettes = {
	auto: {bad: '1;31', careful: '1;33', info: '1;36', good: '32'},
	light: {bad: '1;31', careful: '1;35', info: '1;34', good: '32'},
	dark: {bad: '1;91', careful: '1;93', info: '1;96', good: '92'},
	mono: {bad: '1', careful: '1', info: '1', good: ''},
	'colour-blind': {bad: '1;4;33', careful: '1;33', info: '1;34', good: '34'},
} as const satisfies Record<Theme, Palette>;

type Styles = Readonly<Record<Tone, readonly [string, string]>>;

function stylesOf({bad, careful, info, good}: Palette): Styles {
	const reversed = (numbers: string) => style(['7', numbers].filter(it => it !== '').join(';'));
	return {
		bad: style(bad),
		careful: style(careful),
		info: style(info),
		good: style(good),
		quiet: style('2'),
		strong: style('1'),
		plain: ['', ''],
		selected: style('7'),
		'selected-bad': reversed(bad),
		'selected-careful': reversed(careful),
		'selected-info': reversed(info),
		'selected-strong': style('7;1'),
		label: reversed(bad),
	};
}

/** How a style of these numbers begins and ends. */
function style(numbers: string): readonly [string, string] {
	if (numbers === '') return ['', ''];
	const ends = numbers.split(';').map(number => ended[number] ?? '39');
	return [`\u001B[${numbers}m`, `\u001B[${[...new Set(ends)].join(';')}m`];
}

const ended: Readonly<Record<string, string>> = {1: '22', 2: '22', 4: '24', 7: '27'};

const paints = {
	auto: paintIn('auto'),
	light: paintIn('light'),
	dark: paintIn('dark'),
	mono: paintIn('mono'),
	'colour-blind': paintIn('colour-blind'),
} as const satisfies Record<Theme, Paint>;

function paintIn(theme: Theme): Paint {
	const styles = stylesOf(palettes[theme]);
	return (tone, text) => paintAnsi(styles[tone], tone, text);
}

function paintAnsi([open, close]: Styles[Tone], tone: Tone, text: string): string {
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
