import {windowOf} from '../layout.ts';
import type {Matcher, Model, View} from '../state.ts';

import {lookOf} from './finding.ts';

/** Where the searched text stands in a text: its lines, and which of them is the one that was gone to. */
export type Matches = {
	readonly lines: readonly number[];
	readonly current: number | null;
	/** The search was broken off; no line is known to match. */
	readonly isTooSlow: boolean;
};

/** The lines of a text that match what is searched in it; null while nothing is. */
export function matchesIn(model: Model, view: View, lines: readonly string[]): Matches | null {
	const {search} = lookOf(model, view);
	if (search === null) return null;
	const found = matchingLines(lines, search.matcher);
	if (found === null) return {lines: [], current: null, isTooSlow: true};
	// The text may have changed since: the nearest match from there on is meant.
	const current = found.find(line => line >= search.line) ?? found.at(-1) ?? null;
	return {lines: found, current, isTooSlow: false};
}

/** All lines that match; null where that takes too long. */
export function matchingLines(lines: readonly string[], matcher: Matcher): readonly number[] | null {
	const last = searched.get(lines);
	if (last?.matcher === matcher) return last.found;
	const found = matcher.matching(lines)?.flatMap((matches, index) => (matches ? [index] : [])) ?? null;
	searched.set(lines, {matcher, found});
	return found;
}

/** A text that stays the same, such as a raw answer of many megabytes, is searched once. */
const searched = new WeakMap<
	readonly string[],
	{readonly matcher: Matcher; readonly found: readonly number[] | null}
>();

/** A line of a text, with a `>` in its first column where the current match is. */
export function markedLine(text: string, line: number, matches: Matches | null): string {
	if (matches === null || matches.current !== line) return text;
	return text.startsWith(' ') || text.startsWith('--') ? `>${text.slice(1)}` : `>${text}`;
}

/** `match 2/7`, or that there is none or none is known; empty while nothing is searched. */
export function matchText(matches: Matches | null): string {
	if (matches === null) return '';
	if (matches.isTooSlow) return 'the pattern takes too long';
	if (matches.current === null) return 'no match';
	return `match ${matches.lines.indexOf(matches.current) + 1}/${matches.lines.length}`;
}

/** The first line to show so that a match is seen, with a few lines before it. */
export function topFor(model: Model, view: View, top: number, line: number, all: number): number {
	const height = windowOf(model, view).body;
	if (line >= top && line < top + height) return top;
	return Math.max(0, Math.min(line - Math.floor(height / 3), all - height));
}
