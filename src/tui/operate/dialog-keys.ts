import {cleanText} from '../../domain/text.ts';
import type {Allowing, Asking, Dialog, Event, Model, OpenDialog, OperateChange} from '../state.ts';
import {dialogGeometry} from '../ui/dialog/dialog.ts';
import {actKey} from './act/act-press.ts';
import {whyNotAllow} from './allowing.ts';
import {sentTargets} from './dialogs.ts';
import {nameAsked} from './name-asked.ts';
import {whyNotAsk} from './obstacle.ts';

/** How a key came: alone in its chunk or with others, and when, by the viewer's clock. */
export type Press = {readonly alone: boolean; readonly atMs: number};

/** What a key does while a dialog is open; null = nothing. Only `isConfirming` sends anything. */
export function dialogEvent(model: Model, dialog: OpenDialog, key: string, press: Press): Event | null {
	const change = keyFor(model, dialog, key, press) ?? scrollFor(model, dialog, key);
	return change === null ? null : {type: 'operate', change};
}

function keyFor(model: Model, dialog: OpenDialog, key: string, press: Press): OperateChange | null {
	switch (dialog.type) {
		case 'allowing':
			return allowingKey(model, dialog, key, press);
		case 'act': {
			const {phase} = dialog;
			const shownAtMs = phase.type === 'choosing' || phase.type === 'ended' ? phase.shownAtMs : null;
			const isRead = shownAtMs !== null && press.atMs - shownAtMs >= readingMs;
			return actKey(model, dialog, key, () => whyNotPress(model, dialog, shownAtMs, press), isRead);
		}
		default:
			return changeFor(model, dialog, key, press);
	}
}

/** What a paste does while a dialog is open: it is text for the name that is asked for, and never a key. */
export function dialogPaste(dialog: OpenDialog, text: string): Event | null {
	const clean = cleanText(text.slice(0, mostPasted).trim());
	if (dialog.type === 'act') {
		const isTyped = dialog.phase.type === 'choosing' && dialog.phase.proposal.tier === 3;
		return clean === '' || !isTyped ? null : {type: 'operate', change: {type: 'type-act', text: clean}};
	}
	if (dialog.type !== 'operation' || dialog.phase.type !== 'asking' || dialog.tier !== 3) return null;
	return clean === '' ? null : {type: 'operate', change: {type: 'type', text: clean}};
}

/** Cut before it is cleaned: a paste may be of any size. */
const mostPasted = 4096;

function allowingKey(model: Model, dialog: Allowing, key: string, press: Press): OperateChange | null {
	if (key === 'esc' || key === 'n' || key === 'q') return {type: 'close'};
	if (key !== 'y') return null;
	const lasting = whyNotAllow(model, dialog);
	if (lasting !== null) return {type: 'remark', text: `Writing is not allowed: ${lasting}`};
	const why = whyNotPress(model, dialog, dialog.phase.shownAtMs, press);
	return why === null ? {type: 'confirm'} : {type: 'remark', text: why};
}

function changeFor(model: Model, dialog: Dialog, key: string, press: Press): OperateChange | null {
	if (dialog.phase.type === 'answered') return answerKey(dialog.phase, key, press);
	if (key === 'esc') return {type: 'close'};
	const {phase, tier} = dialog;
	if (phase.type !== 'asking') return null;
	if (key === 'ctrl-r') return readAgain(model, dialog);
	if (sentTargets(phase.targets).length === 0) return key === 'enter' || key === 'q' ? {type: 'close'} : null;
	if (tier === 3) return nameKey(model, dialog, phase, key, press);
	if (key === 'n' || key === 'q') return {type: 'close'};
	if (key === 'enter') return tier === 2 ? {type: 'close'} : null;
	return key === 'y' ? confirmation(model, dialog, phase, press) : null;
}

/** An answer that has only just come may not be closed by a key that was meant for something else. */
function answerKey({shownAtMs}: Answered, key: string, {atMs}: Press): OperateChange | null {
	if (key !== 'esc' && key !== 'enter' && key !== 'q') return null;
	if (shownAtMs !== null && atMs - shownAtMs >= readingMs) return {type: 'close'};
	return {type: 'remark', text: 'It has only just come: press it again.'};
}

/** A dialog of its own, which asks for the same as it is now; not of another gateway, which may be before another cluster. */
function readAgain({hello}: Model, {operation, asked, hidden, origin, bySource}: Dialog): OperateChange | null {
	if (hello?.instance !== origin.instance) return null;
	return {type: 'ask', operation, meant: {targets: asked, hidden, ...(bySource !== undefined && {bySource})}};
}

type Answered = Extract<Dialog['phase'], {type: 'answered'}>;

function nameKey(model: Model, dialog: Dialog, phase: Asking, key: string, press: Press): OperateChange | null {
	if (dialog.spoilt !== null && key !== 'enter') return null;
	if (key === 'tab' || key === 'shift-tab') return {type: 'focus', by: key === 'tab' ? 1 : -1};
	if (key === 'enter') return enterOf(model, dialog, phase, press);
	if (key === 'ctrl-u') return {type: 'erase', all: true};
	if (key === 'backspace' || key === 'delete') return {type: 'erase', all: false};
	return [...key].length === 1 ? {type: 'type', text: key} : null;
}

function enterOf(model: Model, dialog: Dialog, phase: Asking, press: Press): OperateChange | null {
	if (phase.focus === 'cancel') return {type: 'close'};
	if (phase.focus === 'pause') {
		const why = whyNotAsk(model, dialog);
		if (why !== null) return nothingSent(why);
		// A dialog of its own: what it shows has to be read and confirmed anew.
		return {type: 'ask', operation: 'pause', meant: {targets: dialog.asked, hidden: dialog.hidden}};
	}
	return confirmation(model, dialog, phase, press);
}

/** What a key that is meant to confirm does: it does, or it says why not. */
function confirmation(model: Model, dialog: Dialog, phase: Asking, press: Press): OperateChange {
	const lasting = whyNotAsk(model, dialog);
	if (lasting !== null) return nothingSent(lasting);
	const why = whyNotConfirm(model, dialog, phase, press);
	return why === null ? {type: 'confirm'} : {type: 'remark', text: why};
}

function nothingSent(why: string): OperateChange {
	return {type: 'remark', text: `Nothing was sent: ${why}`};
}

/** The dialog must have been on the screen for so long. */
const readingMs = 300;

/** Why a key does not confirm, in a sentence; null when it does. */
function whyNotConfirm(model: Model, dialog: Dialog, phase: Asking, press: Press): string | null {
	const why = whyNotPress(model, dialog, phase.shownAtMs, press);
	if (why !== null) return why;
	if (dialog.tier !== 3) return null;
	const {of, name} = nameAsked(dialog, phase);
	if (phase.typed === name) return null;
	return phase.typed === '' ? `Type the name of the ${of} first.` : `That is not the name of the ${of}.`;
}

/** Why a key that came so confirms nothing in this dialog, in a sentence; null when it does. */
function whyNotPress(model: Model, dialog: OpenDialog, shownAtMs: number | null, {alone, atMs}: Press): string | null {
	if (!alone) return 'It came in a burst of keys: press it alone.';
	const {isReadable, needs} = dialogGeometry(model, dialog);
	if (!isReadable) return needs;
	return shownAtMs === null || !(atMs - shownAtMs >= readingMs) ? 'That was too fast: press it again.' : null;
}

function scrollFor(model: Model, dialog: OpenDialog, key: string): OperateChange | null {
	const {room, lines} = dialogGeometry(model, dialog);
	const last = Math.max(0, lines.length - room);
	const by = scrolls[key];
	const isNamed =
		dialog.type === 'act'
			? dialog.phase.type === 'choosing' && dialog.phase.proposal.tier === 3
			: dialog.type === 'operation' && dialog.tier === 3;
	const typed = isNamed && [...key].length === 1;
	if (by === undefined || typed) return null;
	const top = Math.max(
		0,
		Math.min(last, dialog.top + (Math.abs(by) === 1 ? by : Math.sign(by) * Math.max(1, room - 1))),
	);
	return top === dialog.top ? null : {type: 'scroll', top};
}

/** By a line, or by as many as are shown. */
const scrolls: Readonly<Record<string, number>> = {down: 1, j: 1, up: -1, k: -1, pgdn: 2, pgup: -2};
