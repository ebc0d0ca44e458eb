import {cut} from '../../../words/width.ts';
import type {Model, OpenDialog} from '../../state.ts';
import type {Line, Sheet} from '../line.ts';
import {rule} from '../rules.ts';
import {armingText, dialogText} from './dialog-text.ts';

/** What of a dialog is on the screen. */
export type DialogGeometry = {
	/** All its lines; the first `question` of them are what is asked, the first `must` what has to be seen before. */
	readonly lines: readonly string[];
	readonly question: number;
	readonly must: number;
	/** How many lines there is room for. */
	readonly room: number;
	/** Whether what has to be seen has been on the screen, so that it may be answered. */
	readonly isReadable: boolean;
	/** What has to be done before it may be answered, in a sentence. */
	readonly needs: string;
};

/** How a dialog lies on the terminal. */
export function dialogGeometry(model: Model, dialog: OpenDialog): DialogGeometry {
	const {columns} = model.size;
	const {
		question,
		must: after,
		rest,
	} = dialog.type === 'arming' ? armingText(model, dialog, columns) : dialogText(model, dialog, columns);
	const room = dialogRoom(model);
	const {phase, top} = dialog;
	const must = question.length + after.length;
	const base = {lines: [...question, ...after, ...rest], question: question.length, must, room};
	// What follows may be read page by page; the question and the name in it are never cut in two.
	const asks = phase.type === 'asking' || phase.type === 'arming';
	if (!asks || room < question.length) return {...base, isReadable: false, needs: tooSmall};
	if (must <= room) return {...base, isReadable: top === 0, needs: 'Go up to the question first (Up).'};
	const needs = columns < 60 ? 'Read on first: Down' : 'Read on to the end of what matters first (Down, PgDn).';
	return {...base, isReadable: phase.seenLines >= must, needs};
}

const tooSmall = 'The terminal is too small for the question: enlarge it.';

/** The dialog over a screen, under its first line; its answer goes into the last line. Null while none is open. */
export function dialogSheet(model: Model): Sheet | null {
	const {dialog} = model;
	if (dialog === null) return null;
	const {columns} = model.size;
	const {lines: text, room, must} = dialogGeometry(model, dialog);
	const height = Math.min(room, text.length);
	const top = Math.min(dialog.top, Math.max(0, text.length - height));
	const body = text.slice(top, top + height).map((it, index) => toned(cut(it, columns), top + index < must));
	if (!framed(model)) return {row: 0, lines: body};
	const where = text.length > height ? `lines ${top + 1}-${top + height} of ${text.length} (Down)` : '';
	const end = rule(columns, '', where);
	const title = dialog.type === 'arming' ? 'ALLOW WRITING' : dialog.operation.toUpperCase();
	return {row: 1, lines: [rule(columns, title), ...body, end]};
}

function toned(text: string, isQuestion: boolean): Line {
	if (text.startsWith(' ! ')) return [{text, tone: 'careful'}];
	return isQuestion ? [{text, tone: 'strong'}] : text;
}

function framed({size}: Model): boolean {
	return size.rows >= 8;
}

/** How many lines of a dialog there is room for: all but the answer's, and with a frame all but three more. */
export function dialogRoom(model: Model): number {
	return Math.max(0, model.size.rows - (framed(model) ? 4 : 1));
}
