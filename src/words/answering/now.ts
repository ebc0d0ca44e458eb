import {lineText, nowText} from '../../domain/advice/advice.ts';
import type {Advice, Key, Line, Step} from '../../domain/advice/entry.ts';
import type {Seen} from './began.ts';

/** What to do, as lines: the one imperative first, then the numbered steps with what can be pasted below each. */
export type NowLines = {
	readonly now: readonly string[];
	/** Where the steps are, for where there is room for the imperative alone. */
	readonly more?: string;
	/** The first line of dmctl among them, whole; null where there is none. */
	readonly line: string | null;
};

/** The lines of an advice. */
export function nowLines(advice: Advice | null, {keyTitle = key => key}: Pick<Seen, 'keyTitle'>): NowLines {
	if (advice === null) return {now: [], line: null};
	const {now, steps, note} = advice;
	if (nowText(now) === 'nothing') return {now: [], line: null};
	const first = [now, ...steps].flatMap(({lines}) => lines).find(({type}) => type === 'dmctl');
	return {
		now: [
			nowText(now, keyTitle),
			...(steps.length === 0
				? now.lines.map(pasted)
				: steps.flatMap((step, index) => stepLines(step, index, keyTitle))),
			...(note === null ? [] : [note]),
		],
		more: `(${keyTitle('e')}: steps)`,
		line: first === undefined ? null : lineText(first, null),
	};
}

function stepLines({text, key, lines}: Step, index: number, title: (key: Key) => string): readonly string[] {
	return [`${index + 1} ${text}${key === null ? '' : ` (${title(key)})`}`, ...lines.map(pasted)];
}

function pasted({text, versions}: Line): string {
	return `  ${text}${versions === null ? '' : `   (${versions})`}`;
}
