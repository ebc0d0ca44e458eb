import {windowOf} from '../../layout.ts';
import type {Model, OpenDialog, Size} from '../../state.ts';
import {topView} from '../../views.ts';
import {fitted, type Line, lineText, type Sheet} from '../line.ts';
import {heavyRule} from '../rules.ts';
import {actText} from './act-dialog.ts';
import {allowingText, type DialogText, dialogText} from './dialog-text.ts';
import {dialogTitle, dialogTone} from './dialog-title.ts';

/** What of a dialog is on the screen. */
export type DialogGeometry = {
	/** All its lines; the first `question` of them are what is asked, the first `must` what has to be seen before. */
	readonly lines: readonly Line[];
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
	const text = textOf(model, dialog, columns);
	// A question that the title asks whole is always on the screen.
	const isInTitle = isFramed(model.size) && dialogTitle(model, dialog, columns).isQuestion;
	const room = dialogRoom(model);
	const {lines, question, must} = ordered(isInTitle ? {...text, question: []} : text, room);
	const {phase, top} = dialog;
	const base = {lines, question, must, room};
	// What follows may be read page by page; the question and the name in it are never cut in two.
	const asks = phase.type === 'asking' || phase.type === 'allowing' || phase.type === 'choosing';
	if (!asks || room < question) return {...base, isReadable: false, needs: tooSmall};
	if (must <= room) return {...base, isReadable: top === 0, needs: 'Go up to the question first (Up).'};
	const needs = columns < 60 ? 'Read on first: Down' : 'Read on to the end of what matters first (Down, PgDn).';
	return {...base, isReadable: phase.seenLines >= must, needs};
}

function textOf(model: Model, dialog: OpenDialog, columns: number): DialogText {
	if (dialog.type === 'allowing') return allowingText(model, dialog, columns);
	return dialog.type === 'act' ? {sources: [], ...actText(model, dialog, columns)} : dialogText(model, dialog, columns);
}

const tooSmall = 'The terminal is too small for the question: enlarge it.';

/** The sources first where all fits; else they come last, as they may be many, and what has to be seen first. */
function ordered(
	{question, sources, must, rest}: DialogText,
	room: number,
): Pick<DialogGeometry, 'lines' | 'question' | 'must'> {
	const gap = sources.length === 0 ? [] : [''];
	const spaced = [...question, ...sources, ...gap, ...must, ...rest, ''];
	const tight = [...question, ...sources, ...must, ...rest];
	const fits = spaced.length <= room ? spaced : tight.length <= room ? tight : null;
	const before = question.length + must.length;
	if (fits === null) {
		return {lines: [...question, ...must, ...rest, ...sources], question: question.length, must: before};
	}
	const shown = must.length === 0 ? 0 : sources.length + (fits === spaced ? gap.length : 0);
	return {lines: fits, question: question.length, must: before + shown};
}

/**
 * The dialog over a screen: in the place of what stands under the rows, and upward from there where it needs more. On a
 * small terminal it lies under the first line, and its answer goes into the last one. Null while none is open.
 */
export function dialogSheet(model: Model, answer: Line): Sheet | null {
	const {dialog} = model;
	if (dialog === null) return null;
	const {columns, rows} = model.size;
	const {lines: text, room, must} = dialogGeometry(model, dialog);
	const height = Math.min(room, text.length);
	const top = Math.min(dialog.top, Math.max(0, text.length - height));
	const isBare = !isFramed(model.size);
	const body = text
		.slice(top, top + height)
		.map((it, index) => toned(fitted(it, columns), isBare && top + index < must));
	if (isBare) return {row: 0, lines: body};
	const tone = dialogTone(dialog);
	const where = text.length > height ? `lines ${top + 1}-${top + height} of ${text.length} (Down)` : '';
	const title = heavyRule(columns, tone, dialogTitle(model, dialog, columns).cells);
	const end = heavyRule(columns, tone, [], where);
	if (!hasAnswer(model.size)) return {row: rowsOver(model.size), lines: [title, ...body, end]};
	const lines = [title, ...body, answer, end];
	const {header, body: list, footer} = windowOf(model, topView(model));
	return {row: Math.max(rowsAbove, Math.min(header + list, rows - footer - lines.length)), lines};
}

/** Whether the answer stands in the sheet, and the last line is for the keys. */
export function hasAnswer({columns, rows}: Size): boolean {
	return columns >= 60 && rows >= 14;
}

/** The first line of the screen, and the row that the dialog is about. */
const rowsAbove = 2;

/** On a small terminal the row has to give way where the text needs every line. */
function rowsOver({rows}: Size): number {
	return rows >= 10 ? rowsAbove : 1;
}

function toned(it: Line, isQuestion: boolean): Line {
	return isQuestion && typeof it === 'string' ? [{text: lineText(it), tone: 'strong'}] : it;
}

function isFramed({rows}: Size): boolean {
	return rows >= 8;
}

/** All rows but the answer's; with a frame also without the first line and two rules, and with room for a row and keys. */
export function dialogRoom(model: Model): number {
	const {size} = model;
	if (!isFramed(size)) return Math.max(0, size.rows - 1);
	return size.rows - (hasAnswer(size) ? rowsAbove + 3 + windowOf(model, topView(model)).footer : rowsOver(size) + 3);
}
