import {textLines} from './shown.ts';
import type {Model, TextView, View} from './state.ts';
import {isText} from './views.ts';

/** The model once texts are laid out otherwise: what was on top of each is on top again, wherever that is now. */
export function withLayoutChange(model: Model, change: Partial<Model>): Model {
	const next = {...model, ...change};
	if (next.wrap === model.wrap && next.size.columns === model.size.columns) return next;
	return {...next, views: model.views.map(view => (isMoved(view) ? moved(model, next, view) : view))};
}

/** A text that is not at its beginning. */
function isMoved(view: View): view is TextView {
	return isText(view) && view.top > 0;
}

function moved(before: Model, after: Model, view: TextView): TextView {
	const top = lineAgain(textLines(before, view), view.top, textLines(after, view));
	return top === null ? view : {...view, top};
}

/**
 * Where a line of one layout begins in another one. Lines are wrapped and folded otherwise, so it is found by the
 * characters that follow; where it is folded away, the line above it. Null where nothing of it is there.
 */
export function lineAgain(before: readonly string[], line: number, after: readonly string[]): number | null {
	const [old, now] = [inked(before), inked(after)];
	for (let at = Math.min(line, before.length - 1); at >= 0 && at > line - mostTried; at--) {
		const start = old.starts[at] ?? 0;
		const end = old.starts[at + 1] ?? old.text.length;
		// What follows on the next line may be folded away.
		for (const key of [old.text.slice(start, start + keyLength), old.text.slice(start, end)]) {
			if (key === '') continue;
			const found = nth(now.text, key, count(old.text.slice(0, start + key.length - 1), key));
			if (found !== -1) return now.starts.findLastIndex(begin => begin <= found);
		}
	}
	return null;
}

const mostTried = 500;

/** Enough to tell lines apart. */
const keyLength = 16;

/** A text without what its layout puts between its characters, and where each line begins in it. */
function inked(lines: readonly string[]): {readonly text: string; readonly starts: readonly number[]} {
	const parts = lines.map(text => text.replace(blank, ''));
	let length = 0;
	const starts = parts.map(part => {
		const start = length;
		length += part.length;
		return start;
	});
	return {text: parts.join(''), starts};
}

const blank = /[\s\u2500\u2501-]+/g;

function count(text: string, key: string): number {
	return text.split(key).length - 1;
}

/** Where a key stands for the nth time, from 0; the last time where it is there less often; -1 where it is not. */
function nth(text: string, key: string, index: number): number {
	let found = text.indexOf(key);
	for (let passed = 0; passed < index; passed++) {
		const next = text.indexOf(key, found + key.length);
		if (next === -1) break;
		found = next;
	}
	return found;
}
