import type {ActDialog, Model, OperateChange} from '../../state.ts';
import {whyNotAct} from './act-update.ts';

/**
 * What a key does in the dialog of an act; null = nothing. `why` says why a key that came so confirms nothing, in a
 * sentence; null = it does.
 */
export function actKey(
	model: Model,
	dialog: ActDialog,
	key: string,
	why: () => string | null,
	isRead: boolean,
): OperateChange | null {
	const {phase, act, target, origin} = dialog;
	if (phase.type === 'ended') {
		if (key !== 'esc' && key !== 'enter' && key !== 'q') return null;
		return isRead ? {type: 'close'} : {type: 'remark', text: 'It has only just come: press it again.'};
	}
	if (key === 'esc') return {type: 'close'};
	if (phase.type !== 'choosing') return null;
	if (key === 'ctrl-r') return model.hello?.instance === origin.instance ? {type: 'ask-act', act, target} : null;
	const {proposal, typed} = phase;
	if (proposal.refused !== null) return key === 'enter' || key === 'q' ? {type: 'close'} : null;
	if (proposal.tier < 3) {
		if (key === 'n' || key === 'q' || (key === 'enter' && proposal.tier === 2)) return {type: 'close'};
		return key === 'y' ? confirmation(model, dialog, why) : null;
	}
	if (key === 'ctrl-u') return {type: 'type-act', text: ''};
	if (key === 'backspace' || key === 'delete') return {type: 'type-act', text: null};
	if (key === 'enter') {
		if (typed === proposal.name) return confirmation(model, dialog, why);
		return {type: 'remark', text: typed === '' ? `Type ${proposal.name} first.` : `That is not ${proposal.name}.`};
	}
	return [...key].length === 1 ? {type: 'type-act', text: key} : null;
}

function confirmation(model: Model, dialog: ActDialog, why: () => string | null): OperateChange {
	const lasting = whyNotAct(model, dialog);
	if (lasting !== null) return {type: 'remark', text: `Nothing was sent: ${lasting}`};
	const text = why();
	return text === null ? {type: 'confirm'} : {type: 'remark', text};
}
