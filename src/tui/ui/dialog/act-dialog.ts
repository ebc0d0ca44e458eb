import {actNames, actTargetName} from '../../../domain/act/act.ts';
import {isProduction} from '../../../domain/operation/label.ts';
import {actEnd, actTitle} from '../../../words/acts/act-text.ts';
import type {Cell} from '../../../words/columns.ts';
import {exactAge} from '../../../words/format.ts';
import {wrap} from '../../../words/width.ts';
import {whyNotAct} from '../../operate/act/act-update.ts';
import {escaped, escapeText} from '../../pages/pieces/escapes.ts';
import type {ActDialog, Model} from '../../state.ts';
import {type Line, spreadLine} from '../line.ts';
import {quiet, strong} from '../rules.ts';
import {labelled, marked, prose} from './labelled.ts';
import {isWritten, logLines, sentTexts} from './sent-text.ts';

/** What stands in the upper rule: what is asked for, such as `PAUSE RELAY of orders-02`. */
export function actHead(
	{act, target, phase}: ActDialog,
	model: Model,
): {readonly what: string /** What else there is room for, the longest first. */; readonly tails: readonly string[]} {
	const name = actTargetName(model.ascii ? escaped(target) : target);
	const tails = phase.type === 'acting' || phase.type === 'ended' ? sentTexts(model, phase.sinceMs) : [];
	return {what: `${actNames[act].toUpperCase()} ${name}`, tails};
}

/** The lines of the dialog: those that have to be seen before it is answered, and the rest. */
export function actText(
	model: Model,
	dialog: ActDialog,
	columns: number,
): {readonly question: readonly Line[]; readonly must: readonly Line[]; readonly rest: readonly Line[]} {
	const {act, target, phase, spoilt} = model.ascii ? escaped(dialog) : dialog;
	const title = actTitle(act, target);
	switch (phase.type) {
		case 'proposing':
			return {
				question: [],
				must: [],
				rest: prose(
					spoilt === null ? `${title}: reading the state ...` : `${title}? ${spoilt}. Esc and look again.`,
					columns,
				),
			};
		case 'choosing': {
			const {now, costs, undo, dmctl, refused} = phase.proposal;
			const told = now.flatMap((text, index) => labelled(index === 0 ? 'now' : '', text, columns));
			const lines = dmctl.flatMap(text => labelled('dmctl', text.replace(/^dmctl /, ''), columns, '  '));
			if (refused !== null)
				return {question: [], must: [], rest: [...prose(`Cannot ${title}: ${refused}.`, columns), ...told, ...lines]};
			return {
				question: prose(`${title.charAt(0).toUpperCase()}${title.slice(1)}?`, columns),
				must: [
					...(spoilt === null ? [] : marked(`${spoilt}. Esc and look again.`, columns)),
					...told,
					...costs.flatMap((text, index) => labelled(index === 0 ? 'costs' : '', text, columns)),
				],
				rest: [...undoLines(undo, columns), ...lines],
			};
		}
		case 'acting':
			return {
				question: [],
				must: [],
				rest: [
					...prose(
						`${title}: sent ${exactAge(phase.sinceMs, model.nowMs)} ago; it is watched until the status shows it.`,
						columns,
					),
					...prose(
						'DM may take 10 s and more to answer. Esc closes this; the work goes on, and this opens again with the outcome.',
						columns,
					),
				],
			};
		case 'ended':
			return {
				question: [],
				must: [],
				rest: [
					...labelled('now', `${title}: ${actEnd(phase.outcome)}`, columns),
					...phase.outcome.parts.flatMap(({source, worker, outcome, message}) => {
						const who = [source, worker].filter(name => name !== null).join(' / ');
						return wrap(
							`${who}: ${outcome}${message === null ? '' : `: ${message}`}`,
							Math.max(1, columns - 5),
							'  ',
						).map(it => `   ${it}`);
					}),
					...(phase.outcome.unwritten === undefined
						? []
						: marked(`How it ended is not written down: ${phase.outcome.unwritten}`, columns)),
					...(phase.outcome.outcome === 'done' ? undoLines(phase.proposal.undo, columns) : []),
					...(isWritten(phase.outcome) ? logLines(model, phase.sinceMs, columns) : []),
				],
			};
	}
}

/** What may come next, and what undoes it. */
function undoLines(undo: readonly string[], columns: number): readonly Line[] {
	const first = undo.findIndex(text => !text.startsWith(next));
	return undo.flatMap((text, index) =>
		text.startsWith(next)
			? labelled('next', text.slice(next.length), columns)
			: labelled(index === first ? 'undo' : '', text, columns),
	);
}

const next = 'next: ';

/** What answers it, at the right of its last line; before it the name, where that is asked for. */
export function actAnswer(model: Model, dialog: ActDialog, isReadable: boolean): Line {
	const {columns} = model.size;
	const {phase, origin} = dialog;
	if (phase.type === 'proposing') return spreadLine([], [button('Esc  Cancel')], columns);
	if (phase.type !== 'choosing' || phase.proposal.refused !== null)
		return spreadLine([], [button('Esc  Close')], columns);
	const verb = actNames[dialog.act];
	const shown = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
	if (whyNotAct(model, dialog) !== null || !isReadable) return spreadLine([], [quiet(`${shown}: not now`)], columns);
	const {tier, name, times} = phase.proposal;
	if (tier < 3) {
		return spreadLine(
			[],
			[button(tier === 2 ? 'Enter  Cancel' : 'Esc  Cancel'), '    ', strong('y'), `  ${shown}`],
			columns,
		);
	}
	const typed = model.ascii ? escapeText(phase.typed) : phase.typed;
	const left = phase.typedTimes > 0 ? ' once more' : times === 2 ? ' (twice)' : '';
	const head = isProduction(origin.label) ? ' Production: type ' : ' Type ';
	const right: readonly Cell[] = phase.typed === name ? [strong('Enter'), `  ${shown}`] : [quiet(`${shown}: not yet`)];
	return spreadLine([`${head}${model.ascii ? escapeText(name) : name}${left}:  `, strong(`${typed}_`)], right, columns);
}

/** The other keys. */
export function actKeys({phase}: ActDialog): readonly Cell[] {
	if (phase.type === 'acting') return [strong('Esc'), ' close, it goes on'];
	if (phase.type === 'ended' || (phase.type === 'choosing' && phase.proposal.refused !== null))
		return [strong('Esc'), ' close'];
	return phase.type === 'proposing'
		? [strong('Esc'), ' cancel']
		: [strong('Esc'), ' cancel  ', strong('Ctrl-r'), ' read again'];
}

function button(text: string): Cell {
	return {text: `[ ${text} ]`, tone: 'selected'};
}
