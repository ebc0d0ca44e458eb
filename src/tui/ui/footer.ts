import type {Cell} from '../../words/columns.ts';
import {width} from '../../words/width.ts';
import {hotkeys} from '../keys/hotkeys.ts';
import {keyTitle} from '../keys/key-title.ts';
import type {Hotkey, Model} from '../state.ts';
import {answerLine} from './dialog/dialog-answer.ts';
import {type Line, line} from './line.ts';
import {promptLine} from './prompt-line.ts';

/** The last line: the keys that act now, or why the last one did not. */
export function footerLine(model: Model): Line {
	const {columns} = model.size;
	const prompt = promptLine(model);
	if (prompt !== null && !model.leaving) return prompt;
	// What answers a dialog is never covered but by the question that the last key asked.
	if (model.dialog !== null && !model.leaving) return answerLine(model, model.dialog);
	if (model.notice !== null) {
		const margin = model.leaving && width(model.notice) >= columns ? '' : ' ';
		return line([margin, {text: model.notice, tone: 'careful'}], columns);
	}
	const pieces = fitting(footerKeys(model), columns).flatMap((hotkey, index): readonly Cell[] => {
		const [title, label] = titled(hotkey);
		return [index === 0 ? ' ' : '  ', {text: title, tone: 'strong'}, ` ${label}`];
	});
	return line(pieces, columns);
}

/** As many keys as there is room for, the first ones; the help is always among them, as it names all others. */
function fitting(keys: readonly Hotkey[], columns: number): readonly Hotkey[] {
	const help = keys.find(({id}) => id === 'help');
	let left = columns + 1;
	const shown: Hotkey[] = [];
	for (const hotkey of keys) {
		const kept = help === undefined || shown.includes(help) || hotkey === help ? 0 : needed(help);
		if (needed(hotkey) + kept > left) return kept === 0 || help === undefined ? shown : [...shown, help];
		left -= needed(hotkey);
		shown.push(hotkey);
	}
	return shown;
}

/** Its columns with the two before it; before the first there is one. */
function needed(hotkey: Hotkey): number {
	const [title, label] = titled(hotkey);
	return 2 + width(title) + 1 + width(label);
}

function titled({keys, label}: Hotkey): readonly [string, string] {
	return [keyTitle(keys[0] ?? ''), label];
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
