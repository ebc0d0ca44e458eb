import type {Cell} from '../columns.ts';
import {promptLine} from '../find/promptLine.ts';
import type {Hotkey} from '../hotkey.ts';
import {hotkeys, keyTitle} from '../hotkeys.ts';
import type {Model} from '../model.ts';
import {painter} from '../theme.ts';
import {width} from '../width.ts';
import {answerLine} from './dialogAnswer.ts';
import {line, rule} from './pieces.ts';

/** The last line, with a rule above it where there are two: the keys that act now, or why the last one did not. */
export function footerLines(model: Model, rows: number): readonly string[] {
	const {columns} = model.size;
	if (rows === 0) return [];
	const above = rows > 1 ? [rule(columns)] : [];
	return [...above, footerLine(model)];
}

/** The last line alone. */
export function footerLine(model: Model): string {
	const {columns} = model.size;
	const prompt = promptLine(model);
	if (prompt !== null) return prompt;
	const paint = painter(model.colours);
	if (model.notice !== null) return line([' ', {text: model.notice, tone: 'careful'}], columns, paint);
	if (model.dialog !== null) return answerLine(model, model.dialog);
	const shown = footerKeys(model);
	const pieces: Cell[] = [];
	let left = columns;
	for (const {keys, label} of shown) {
		const title = keyTitle(keys[0] ?? '');
		const gap = pieces.length === 0 ? ' ' : '  ';
		const needed = gap.length + width(title) + 1 + width(label);
		if (needed > left) break;
		left -= needed;
		pieces.push(gap, {text: title, tone: 'strong'}, ` ${label}`);
	}
	return line(pieces, columns, paint);
}

function footerKeys(model: Model): readonly Hotkey[] {
	return (
		hotkeys
			.filter(hotkey => hotkey.footer !== undefined && hotkey.where(model) && hotkey.whyNot(model) === undefined)
			// Esc says already how to go back.
			.filter(hotkey => hotkey.id !== 'leave' || model.views.length === 1)
			.sort((a, b) => (a.footer ?? 0) - (b.footer ?? 0))
	);
}
