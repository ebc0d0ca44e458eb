import type {TargetOutcome} from '../../../domain/operation/operation.ts';
import {notAsked} from '../../../domain/operation/words.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import {warningsOf} from '../../../words/costs.ts';
import {exactAge, plural} from '../../../words/format.ts';
import {outcomeSentence, partWord, targetName} from '../../../words/outcome.ts';
import {wrap} from '../../../words/width.ts';
import {gatewayNow} from '../../freshness.ts';
import {sentTargets} from '../../operate/dialogs.ts';
import {firstMaster} from '../../operate/target.ts';
import {escaped, escapeText} from '../../pages/pieces/escapes.ts';
import type {Arming, Asking, Dialog, Model, Target} from '../../state.ts';
import {commandLines, leftLines, partLines, targetLines, unaskedWorkers} from './dialog-targets.ts';
import {notesOf} from './notes.ts';

/** The lines of a dialog. */
export type DialogText = {
	/** What is asked: has to be on the screen whole. */
	readonly question: readonly string[];
	/** The targets, and what nobody may answer without having seen it. */
	readonly must: readonly string[];
	/** All else that is to be known. */
	readonly rest: readonly string[];
};

/** What a dialog says now, at most so wide. */
export function dialogText(model: Model, dialog: Dialog, columns: number): DialogText {
	const {phase} = dialog;
	switch (phase.type) {
		case 'reading':
			return {...nothingAsked, rest: readingText(model, {...dialog, asked: readable(model, dialog.asked)}, columns)};
		case 'asking': {
			const asking = {...phase, targets: readable(model, phase.targets)};
			return askingText(model, {...dialog, origin: readable(model, dialog.origin)}, asking, columns);
		}
		case 'sending':
			return {...nothingAsked, rest: sendingText(model, dialog, phase, columns)};
		case 'answered':
			return {
				...nothingAsked,
				rest: answeredText(dialog, {...phase, outcomes: readable(model, phase.outcomes)}, columns),
			};
		default:
			return unreachable(phase);
	}
}

/** What the question whether to write says. */
export function armingText(model: Model, {origin, spoilt}: Arming, columns: number): DialogText {
	const {cluster} = readable(model, origin);
	return {
		question: prose(`Allow writing for 10 minutes on ${cluster}?`, columns),
		must: spoilt === null ? [] : marked(spoiltText(model, spoilt), columns),
		rest: prose(
			'p, r, P, R and X open their dialogs then, and each of them asks again. W makes it read-only at once.',
			columns,
		),
	};
}

const nothingAsked = {question: [], must: []} as const;

/** On a terminal that shows ASCII only two names must not look the same. */
function readable<Value extends object>(model: Model, value: Value): Value {
	return model.ascii ? escaped(value) : value;
}

/** Why it can never be answered any more, and what to do. */
function spoiltText({ascii}: Model, spoilt: string): string {
	return `${ascii ? escapeText(spoilt) : spoilt}. Esc and look again.`;
}

function readingText(model: Model, {operation, asked, spoilt}: Dialog, columns: number): readonly string[] {
	const what = `${verbs[operation]} ${asked.map(targetName).join(', ')}`;
	if (spoilt !== null) return [...prose(`${what}?`, columns), ...marked(spoiltText(model, spoilt), columns)];
	return prose(`${what}: reading the state ...`, columns);
}

function askingText(model: Model, dialog: Dialog, phase: Asking, columns: number): DialogText {
	const {operation, hidden, spoilt} = dialog;
	const sent = sentTargets(phase.targets);
	const refused = phase.targets.filter(({plan}) => plan.type === 'refused');
	if (sent.length === 0) {
		const lines = refused.flatMap(target => prose(`${cannot(dialog, target)}`, columns));
		return {...nothingAsked, rest: lines};
	}
	const only = phase.targets.length === 1 ? sent[0] : undefined;
	const commands = commandLines(operation, sent, firstMaster(model), columns);
	return {
		question: prose(question(dialog, sent, columns), columns),
		must: [
			...(spoilt === null ? [] : marked(spoiltText(model, spoilt), columns)),
			...(only === undefined ? targetLines(operation, phase.targets, columns) : []),
			...(hidden === 0 ? [] : marked(`${plural(hidden, 'marked row')} not shown here and left out.`, columns)),
			...(only === undefined ? [] : leftLines(only, columns)),
			...unaskedWorkers(sent).flatMap(worker => marked(`${notAsked(worker)}.`, columns)),
			...warningsOf(operation).flatMap(text => marked(text, columns)),
			...(only === undefined ? commands : []),
		],
		rest: [
			...sent.flatMap(target =>
				notesOf(model, operation, target).flatMap(({text, matters}) => {
					// Of several targets there is a line each already.
					if (only === undefined) return matters ? marked(`${target.task}: ${text}`, columns) : [];
					return marked(text, columns, matters ? '!' : '.');
				}),
			),
			...(only === undefined ? [] : commands),
			...prose(checkText(model, phase, sent.length), columns),
			...(only === undefined ? [] : partLines(operation, only, columns)),
		],
	};
}

/** The question, with the name of what it is about. */
function question({operation, tier, origin}: Dialog, targets: readonly Target[], columns: number): string {
	const where = columns < 60 ? '' : ` on ${origin.cluster}`;
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
	const targets = readable(model, phase.targets);
	const [first] = targets;
	const isOne = targets.length === 1 && first !== undefined;
	const what = isOne ? targetName(first) : plural(targets.length, 'task');
	const how = isOne ? 'DM has not answered yet' : 'they go one after another, and not all are answered yet';
	const names = isOne ? [] : prose(`${targets.map(targetName).join(', ')}.${underWayNow(model, phase)}`, columns);
	return [
		...prose(`${operation} ${what}: sent ${since} ago, ${how}.`, columns),
		...names,
		...prose('DM may take 30 s and more to answer. Esc closes this; the work goes on, and the row tells.', columns),
	];
}

/** At which of several tasks DM is asked now, as far as their rows tell. */
function underWayNow(model: Model, {targets}: Sending): string {
	const meant = new Set(targets.map(({task}) => task));
	const now = model.overview?.tasks.find(
		({name, operation}) => meant.has(name) && operation !== null && !operation.answered,
	);
	return now === undefined ? '' : ` Under way now: ${model.ascii ? escapeText(now.name) : now.name}.`;
}

type Answered = Extract<Dialog['phase'], {type: 'answered'}>;

/** Each target with its sources, and DM's texts in full. */
function answeredText(
	{operation}: Dialog,
	{outcomes, message, isWatched}: Answered,
	columns: number,
): readonly string[] {
	if (message !== null) return prose(`${operation}: ${message}`, columns);
	return outcomes.flatMap(outcome => [
		...prose(outcomeSentence(operation, headOf(outcome), isWatched), columns),
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
