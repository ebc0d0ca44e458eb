import {type Paint, painter} from '../../../words/theme.ts';
import {cut} from '../../../words/width.ts';
import type {Model, OpenDialog} from '../../state.ts';
import {rule} from '../pieces/pieces.ts';
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
	const room = roomOf(model);
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

/** The dialog over the lines of a screen, under its first line; its answer goes into the last line. */
export function withDialog(lines: readonly string[], model: Model): readonly string[] {
	const {dialog} = model;
	if (dialog === null) return lines;
	const {columns} = model.size;
	const {lines: text, room, must} = dialogGeometry(model, dialog);
	const height = Math.min(room, text.length);
	const top = Math.min(dialog.top, Math.max(0, text.length - height));
	const paint = painter(model.colours);
	const body = text.slice(top, top + height).map((it, index) => toned(cut(it, columns), top + index < must, paint));
	const isFramed = framed(model);
	const where = text.length > height ? ` lines ${top + 1}-${top + height} of ${text.length} (Down) --` : '';
	const end = cut(rule(Math.max(0, columns - where.length)) + where, columns);
	const overlay = isFramed
		? [rule(columns, dialog.type === 'arming' ? 'ALLOW WRITING' : dialog.operation.toUpperCase()), ...body, end]
		: body;
	const above = isFramed ? lines.slice(0, 1) : [];
	return [...above, ...overlay, ...lines.slice(above.length + overlay.length)].slice(0, lines.length);
}

function toned(text: string, isQuestion: boolean, paint: Paint): string {
	if (text.startsWith(' ! ')) return paint('careful', text);
	return isQuestion ? paint('strong', text) : text;
}

function framed({size}: Model): boolean {
	return size.rows >= 8;
}

/** All rows but the answer's; with a frame also without the first line and two rules. */
function roomOf(model: Model): number {
	return Math.max(0, model.size.rows - (framed(model) ? 4 : 1));
}
