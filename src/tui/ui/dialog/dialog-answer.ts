import type {Cell} from '../../../words/columns.ts';
import {width} from '../../../words/width.ts';
import {againstArming} from '../../operate/arming.ts';
import {sentTargets} from '../../operate/dialogs.ts';
import {focusesOf} from '../../operate/focus.ts';
import {againstAsking} from '../../operate/obstacle.ts';
import {escapeText} from '../../pages/pieces/escapes.ts';
import type {Asking, Dialog, Focus, Model, OpenDialog} from '../../state.ts';
import {type Line, line} from '../line.ts';
import {dialogGeometry} from './dialog.ts';

/** The last line while a dialog is open: what answers it, or why the last key did not. */
export function answerLine(model: Model, dialog: OpenDialog): Line {
	const {columns} = model.size;
	const {remark} = dialog;
	if (remark !== null) return line([' ', {text: readable(model, remark), tone: 'careful'}], columns);
	const against = againstAnswering(model, dialog);
	if (dialog.type === 'arming') {
		const keys = [strong('y'), ' allow writing  ', strong('Esc'), ' cancel'];
		return line([' ', ...(against ?? keys)], columns);
	}
	const {phase} = dialog;
	if (against === null && phase.type === 'asking' && dialog.tier === 3 && sentTargets(phase.targets).length > 0) {
		return line(nameCells({...phase, typed: readable(model, phase.typed)}, columns), columns);
	}
	return line([' ', ...(against ?? keyCells(dialog))], columns);
}

/** What stands in the way of an answer now, and the key that helps; null = nothing. */
function againstAnswering(model: Model, dialog: OpenDialog): readonly Cell[] | null {
	const {spoilt} = dialog;
	if (spoilt !== null) return [strong('Esc'), ' close, and look again'];
	const asks =
		dialog.type === 'arming' || (dialog.phase.type === 'asking' && sentTargets(dialog.phase.targets).length > 0);
	if (!asks) return null;
	const against = dialog.type === 'arming' ? againstArming(model, dialog) : againstAsking(model, dialog);
	if (against !== null) return [{text: readable(model, against), tone: 'careful'}, '  ', strong('Esc'), ' close'];
	const {isReadable, needs} = dialogGeometry(model, dialog);
	return isReadable ? null : [needs];
}

function keyCells({phase, tier, operation}: Dialog): readonly Cell[] {
	switch (phase.type) {
		case 'reading':
			return [strong('Esc'), ' cancel'];
		case 'sending':
			return [strong('Esc'), ' close, it goes on'];
		case 'answered':
			return [strong('Enter'), ' close'];
		case 'asking': {
			const {length} = sentTargets(phase.targets);
			if (length === 0) return [strong('Esc'), ' close'];
			const what = length === 1 ? operation : `${operation} ${length} tasks`;
			if (tier === 2) return [strong('[Cancel]'), ' Enter  ', strong('y'), ` ${what}`];
			return [strong('y'), ` ${what}  `, strong('Esc'), ' cancel'];
		}
	}
}

/** The field with the end of what has been typed, and the other places that Tab goes to. */
function nameCells(asking: Asking, columns: number): readonly Cell[] {
	const {typed, focus} = asking;
	const label = columns < 60 ? ' name: ' : ' Type its name to stop it: ';
	const buttons = focusesOf(asking).filter(which => which !== 'name');
	const others = columns < 60 ? '' : `   Tab: ${buttons.map(which => button(which, focus)).join(' ')}`;
	const short = columns < 60 && focus !== 'name';
	if (short) return [' ', strong(button(focus, focus)), '  Enter takes it, Tab goes on'];
	const room = Math.max(4, columns - width(label) - width(others) - 3);
	const field = `${endOf(typed, room)}${focus === 'name' ? '_' : ''}`;
	return [label, strong(`[${field}${' '.repeat(Math.max(0, Math.min(room, 20) - width(field)))}]`), others];
}

function button(which: Focus, focus: Focus): string {
	const text = {name: 'Name', cancel: 'Cancel', pause: 'Pause instead'}[which];
	return which === focus ? `>[${text}]` : `[${text}]`;
}

/** On a terminal that shows ASCII only two names must not look the same. */
function readable({ascii}: Model, text: string): string {
	return ascii ? escapeText(text) : text;
}

function strong(text: string): Cell {
	return {text, tone: 'strong'};
}

function endOf(text: string, columns: number): string {
	let characters = [...text];
	while (width(characters.join('')) > columns) characters = characters.slice(1);
	return characters.join('');
}
