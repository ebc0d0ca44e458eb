import {type Act, type ActOutcome, type ActTarget, strengthened} from '../../../domain/act/act.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import {actOutcomeOf, proposalOf} from '../../../wire/acting.ts';
import {refusedProposal} from '../../../words/acts/proposing.ts';
import {toggleFreeze} from '../../find/freeze.ts';
import {clusterName} from '../../pages/cluster-words.ts';
import type {ActChange, ActDialog, Command, Model} from '../../state.ts';
import {labelOf} from '../cluster-label.ts';
import {cannotWrite} from '../writing.ts';

/** The model after what happened to an act, and what is to be sent. Pure. */
export function applyAct(model: Model, change: ActChange): readonly [Model, ...Command[]] {
	switch (change.type) {
		case 'ask-act':
			return opened(model, change.act, change.target);
		case 'proposed': {
			const {dialog} = model;
			if (dialog?.type !== 'act' || dialog.id !== change.id || dialog.phase.type !== 'proposing') return [model];
			const told = proposalOf(change.reply);
			const plain = typeof told === 'string' ? refusedProposal(dialog, told) : told;
			const proposal = strengthened(plain, dialog.origin.label);
			return [
				{...model, dialog: {...dialog, phase: {type: 'choosing', proposal, ...unread, typed: '', typedTimes: 0}}},
			];
		}
		case 'type-act':
			return [typing(model, change.text)];
		case 'ended':
			return [ended(model, change.id, actOutcomeOf(change.reply))];
		default:
			return unreachable(change);
	}
}

const unread = {shownAtMs: null, seenLines: 0} as const;

function opened(model: Model, act: Act, target: ActTarget): readonly [Model, ...Command[]] {
	// What is asked must be what holds now: a screen that stands still goes on.
	const live = model.finding.frozen === null ? model : toggleFreeze(model);
	if (live.hello === null) return [live];
	const dialog: ActDialog = {
		...{type: 'act', id: live.lastId + 1, act, target, spoilt: null, top: 0, remark: null},
		origin: {instance: live.hello.instance, cluster: clusterName(live), label: labelOf(live)},
		phase: {type: 'proposing'},
	};
	return [
		{...live, lastId: dialog.id, dialog},
		{type: 'propose', id: dialog.id, act, target},
	];
}

/** Why what is proposed cannot be done any more, in a few words; null while it can. */
export function whyNotAct(model: Model, {spoilt}: ActDialog): string | null {
	return spoilt ?? cannotWrite(model) ?? null;
}

/** It was confirmed: where the name has to be typed twice, only once more. */
export function confirmedAct(model: Model, dialog: ActDialog): readonly [Model, ...Command[]] {
	const {phase, id, act, origin} = dialog;
	if (phase.type !== 'choosing') return [model];
	const why = whyNotAct(model, dialog);
	if (why !== null) return [{...model, dialog: {...dialog, remark: `Nothing was sent: ${why}`}}];
	const {proposal} = phase;
	const typed = phase.typedTimes + (proposal.tier === 3 ? 1 : 0);
	if (proposal.tier === 3 && typed < proposal.times) {
		const again = {...phase, typed: '', typedTimes: typed};
		return [
			{...model, dialog: {...dialog, phase: again, remark: 'Once more: a source may still read towards the DDL.'}},
		];
	}
	const acting: ActDialog = {...dialog, top: 0, remark: null, phase: {type: 'acting', sinceMs: model.nowMs, proposal}};
	const {target, facts} = proposal;
	return [
		{...model, dialog: acting, actsUnderWay: [...model.actsUnderWay, acting]},
		{type: 'act', id, instance: origin.instance, act, target, seen: facts, typed},
	];
}

function typing(model: Model, text: string | null): Model {
	const {dialog} = model;
	if (dialog?.type !== 'act' || dialog.phase.type !== 'choosing') return model;
	const before = [...dialog.phase.typed];
	const typed = text === null ? before.slice(0, -1) : text === '' ? [] : [...before, ...text].slice(0, mostTyped);
	return {...model, dialog: {...dialog, phase: {...dialog.phase, typed: typed.join('')}, remark: null}};
}

const mostTyped = 512;

/** Whoever looks at it sees how it ended, until Esc; else it is shown once nothing else is open. */
function ended(model: Model, id: number, outcome: ActOutcome): Model {
	const sent = model.actsUnderWay.find(it => it.id === id);
	if (sent === undefined || sent.phase.type !== 'acting') return model;
	const {sinceMs, proposal} = sent.phase;
	const dialog: ActDialog = {
		...sent,
		top: 0,
		remark: null,
		phase: {type: 'ended', sinceMs, proposal, outcome, shownAtMs: null},
	};
	const actsUnderWay = model.actsUnderWay.filter(it => it !== sent);
	const isFree = model.dialog === null || (model.dialog.type === 'act' && model.dialog.id === id);
	if (isFree && model.finding.prompt === null) return {...model, actsUnderWay, dialog};
	return {...model, actsUnderWay, unread: [...model.unread, dialog]};
}
