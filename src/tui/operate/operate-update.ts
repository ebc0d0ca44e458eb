import {isProduction} from '../../domain/operation/label.ts';
import type {Operation, OperationTarget} from '../../domain/operation/operation.ts';
import {namedSources} from '../../domain/operation/plan.ts';
import {unreachable} from '../../domain/unreachable.ts';
import {stepCursor} from '../cursor.ts';
import {withNewMarks} from '../find/find-update.ts';
import {toggleFreeze} from '../find/freeze.ts';
import {listHeight} from '../layout.ts';
import {clusterName} from '../pages/cluster-words.ts';
import {rowIds} from '../shown.ts';
import type {Asking, Command, Dialog, Meant, Model, OpenDialog, OperateChange, Phase, Target, Tier} from '../state.ts';
import {unaskedWorkers} from '../ui/dialog/dialog-targets.ts';
import {topView} from '../views.ts';
import {applyAct, confirmedAct} from './act/act-update.ts';
import {askedToArm, confirmedAllowing} from './allowing.ts';
import {answered, withUnread} from './answer.ts';
import {unshown} from './change.ts';
import {labelOf} from './cluster-label.ts';
import {sentTargets} from './dialogs.ts';
import {nextFocus} from './focus.ts';
import {spoiltBy} from './gateway-change.ts';
import {settleMarks, toggleAllMarks, toggleMark} from './marks.ts';
import {whyNotAsk} from './obstacle.ts';
import {changeSince, targetsNow} from './target.ts';
import {expiredWriting} from './writing.ts';

/** The model after a change, and what is to be sent. Pure. */
export function applyOperate(model: Model, change: OperateChange): readonly [Model, ...Command[]] {
	const {dialog} = model;
	switch (change.type) {
		case 'ask':
			return [opened(model, change.operation, change.meant)];
		case 'confirm':
			return confirmed(model);
		case 'close':
			return [{...model, dialog: null}];
		case 'answer':
			return [answered(model, change.id, change.reply)];
		case 'allow-writing':
			return [askedToArm(model)];
		case 'mark':
			return [withNewMarks(change.rows === 'one' ? stepDown(toggleMark(model)) : toggleAllMarks(model))];
		case 'scroll':
			return [dialog === null ? model : {...model, dialog: unshown({...dialog, top: change.top})}];
		case 'remark':
			return [dialog === null ? model : {...model, dialog: {...dialog, remark: change.text}}];
		case 'shown':
			return [dialog === null ? model : shown(model, dialog, change)];
		case 'type':
			return [withAsking(model, asking => ({...asking, focus: 'name', typed: limited(asking.typed + change.text)}))];
		case 'erase':
			return [withAsking(model, asking => ({...asking, typed: change.all ? '' : shorter(asking.typed)}))];
		case 'focus':
			return [withAsking(model, (asking, operation) => ({...asking, focus: nextFocus(operation, asking, change.by)}))];
		case 'ask-act':
		case 'proposed':
		case 'type-act':
		case 'ended':
			return applyAct(model, change);
		default:
			return unreachable(change);
	}
}

/** After every event: a dialog that waits for its targets opens once they are known, and what is over is forgotten. */
export function settleOperate(model: Model): Model {
	const writes = expiredWriting(model);
	const {dialog} = model;
	const marked = withUnread(settleMarks(writes === model.writes ? model : {...model, writes}));
	if (dialog?.type !== 'operation' || dialog.spoilt !== null) return marked;
	if (dialog.phase.type === 'asking') {
		// Also where it is as it was again: somebody else is at it.
		const change = changeSince(marked, dialog.operation, sentTargets(dialog.phase.targets));
		return change === null ? marked : {...marked, dialog: spoiltBy(dialog, `changed meanwhile: ${change}`)};
	}
	if (dialog.phase.type !== 'reading') return marked;
	const phase = phaseNow(marked, dialog.operation, dialog.asked);
	return phase.type === 'reading' ? marked : {...marked, dialog: {...dialog, phase}};
}

function opened(model: Model, operation: Operation, {targets, hidden, bySource}: Meant): Model {
	// What is asked must be what holds now: a screen that stands still goes on.
	const live = model.finding.frozen === null ? model : toggleFreeze(model);
	if (live.hello === null) return live;
	const label = labelOf(live);
	const dialog: Dialog = {
		type: 'operation',
		id: live.lastId + 1,
		operation,
		origin: {instance: live.hello.instance, cluster: clusterName(live), label},
		from: topView(live),
		spoilt: null,
		tier: tierOf(operation, targets, bySource !== undefined, isProduction(label)),
		asked: targets,
		hidden,
		top: 0,
		phase: phaseNow(live, operation, targets),
		remark: null,
		...(bySource !== undefined && {bySource}),
	};
	return {...live, lastId: dialog.id, dialog};
}

/** In production each is one higher. */
function tierOf(
	operation: Operation,
	targets: readonly OperationTarget[],
	isWholeSource: boolean,
	inProduction: boolean,
): Tier {
	if (operation === 'stop') return 3;
	const rows = targets.reduce((sum, {sources}) => sum + (sources?.length ?? 1), 0);
	if (operation === 'pause' || isWholeSource || rows > 1) return inProduction ? 3 : 2;
	return inProduction ? 2 : 1;
}

function phaseNow(model: Model, operation: Operation, asked: readonly OperationTarget[]): Phase {
	const targets = targetsNow(model, operation, asked);
	if (targets === null) return {type: 'reading'};
	const dataAtMs = model.heartbeat?.lastGoodAtMs ?? null;
	return {type: 'asking', targets, dataAtMs, shownAtMs: null, seenLines: 0, typed: '', focus: 'name'};
}

/** The last look before it is sent; the gateway takes another one. */
function confirmed(model: Model): readonly [Model, ...Command[]] {
	const {dialog} = model;
	if (dialog?.type === 'allowing') return [confirmedAllowing(model, dialog)];
	if (dialog?.type === 'act') return confirmedAct(model, dialog);
	if (dialog?.phase.type !== 'asking') return [model];
	const {operation, phase, id, origin, from, bySource} = dialog;
	const targets = sentTargets(phase.targets);
	const why = whyNotAsk(model, dialog);
	if (why !== null) return [{...model, dialog: {...dialog, remark: `Nothing was sent: ${why}`}}];
	if (targets.length === 0) return [model];
	const sending = {type: 'sending', sinceMs: model.nowMs, targets} as const;
	const sent = targets.map(target => ({task: target.task, sources: sentSources(target), seen: target.seen}));
	return [
		{
			...model,
			dialog: {...dialog, top: 0, phase: sending, remark: null},
			underWay: [...model.underWay, {id, operation, targets: sent, origin, from, sinceMs: model.nowMs}],
		},
		{
			...{type: 'operate', id, instance: origin.instance, operation, targets: sent},
			...(bySource !== undefined && {bySource}),
		},
	];
}

/** Where it was said that somebody is not asked, the others are asked by name, whatever is known by the time it is sent. */
function sentSources(target: Target): readonly string[] | null {
	const nameless = unaskedWorkers([target]);
	const {plan, sources} = target;
	return plan.type === 'act' && nameless.length > 0 ? namedSources(plan, nameless) : sources;
}

function stepDown(model: Model): Model {
	const view = topView(model);
	if (!('cursor' in view)) return model;
	const cursor = stepCursor(view.cursor, 'down', rowIds(model, view) ?? [], listHeight(model, view));
	return {...model, views: [...model.views.slice(0, -1), {...view, cursor}]};
}

function withAsking(model: Model, change: (asking: Asking, operation: Operation) => Asking): Model {
	const {dialog} = model;
	if (dialog?.type !== 'operation' || dialog.phase.type !== 'asking') return model;
	return {...model, dialog: {...dialog, phase: change(dialog.phase, dialog.operation), remark: null}};
}

function shown(model: Model, dialog: OpenDialog, written: {readonly atMs: number; readonly lines: number}): Model {
	const {top} = dialog;
	if (dialog.type === 'allowing') {
		const {shownAtMs, seenLines} = dialog.phase;
		const phase = {
			...dialog.phase,
			shownAtMs: shownAtMs ?? written.atMs,
			seenLines: seenAfter(seenLines, top, written),
		};
		return {...model, dialog: {...dialog, phase}};
	}
	if (dialog.type === 'act') {
		const {phase} = dialog;
		if (phase.type === 'ended')
			return {...model, dialog: {...dialog, phase: {...phase, shownAtMs: phase.shownAtMs ?? written.atMs}}};
		if (phase.type !== 'choosing') return model;
		const seenLines = seenAfter(phase.seenLines, top, written);
		return {...model, dialog: {...dialog, phase: {...phase, shownAtMs: phase.shownAtMs ?? written.atMs, seenLines}}};
	}
	const {phase} = dialog;
	if (phase.type === 'answered') {
		return {...model, dialog: {...dialog, phase: {...phase, shownAtMs: phase.shownAtMs ?? written.atMs}}};
	}
	if (phase.type !== 'asking') return model;
	const seenLines = seenAfter(phase.seenLines, top, written);
	return {...model, dialog: {...dialog, phase: {...phase, shownAtMs: phase.shownAtMs ?? written.atMs, seenLines}}};
}

/** How many lines have been seen from the first one on: what was skipped by scrolling has not. */
function seenAfter(seenLines: number, top: number, {lines}: {readonly lines: number}): number {
	return top <= seenLines ? Math.max(seenLines, top + lines) : seenLines;
}

/** No task's name is longer. */
const mostTyped = 512;

function limited(text: string): string {
	return [...text].slice(0, mostTyped).join('');
}

function shorter(text: string): string {
	return [...text].slice(0, -1).join('');
}
