import type {TargetOutcome} from '../../domain/operation.ts';
import {unreachable} from '../../domain/unreachable.ts';
import {exactAge, plural} from '../format.ts';
import {gatewayNow} from '../freshness.ts';
import type {Model} from '../model.ts';
import {outcomeSentence, partWord, targetName} from '../operate/outcome.ts';
import {type Asking, type Dialog, sentTargets, type Target} from '../operate/state.ts';
import {changeSince} from '../operate/target.ts';
import {wrap} from '../width.ts';
import {notesOf} from './dialogNotes.ts';
import {commandLines, leftLines, partLines, targetLines} from './dialogTargets.ts';
import {clusterName} from './header.ts';

/** The lines of a dialog: the question with its targets, whole, and all that is to be known before it is answered. */
export type DialogText = {readonly must: readonly string[]; readonly rest: readonly string[]};

/** What a dialog says now, at most so wide. */
export function dialogText(model: Model, dialog: Dialog, columns: number): DialogText {
	const {phase} = dialog;
	switch (phase.type) {
		case 'reading':
			return {must: [], rest: readingText(dialog, columns)};
		case 'asking':
			return askingText(model, dialog, phase, columns);
		case 'sending':
			return {must: [], rest: sendingText(model, dialog, phase, columns)};
		case 'answered':
			return {must: [], rest: answeredText(dialog, phase, columns)};
		default:
			return unreachable(phase);
	}
}

function readingText({operation, asked}: Dialog, columns: number): readonly string[] {
	return prose(`${verbs[operation]} ${asked.map(targetName).join(', ')}: reading the state ...`, columns);
}

function askingText(model: Model, dialog: Dialog, phase: Asking, columns: number): DialogText {
	const {operation, hidden} = dialog;
	const sent = sentTargets(phase.targets);
	const refused = phase.targets.filter(({plan}) => plan.type === 'refused');
	if (sent.length === 0) {
		const lines = refused.flatMap(target => prose(`${cannot(dialog, target)}`, columns));
		return {must: lines, rest: []};
	}
	const only = phase.targets.length === 1 ? sent[0] : undefined;
	const change = changeSince(model, operation, sent);
	return {
		must: [
			...prose(question(model, dialog, sent, columns), columns),
			...(only === undefined ? targetLines(operation, phase.targets, columns) : []),
		],
		rest: [
			...(change === null ? [] : marked(`changed meanwhile: ${change}. Esc and look again.`, columns)),
			...(hidden === 0 ? [] : marked(`${plural(hidden, 'marked row')} not shown here and left out.`, columns)),
			...(only === undefined ? [] : leftLines(only, columns)),
			...sent.flatMap(target =>
				notesOf(model, operation, target).flatMap(({text, matters}) => {
					// Of several targets there is a line each already.
					if (only === undefined) return matters ? marked(`${target.task}: ${text}`, columns) : [];
					return marked(text, columns, matters ? '!' : '.');
				}),
			),
			...commandLines(operation, sent, columns),
			...prose(checkText(model, phase, sent.length), columns),
			...(only === undefined ? [] : partLines(operation, only, columns)),
		],
	};
}

/** The question, with the name of what it is about. */
function question(model: Model, {operation, tier}: Dialog, targets: readonly Target[], columns: number): string {
	const where = columns < 60 ? '' : ` on ${clusterName(model)}`;
	const [first] = targets;
	if (targets.length !== 1 || first === undefined) {
		return `${verbs[operation]} ${plural(targets.length, 'marked task')}${where}?`;
	}
	const {task, sources, seen, plan} = first;
	if (sources !== null) return `${verbs[operation]} ${task} at ${sourcesText(sources)}${where}?`;
	const left = plan.type === 'act' ? plan.left.length : 0;
	const part = left === 0 ? '' : ` at ${seen.length - left} of its ${plural(seen.length, 'source')}`;
	return `${verbs[operation]} ${tier === 3 || columns < 40 ? '' : 'the task '}${task}${part}${where}?`;
}

function sourcesText(sources: readonly string[]): string {
	return sources.length === 1 ? (sources[0] ?? '') : `${sources.length} sources: ${sources.join(', ')}`;
}

function cannot({operation}: Dialog, target: Target): string {
	return `Cannot ${operation} ${targetName(target)}: ${target.plan.type === 'refused' ? target.plan.why : ''}.`;
}

function checkText(model: Model, {dataAtMs}: Asking, targets: number): string {
	const from = dataAtMs === null ? '' : `state from ${exactAge(dataAtMs, gatewayNow(model))} ago; `;
	const again = `${from}read again before it is sent`;
	return targets === 1 ? again : `${again}; one after another, the first failure stops the rest`;
}

type Sending = Extract<Dialog['phase'], {type: 'sending'}>;

function sendingText(model: Model, {operation}: Dialog, phase: Sending, columns: number): readonly string[] {
	const since = exactAge(phase.sinceMs, model.nowMs);
	const names = phase.targets.map(targetName).join(', ');
	return [
		...prose(`${operation} ${names}: sent ${since} ago, DM has not answered yet.`, columns),
		...prose('DM may take 30 s and more to answer. Esc closes this; the work goes on, and the row tells.', columns),
	];
}

type Answered = Extract<Dialog['phase'], {type: 'answered'}>;

/** Each target with its sources, and DM's texts in full. */
function answeredText({operation}: Dialog, {outcomes, message}: Answered, columns: number): readonly string[] {
	if (message !== null) return prose(`${operation}: ${message}`, columns);
	return outcomes.flatMap(outcome => [
		...prose(outcomeSentence(operation, headOf(outcome)), columns),
		...outcome.parts.flatMap(part => {
			const who = [part.source, part.worker].filter(name => name !== null).join(' / ') || 'the task';
			const text = part.message === null ? '' : `: ${part.message}`;
			return wrap(`${who}: ${partWord(part)}${text}`, Math.max(1, columns - 5), '  ').map(it => `   ${it}`);
		}),
	]);
}

/** Without the texts that the sources below say in full. */
function headOf(outcome: TargetOutcome): TargetOutcome {
	const isToldBelow = outcome.parts.some(part => part.outcome !== 'not-tried' && part.message !== null);
	return isToldBelow ? {...outcome, message: null} : outcome;
}

const verbs = {pause: 'Pause', resume: 'Resume', stop: 'Stop'} as const;

function prose(text: string, columns: number): readonly string[] {
	return wrap(text, Math.max(1, columns - 2)).map(it => ` ${it}`);
}

/** A text behind a mark, which goes on below itself. */
function marked(text: string, columns: number, mark: '!' | '.' = '!'): readonly string[] {
	return wrap(text, Math.max(1, columns - 4)).map((it, index) => ` ${index === 0 ? mark : ' '} ${it}`);
}
