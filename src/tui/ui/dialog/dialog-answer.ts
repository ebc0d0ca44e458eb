import {isProduction} from '../../../domain/operation/label.ts';
import type {Operation} from '../../../domain/operation/operation.ts';
import type {Cell} from '../../../words/columns.ts';
import {plural} from '../../../words/format.ts';
import {width} from '../../../words/width.ts';
import {whyNotAct} from '../../operate/act/act-update.ts';
import {whyNotAllow} from '../../operate/allowing.ts';
import {sentTargets} from '../../operate/dialogs.ts';
import {focusesOf} from '../../operate/focus.ts';
import {nameAsked} from '../../operate/name-asked.ts';
import {whyNotAsk} from '../../operate/obstacle.ts';
import {escapeText} from '../../pages/pieces/escapes.ts';
import type {Asking, Dialog, Focus, Model, OpenDialog} from '../../state.ts';
import {cellsWidth, type Line, line, spreadLine} from '../line.ts';
import {quiet, strong} from '../rules.ts';
import {actAnswer, actKeys} from './act-dialog.ts';
import {dialogGeometry, hasAnswer} from './dialog.ts';
import {partsOf} from './dialog-title.ts';

/** The last line while a dialog is open: what answers it, or why the last key did not. */
export function answerLine(model: Model, dialog: OpenDialog): Line {
	const {columns} = model.size;
	const {remark} = dialog;
	if (remark !== null) return line([' ', ...warning(readable(model, remark))], columns);
	const why = whyNotAnswer(model, dialog);
	if (why !== null) return line([' ', ...why], columns);
	if (hasAnswer(model.size)) return line([' ', ...sheetKeys(dialog)], columns);
	if (dialog.type === 'act') return actAnswer(model, dialog, dialogGeometry(model, dialog).isReadable);
	if (dialog.type === 'allowing') {
		return line([' ', strong('y'), ' allow writing  ', strong('Esc'), ' cancel'], columns);
	}
	const {phase} = dialog;
	if (phase.type === 'asking' && dialog.tier === 3 && sentTargets(phase.targets).length > 0) {
		return line(nameCells(dialog, {...phase, typed: readable(model, phase.typed)}, columns), columns);
	}
	return line([' ', ...keyCells(dialog)], columns);
}

/** What answers a dialog, in its last line at the right; before it the name, where that is asked for. */
export function sheetAnswer(model: Model, dialog: OpenDialog): Line {
	const {columns} = model.size;
	if (dialog.type === 'allowing') {
		return whyNotAnswer(model, dialog) === null
			? spreadLine([], [button('Enter  Cancel'), '    ', strong('y'), '  Allow writing'], columns)
			: spreadLine([], [quiet('Allow writing: not now')], columns);
	}
	if (dialog.type === 'act') return actAnswer(model, dialog, dialogGeometry(model, dialog).isReadable);
	const {phase, tier, operation} = dialog;
	if (phase.type === 'reading') return spreadLine([], [button('Esc  Cancel')], columns);
	if (phase.type !== 'asking') return spreadLine([], [button('Esc  Close')], columns);
	const sent = sentTargets(phase.targets);
	if (sent.length === 0) return spreadLine([], [button('Esc  Close')], columns);
	const verb = verbOf(operation);
	if (whyNotAnswer(model, dialog) !== null) return spreadLine([], [quiet(`${verb}: not now`)], columns);
	if (tier === 3) return nameAnswer(dialog, {...phase, typed: readable(model, phase.typed)}, phase, columns);
	const parts = partsOf(phase.targets);
	const what = sent.length === 1 ? plural(parts, 'source') : plural(sent.length, 'task');
	return spreadLine(
		[],
		[button(tier === 2 ? 'Enter  Cancel' : 'Esc  Cancel'), '    ', strong('y'), `  ${verb} ${what}`],
		columns,
	);
}

/** The field for the name, and at the right where the keys are, or whether the name is the right one. */
function nameAnswer(dialog: Dialog, shown: Asking, asking: Asking, columns: number): Line {
	const {operation, origin} = dialog;
	const {typed, focus} = asking;
	const {of, name} = nameAsked(dialog, asking);
	const verb = verbOf(operation);
	const isRight = name === typed;
	const right: readonly Cell[] =
		focus === 'cancel'
			? [button('Enter  Cancel')]
			: focus === 'pause'
				? [button('Enter  Pause instead')]
				: isRight
					? [strong('Enter'), `  ${verb} ${of === 'task' ? 'it' : 'them'}`]
					: [quiet(`${verb}: not yet`)];
	const head = isProduction(origin.label) ? ' Production: type ' : ' Type ';
	const label = `${head}the ${of}'s name to ${operation} ${of === 'task' ? 'it' : 'them'}:  `;
	const room = Math.max(4, columns - width(label) - cellsWidth(right) - 3);
	return spreadLine([label, strong(`${endOf(shown.typed, room)}${focus === 'name' ? '_' : ''}`)], right, columns);
}

function verbOf(operation: Operation): string {
	return `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
}

function button(text: string): Cell {
	return {text: `[ ${text} ]`, tone: 'selected'};
}

/** The other keys of a dialog. */
function sheetKeys(dialog: OpenDialog): readonly Cell[] {
	if (dialog.type === 'allowing') return [strong('Esc'), ' cancel'];
	if (dialog.type === 'act') return actKeys(dialog);
	const {phase, tier} = dialog;
	switch (phase.type) {
		case 'reading':
			return [strong('Esc'), ' cancel'];
		case 'sending':
			return [strong('Esc'), ' close, it goes on'];
		case 'answered':
			return [strong('Esc'), ' close'];
		case 'asking': {
			if (sentTargets(phase.targets).length === 0) return [strong('Esc'), ' close'];
			const others = tier === 3 ? focusesOf(dialog.operation, phase).filter(which => which !== 'name') : [];
			const names = others.map(which => (which === 'pause' ? 'pause instead' : which));
			const tab: readonly Cell[] = names.length === 0 ? [] : ['  ', strong('Tab'), ` ${names.join(', ')}`];
			return [strong('Esc'), ' cancel', ...tab, '  ', strong('Ctrl-r'), ' read again'];
		}
	}
}

/** What stands in the way of an answer now, and the key that helps; null = nothing. */
function whyNotAnswer(model: Model, dialog: OpenDialog): readonly Cell[] | null {
	const {spoilt} = dialog;
	if (spoilt !== null) return [strong('Esc'), ' close, and look again'];
	if (!isAsking(dialog)) return null;
	const why =
		dialog.type === 'allowing'
			? whyNotAllow(model, dialog)
			: dialog.type === 'act'
				? whyNotAct(model, dialog)
				: whyNotAsk(model, dialog);
	if (why !== null) return [...warning(readable(model, why)), '  ', strong('Esc'), ' close'];
	const {isReadable, needs} = dialogGeometry(model, dialog);
	return isReadable ? null : [needs];
}

function isAsking(dialog: OpenDialog): boolean {
	if (dialog.type === 'allowing') return true;
	if (dialog.type === 'act') return dialog.phase.type === 'choosing' && dialog.phase.proposal.refused === null;
	return dialog.phase.type === 'asking' && sentTargets(dialog.phase.targets).length > 0;
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
function nameCells(dialog: Dialog, asking: Asking, columns: number): readonly Cell[] {
	const {typed, focus} = asking;
	const {of} = nameAsked(dialog, asking);
	const what = of === 'task' ? `its name to ${dialog.operation} it` : `the cluster's name to ${dialog.operation} them`;
	const label = columns < 60 ? (of === 'task' ? ' name: ' : ' cluster: ') : ` Type ${what}: `;
	const buttons = focusesOf(dialog.operation, asking).filter(which => which !== 'name');
	const others = columns < 60 ? '' : `   Tab: ${buttons.map(which => place(which, focus)).join(' ')}`;
	const short = columns < 60 && focus !== 'name';
	if (short) return [' ', strong(place(focus, focus)), '  Enter takes it, Tab goes on'];
	const room = Math.max(4, columns - width(label) - width(others) - 3);
	const field = `${endOf(typed, room)}${focus === 'name' ? '_' : ''}`;
	return [label, strong(`[${field}${' '.repeat(Math.max(0, Math.min(room, 20) - width(field)))}]`), others];
}

function place(which: Focus, focus: Focus): string {
	const text = {name: 'Name', cancel: 'Cancel', pause: 'Pause instead'}[which];
	return which === focus ? `>[${text}]` : `[${text}]`;
}

/** On a terminal that shows ASCII only two names must not look the same. */
function readable({ascii}: Model, text: string): string {
	return ascii ? escapeText(text) : text;
}

/** Its first word has the colour: a sentence in colour is hard to read. */
function warning(text: string): readonly Cell[] {
	const [first = '', ...others] = text.split(' ');
	return [{text: first, tone: 'careful'}, others.length === 0 ? '' : ` ${others.join(' ')}`];
}

function endOf(text: string, columns: number): string {
	let characters = [...text];
	while (width(characters.join('')) > columns) characters = characters.slice(1);
	return characters.join('');
}
