import {cleanText} from '../../domain/text.ts';
import {throughTmux} from './clipboard.ts';

/**
 * How a terminal is asked to call somebody: it rings, and where it can it shows a text. `bell` rings only; the numbers are
 * those of the sequences (OSC) by which terminals show a text; `auto` is what the terminal of this name understands.
 */
export type Notify = 'auto' | 'bell' | '9' | '777' | '99';

/** The same once the terminal is known. */
export type Call = Exclude<Notify, 'auto'>;

/** The sequence that a terminal of this name understands; those of which nobody knows it only ring. */
export function callOf(
	notify: Notify,
	{term, termProgram}: {readonly term: string; readonly termProgram: string},
): Call {
	if (notify !== 'auto') return notify;
	const known = terminals.find(({names}) => names.some(name => term.includes(name) || termProgram.includes(name)));
	return known?.notify ?? 'bell';
}

const terminals = [
	{names: ['kitty'], notify: '99'},
	{names: ['iTerm', 'WezTerm', 'wezterm', 'ghostty'], notify: '9'},
	{names: ['foot', 'rxvt', 'contour'], notify: '777'},
] as const;

/**
 * What has a terminal call somebody with a text: the bell always, and the text as a notification. tmux takes the bell for
 * itself and hands on the rest where `allow-passthrough` is on.
 */
export function callSequence(text: string, call: Call, tmux: boolean): string {
	if (call === 'bell') return bell;
	// No semicolon may end a field, nor anything else the sequence.
	const told = cleanText(text).replaceAll(';', ',');
	const body = {9: `9;${told}`, 777: `777;notify;dmtop;${told}`, 99: `99;;dmtop: ${told}`}[call];
	const sequence = `\u001B]${body}\u001B\\`;
	return bell + (tmux ? throughTmux(sequence) : sequence);
}

const bell = '\u0007';

/** What calls the terminal's window or tab so. */
export function titleSequence(text: string): string {
	return `\u001B]2;${cleanText(text)}\u0007`;
}
