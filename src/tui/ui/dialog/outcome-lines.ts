import type {Operation, PartOutcome, TargetOutcome} from '../../../domain/operation/operation.ts';
import {doing} from '../../../domain/operation/under-way.ts';
import {byText} from '../../../domain/order.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import type {Cell} from '../../../words/columns.ts';
import {exactAge, plural} from '../../../words/format.ts';
import {outcomeSentence, partWord, targetName} from '../../../words/outcome.ts';
import {pad, wrap} from '../../../words/width.ts';
import {keyOf} from '../../keys/key-of.ts';
import {widest} from '../../pages/pieces/blocks.ts';
import {escapeText} from '../../pages/pieces/escapes.ts';
import type {Dialog, Model, Phase} from '../../state.ts';
import {type Line, line} from '../line.ts';
import {quiet} from '../rules.ts';
import {labelled, prose} from './labelled.ts';
import {isWritten, logLines} from './sent-text.ts';

type Sending = Extract<Phase, {type: 'sending'}>;
type Answered = Extract<Phase, {type: 'answered'}>;

/** What a dialog says while DM is asked, with each source's state now. */
export function sendingText(
	model: Model,
	{operation}: Dialog,
	phase: Sending,
	columns: number,
): {readonly sources: readonly Line[]; readonly rest: readonly Line[]} {
	const since = exactAge(phase.sinceMs, model.nowMs);
	const {targets} = phase;
	const [first] = targets;
	const isOne = targets.length === 1 && first !== undefined;
	const what = isOne ? targetName(first) : plural(targets.length, 'task');
	const how = isOne ? 'DM has not answered yet' : 'they go one after another, and not all are answered yet';
	const names = isOne ? [] : prose(`${targets.map(targetName).join(', ')}.${underWayNow(model, phase)}`, columns);
	return {
		sources: [],
		rest: [
			...prose(`${operation} ${what}: sent ${since} ago, ${how}.`, columns),
			...names,
			...prose('DM may take 30 s and more to answer. Esc closes this; the work goes on, and the row tells.', columns),
		],
	};
}

/** At which of several tasks DM is asked now, as far as their rows tell. */
function underWayNow(model: Model, {targets}: Sending): string {
	const meant = new Set(targets.map(({task}) => task));
	const now = model.overview?.tasks.find(
		({name, operation}) =>
			meant.has(model.ascii ? escapeText(name) : name) && operation !== null && !operation.answered,
	);
	return now === undefined ? '' : ` Under way now: ${model.ascii ? escapeText(now.name) : now.name}.`;
}

/** How it ended: each source with what DM answered and what it is now, and DM's texts in full. */
export function outcomeText(
	model: Model,
	{operation}: Dialog,
	{outcomes, message, isWatched, sinceMs}: Answered,
	columns: number,
): {readonly sources: readonly Line[]; readonly rest: readonly Line[]} {
	if (message !== null) return {sources: [], rest: prose(`${operation}: ${message}`, columns)};
	return {
		sources: outcomes.flatMap(outcome => partTable(model, operation, outcome, columns)),
		rest: [
			...outcomes.flatMap(outcome => [
				...labelled('now', outcomeSentence(operation, headOf(outcome), isWatched), columns),
				...outcome.parts.flatMap(part => {
					if (part.message === null && columns >= tableColumns) return [];
					const who = [part.source, part.worker].filter(name => name !== null).join(' / ') || 'the task';
					const text = part.message === null ? '' : `: ${part.message}`;
					return wrap(`${who}: ${partWord(part)}${text}`, Math.max(1, columns - 5), '  ').map(it => `   ${it}`);
				}),
				...(outcome.outcome === 'done' ? labelled('undo', undoText(model, operation), columns) : []),
			]),
			...(outcomes.some(isWritten) ? logLines(model, sinceMs, columns) : []),
		],
	};
}

/** Under so many columns a table of the sources is no table. */
const tableColumns = 60;

function undoText(model: Model, operation: Dialog['operation']): string {
	const undo = {
		pause: `${keyOf(model, 'resume')} resumes it`,
		resume: `${keyOf(model, 'pause')} pauses it again`,
		stop: 'dmtop start FILE: it goes on from its checkpoint',
	} as const;
	return undo[operation];
}

function partTable(
	model: Model,
	operation: Dialog['operation'],
	{task, parts}: TargetOutcome,
	columns: number,
): readonly Line[] {
	const known = parts.filter(({source}) => source !== null).toSorted((a, b) => byText(a.source ?? '', b.source ?? ''));
	if (columns < tableColumns || known.length === 0) return [];
	// In the columns and the order of the question.
	const sources = widest(
		known.map(({source}) => source ?? '-'),
		6,
		24,
	);
	const workers = widest(
		known.map(({worker}) => worker ?? '-'),
		8,
		24,
	);
	const cells = (...texts: readonly [string, string, string]) =>
		`   ${pad(texts[0], sources)} ${pad(texts[1], workers)} ${pad(texts[2], 16)} `;
	return [
		line([quiet(`${cells('SOURCE', 'WORKER', 'ANSWER')}STATUS NOW`)], columns),
		...known.map(part =>
			line(
				[
					`   ${pad(part.source ?? '-', sources)} ${pad(part.worker ?? '-', workers)} `,
					answerCell(part),
					' ',
					statusNow(model, operation, task, part),
				],
				columns,
			),
		),
	];
}

function answerCell(part: PartOutcome): Cell {
	const text = pad(part.outcome === 'done' ? 'accepted' : partWord(part), 16);
	return part.outcome === 'done'
		? {text, tone: 'good'}
		: part.outcome === 'failed'
			? {text, tone: 'bad'}
			: part.outcome === 'unknown'
				? {text, tone: 'careful'}
				: text;
}

/** What the part is by DM's own status, which alone tells how it ended. */
function statusNow(model: Model, operation: Dialog['operation'], task: string, {source, outcome}: PartOutcome): Cell {
	const view = [...model.tasks.values()].find(
		({name}) => name === task || (model.ascii && escapeText(name) === task),
	)?.task;
	const row = view?.subtasks.find(it => it.source === source || (model.ascii && escapeText(it.source) === source));
	if (row === undefined) return operation === 'stop' && view === null ? {text: 'no longer listed', tone: 'good'} : '?';
	const stage = stageText(row);
	if (reached[operation](row)) return {text: stage, tone: 'good'};
	return outcome === 'done' ? `${doing[operation]}.. still ${stage}` : stage;
}

function stageText({presence, stage}: SubtaskRow): string {
	if (presence.type === 'missing') return 'no longer listed';
	return presence.type === 'here' ? (stage ?? '?') : 'no answer';
}

/** Whether the part is what the operation makes of it. */
const reached = {
	pause: ({stage, presence}) => presence.type === 'here' && stage === 'Paused',
	resume: ({stage, presence}) => presence.type === 'here' && stage === 'Running',
	stop: ({presence}) => presence.type === 'missing',
} as const satisfies Record<Operation, (row: SubtaskRow) => boolean>;

/** Without the texts that the sources say in full. */
function headOf(outcome: TargetOutcome): TargetOutcome {
	const isToldBelow = outcome.parts.some(part => part.outcome !== 'not-tried' && part.message !== null);
	return isToldBelow ? {...outcome, message: null} : outcome;
}
