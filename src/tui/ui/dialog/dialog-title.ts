import {type Act, actNames} from '../../../domain/act/act.ts';
import type {Operation} from '../../../domain/operation/operation.ts';
import type {OperateTarget} from '../../../wire/messages.ts';
import type {Cell} from '../../../words/columns.ts';
import {plural} from '../../../words/format.ts';
import type {Tone} from '../../../words/theme.ts';
import {sentTargets} from '../../operate/dialogs.ts';
import {escaped, escapeText} from '../../pages/pieces/escapes.ts';
import type {Asking, Dialog, Model, OpenDialog} from '../../state.ts';
import {labelCells} from '../cluster-label-cells.ts';
import {cellsWidth} from '../line.ts';
import {actHead} from './act-dialog.ts';
import {sentTexts} from './sent-text.ts';

/** What stands in the upper rule of a dialog. */
export type DialogTitle = {
	readonly cells: readonly Cell[];
	/** Whether it names what is asked whole, so that it need not be asked again below. */
	readonly isQuestion: boolean;
};

/** The verb and what it is for, the cluster, and how many sources; only the verb where there is no room for all. */
export function dialogTitle(model: Model, dialog: OpenDialog, columns: number): DialogTitle {
	const {cluster} = model.ascii ? escaped(dialog.origin) : dialog.origin;
	const on: readonly Cell[] = [' on ', {text: ` ${cluster} `, tone: 'selected'}, ...labelCells(dialog.origin.label)];
	if (dialog.type === 'allowing') {
		return fitting([reversed('ALLOW WRITING'), ...on], ['for 10 minutes'], 'ALLOW WRITING', columns);
	}
	if (dialog.type === 'act') {
		const {what, tails} = actHead(dialog, model);
		return fitting([reversed(what), ...on], tails, actNames[dialog.act].toUpperCase(), columns);
	}
	const verb = dialog.operation.toUpperCase();
	const what = reversed(`${verb} ${targetText(model, dialog)}`);
	return fitting([what, ...on], tailTexts(model, dialog), verb, columns);
}

/** The tone of a dialog's rules. */
export function dialogTone(dialog: OpenDialog): Tone {
	if (dialog.type === 'act') return actTones[dialog.act];
	return dialog.type === 'allowing' ? 'careful' : tones[dialog.operation];
}

const tones = {pause: 'careful', resume: 'info', stop: 'bad'} as const satisfies Record<Operation, Tone>;

const actTones = {
	'pause-relay': 'careful',
	'resume-relay': 'info',
	'start-relay': 'info',
	unlock: 'bad',
	'skip-ddl': 'bad',
	'start-validation': 'info',
	'stop-validation': 'careful',
	'start-task': 'careful',
} as const satisfies Record<Act, Tone>;

/**
 * What is asked for with the longest of these tails that has room, else with none; only `short` where not even that has. A
 * rule has its symbol and a blank on both sides of what stands in it.
 */
function fitting(cells: readonly Cell[], tails: readonly string[], short: string, columns: number): DialogTitle {
	const forms = [...tails.map((tail): readonly Cell[] => [...cells, `  ${tail}`]), cells];
	const shown = forms.find(form => cellsWidth(form) + 5 <= columns);
	return {cells: shown ?? [reversed(short)], isQuestion: shown !== undefined};
}

function reversed(text: string): Cell {
	return {text: ` ${text} `, tone: 'selected'};
}

/** What is asked for, named as far as one line goes. */
function targetText(model: Model, dialog: Dialog): string {
	const {phase, asked} = dialog;
	const targets: readonly Pick<OperateTarget, 'task' | 'sources'>[] | null =
		phase.type === 'asking' ? meantTargets(phase.targets) : phase.type === 'sending' ? phase.targets : null;
	const all = targets ?? asked;
	const [first] = all;
	if (dialog.bySource !== undefined)
		return `${plural(all.length, 'task')} of ${model.ascii ? escapeText(dialog.bySource) : dialog.bySource}`;
	if (all.length !== 1 || first === undefined) return `${all.length} marked tasks`;
	const {task, sources} = model.ascii ? escaped({task: first.task, sources: first.sources}) : first;
	if (sources === null) return `${task}${partly(dialog)}`;
	return `${task} at ${sources.length === 1 ? (sources[0] ?? '') : plural(sources.length, 'source')}`;
}

/** Those that are sent; where none can be, all that were asked for. */
function meantTargets(targets: Asking['targets']): Asking['targets'] {
	const sent = sentTargets(targets);
	return sent.length === 0 ? targets : sent;
}

/** That not all sources of the only target are meant. */
function partly({phase}: Dialog): string {
	const [first] = phase.type === 'asking' ? sentTargets(phase.targets) : [];
	const left = first?.plan.type === 'act' ? first.plan.left.length : 0;
	return left === 0 || first === undefined
		? ''
		: ` at ${first.seen.length - left} of its ${plural(first.seen.length, 'source')}`;
}

function tailTexts(model: Model, {phase}: Dialog): readonly string[] {
	switch (phase.type) {
		case 'reading':
			return [];
		case 'asking':
			return sentTargets(phase.targets).length === 0 ? [] : [plural(partsOf(phase.targets), 'source')];
		case 'sending':
		case 'answered':
			return sentTexts(model, phase.sinceMs);
	}
}

/** How many sources are asked in all. */
export function partsOf(targets: Extract<Dialog['phase'], {type: 'asking'}>['targets']): number {
	return targets.reduce((sum, {plan}) => sum + (plan.type === 'act' ? plan.parts.length : 0), 0);
}
