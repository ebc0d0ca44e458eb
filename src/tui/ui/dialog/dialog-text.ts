import type {Operation} from '../../../domain/operation/operation.ts';
import {notAsked} from '../../../domain/operation/words.ts';
import {unreachable} from '../../../domain/unreachable.ts';
import {type NoteAbout, warningsOf} from '../../../words/costs.ts';
import {plural} from '../../../words/format.ts';
import {targetName} from '../../../words/outcome.ts';
import {keyOf} from '../../keys/key-of.ts';
import {sentTargets} from '../../operate/dialogs.ts';
import {firstMaster} from '../../operate/target.ts';
import {escaped, escapeText} from '../../pages/pieces/escapes.ts';
import type {Allowing, Asking, Dialog, Model, Target} from '../../state.ts';
import type {Line} from '../line.ts';
import {commandLines, leftLines, partLines, targetLines, unaskedWorkers} from './dialog-targets.ts';
import {labelled, marked, prose} from './labelled.ts';
import {notesOf} from './notes.ts';
import {outcomeText, sendingText} from './outcome-lines.ts';

/** The lines of a dialog. */
export type DialogText = {
	/** What is asked, where the title has no room for it: has to be on the screen whole. */
	readonly question: readonly Line[];
	/** The sources: first where there is room for everything, last where there is not. */
	readonly sources: readonly Line[];
	/** The targets, and what nobody may answer without having seen it. */
	readonly must: readonly Line[];
	/** All else that is to be known. */
	readonly rest: readonly Line[];
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
			return {
				...nothingAsked,
				...sendingText(model, dialog, {...phase, targets: readable(model, phase.targets)}, columns),
			};
		case 'answered':
			return {
				...nothingAsked,
				...outcomeText(model, dialog, {...phase, outcomes: readable(model, phase.outcomes)}, columns),
			};
		default:
			return unreachable(phase);
	}
}

/** What the question whether to write says. */
export function allowingText(model: Model, {origin, spoilt}: Allowing, columns: number): DialogText {
	const {cluster} = readable(model, {cluster: origin.cluster});
	const writing = ['pause', 'resume', 'pause-task', 'resume-task', 'stop', 'start-relay', 'unlock', 'skip-ddl'].map(
		id => keyOf(model, id),
	);
	return {
		question: prose(`Allow writing for 10 minutes on ${cluster}?`, columns),
		must: spoilt === null ? [] : marked(spoiltText(model, spoilt), columns),
		sources: [],
		rest: [
			...labelled(
				'costs',
				`${writing.slice(0, -1).join(', ')} and ${writing.at(-1)} open their dialogs then, and each of them asks again.`,
				columns,
			),
			...labelled('undo', `${keyOf(model, 'end-writing')} makes it read-only at once.`, columns),
		],
	};
}

const nothingAsked = {question: [], sources: [], must: [], rest: []} as const;

/** On a terminal that shows ASCII only two names must not look the same. */
function readable<Value extends object>(model: Model, value: Value): Value {
	return model.ascii ? escaped(value) : value;
}

/** Why it can never be answered any more, and what to do. */
function spoiltText({ascii}: Model, spoilt: string): string {
	return `${ascii ? escapeText(spoilt) : spoilt}. Esc and look again.`;
}

function readingText(model: Model, {operation, asked, spoilt}: Dialog, columns: number): readonly Line[] {
	const what = `${verbs[operation]} ${asked.map(targetName).join(', ')}`;
	if (spoilt !== null) return [...prose(`${what}?`, columns), ...marked(spoiltText(model, spoilt), columns)];
	return prose(`${what}: reading the state ...`, columns);
}

function askingText(model: Model, dialog: Dialog, phase: Asking, columns: number): DialogText {
	const {operation, hidden, spoilt} = dialog;
	const sent = sentTargets(phase.targets);
	if (sent.length === 0) {
		const lines = phase.targets.flatMap(target => prose(`${cannot(dialog, target)}`, columns));
		return {...nothingAsked, rest: lines};
	}
	const only = phase.targets.length === 1 ? sent[0] : undefined;
	const commands = commandLines(operation, sent, firstMaster(model), columns);
	const sources = only === undefined ? [] : partLines(operation, only, columns);
	return {
		question: prose(question(dialog, sent, columns), columns),
		sources,
		must: [
			...(spoilt === null ? [] : marked(spoiltText(model, spoilt), columns)),
			...(only === undefined ? targetLines(operation, phase.targets, columns) : sourceNames(only, columns)),
			...(hidden === 0 ? [] : marked(`${plural(hidden, 'marked row')} not shown here and left out.`, columns)),
			...(only === undefined ? [] : leftLines(only, columns)),
			...unaskedWorkers(sent).flatMap(worker => marked(`${notAsked(worker)}.`, columns)),
			...warningsOf(operation).flatMap((text, index) => labelled(index === 0 ? 'costs' : '', text, columns)),
			...(only === undefined ? commands : []),
		],
		rest:
			only === undefined
				? [
						...sent.flatMap(target => costLines(model, operation, target, columns)),
						...labelled('order', 'one after another; the first failure stops the rest', columns),
					]
				: [...noteLines(model, operation, only, columns, sources.length > 0), ...commands],
	};
}

/** Of several targets there is a line each already: what matters beyond it. */
function costLines(model: Model, operation: Operation, target: Target, columns: number): readonly Line[] {
	const notes = notesOf(model, operation, target).filter(({matters}) => matters);
	return notes.flatMap(({text}, index) =>
		labelled(index === 0 ? 'costs' : '', index === 0 ? `${target.task}: ${text}` : text, columns),
	);
}

/** What is to be known of the only target: each kind of it behind its label. */
function noteLines(
	model: Model,
	operation: Operation,
	target: Target,
	columns: number,
	hasTable: boolean,
): readonly Line[] {
	const notes = notesOf(model, operation, target);
	// The table has a column for each source's binlog, and its state.
	const told: ReadonlySet<NoteAbout> = new Set(hasTable && columns >= 60 ? ['parts', 'binlog'] : []);
	const hasCosts = warningsOf(operation).length > 0;
	return [
		...(['parts', 'costs', 'binlog', 'keeps', 'undo'] as const).flatMap(about => {
			if (told.has(about)) return [];
			const texts = notes.filter(note => note.about === about).map(({text}) => text);
			const named = about === 'costs' && hasCosts ? '' : labels[about];
			return texts.flatMap((text, index) => labelled(index === 0 ? named : '', text, columns));
		}),
		...(operation === 'stop'
			? labelled('softer', 'pause it instead (Tab): that keeps everything, and one key undoes it', columns)
			: []),
	];
}

const labels = {
	parts: 'now',
	costs: 'costs',
	binlog: 'binlog',
	keeps: 'keeps',
	undo: 'undo',
} as const satisfies Record<NoteAbout, string>;

/** The names of several sources, which the title only counts. */
function sourceNames({sources}: Target, columns: number): readonly Line[] {
	return sources === null || sources.length < 2 ? [] : labelled('at', sources.join(', '), columns);
}

/** The question, with the name of what it is about. */
function question({operation, tier, origin, bySource}: Dialog, targets: readonly Target[], columns: number): string {
	const where = columns < 60 ? '' : ` on ${origin.cluster}`;
	const [first] = targets;
	if (bySource !== undefined) return `${verbs[operation]} ${plural(targets.length, 'task')} of ${bySource}${where}?`;
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

const verbs = {pause: 'Pause', resume: 'Resume', stop: 'Stop'} as const;
