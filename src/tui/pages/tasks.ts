import type {Overview, SourceRow, SourcesValue, SubtaskRow, TaskRow, TaskView} from '../../wire/topics.ts';
import {type Answers, taskAnswers} from '../../words/answers.ts';
import type {Cell} from '../../words/columns.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {plural} from '../../words/format.ts';
import {longFrom, statusText} from '../../words/headline.ts';
import {verdicts} from '../../words/theme.ts';
import {cut, wrap} from '../../words/width.ts';
import {noCursor} from '../cursor.ts';
import {eventFilter} from '../find/event-filter.ts';
import {listingOfRows} from '../find/listing.ts';
import {exactly, gapFigure, lagFigure, lagOf, type Traits, texts} from '../find/traits.ts';
import {freshness, hasData} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import {sourceId} from '../row-ids.ts';
import {seenNow} from '../seen.ts';
import {isTall, noteRows} from '../size.ts';
import type {ListView, Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {cellsWidth, spreadLine} from '../ui/line.ts';
import {quiet, rule, strong} from '../ui/rules.ts';
import {answerLines, answersHeight} from './answer-lines.ts';
import {answerRule, answersBeside, graphSection, sinceOf} from './answer-pane.ts';
import {countsLine} from './counts.ts';
import {eventLines} from './events.ts';
import {listOf} from './lists/list.ts';
import {markedRows} from './lists/list-page.ts';
import {errorLines} from './pieces/error-text.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {smallRows} from './small-rows.ts';
import {subtaskColumns} from './subtask-columns.ts';
import {taskColumns, underWayText} from './task-columns.ts';
import {waitingLines} from './waiting.ts';

type TasksView = Extract<ListView, {type: 'tasks'}>;

/** Tasks, by what is known of the sources that they run on. The same again for the same sources. */
function traitsOf({sources}: Model): Traits<TaskRow> {
	if (sources === null) return traits;
	const before = knownTraits.get(sources);
	if (before !== undefined) return before;
	const sourcesOf = namesByTask(sources, sourceId);
	const workersOf = namesByTask(sources, ({worker}) => worker);
	const made: Traits<TaskRow> = {
		...traits,
		names: {
			...traits.names,
			source: row => sourcesOf.get(row.name) ?? null,
			worker: row => workersOf.get(row.name) ?? null,
		},
	};
	knownTraits.set(sources, made);
	return made;
}

const knownTraits = new WeakMap<SourcesValue, Traits<TaskRow>>();

function namesByTask({sources}: SourcesValue, name: (row: SourceRow) => string | null) {
	const names = new Map<string, string[]>();
	for (const row of sources) {
		const told = name(row);
		if (told !== null) for (const {task} of row.tasks) names.set(task, [...(names.get(task) ?? []), told]);
	}
	return names;
}

/** Tasks: found by what their row says. */
const traits: Traits<TaskRow> = {
	id: row => row.name,
	text: row => texts(row.name, statusText(row, 0), statusText(row, longFrom), underWayText(row), row.relay),
	word: row => row.word,
	figures: {
		lag: lagFigure,
		gap: row => gapFigure(row.gap, row.gapUnknown),
		rows: row => exactly(row.rowsPerSecond),
	},
	names: {task: row => [row.name], source: () => null, worker: () => null},
	sorts: {
		name: row => row.name,
		lag: row => lagOf(row),
		rate: row => row.rowsPerSecond,
		since: row => row.goneAtMs ?? row.sinceMs ?? row.seenSinceMs,
	},
};

/** The task list: one line per task, worst first, and below it why the selected one is as it is. */
export const tasksPage = listOf<TasksView, TaskRow>({
	place: () => ['tasks'],
	crumbs: (_, model) => [hasData(model) ? plural(model.overview?.tasks.length ?? 0, 'task') : 'tasks'],
	shortName: () => ({title: '', words: [], keeps: 'start'}),
	topics: () => [],
	rows: {all: ({overview}) => overview?.tasks ?? null, traits: traitsOf},
	noRow: 'there is no task to select',
	noTask: 'there is no task to select',
	subject: (_, __, row) => ({task: row?.name ?? null, source: null}),
	means(_, {selected, marked}) {
		const tasks = marked.length > 0 ? marked : selected === null ? [] : [selected];
		return tasks.length === 0 ? 'there is no task to select' : tasks.map(task => ({task, sources: null}));
	},
	opens: (_, __, row) => ({type: 'task', task: row.name, cursor: noCursor}),
	answers: (model, _, row) => answersOf(model, row),
	isMarkable: true,
	isOfTask: true,
	tellsLook: true,
	noteRows,
	hasEvents: true,
	hasSplit: true,
	paneNeeds(model, view, most) {
		const row = model.overview?.tasks.find(({name}) => name === view.cursor.id);
		if (row === undefined) return 1;
		const {size} = model;
		const [columns, lines] = isTall(size) ? [size.columns - 46, Math.min(12, most - 1)] : [size.columns, most - 1];
		return 1 + Math.max(6, answersHeight(answersOf(model, row), columns, lines));
	},
	previewsTask: true,
	before: model => (model.overview === null || !hasData(model) ? waitingLines(model, null) : null),
	body(model, view, {all, shown, selected}) {
		const {overview, size} = model;
		const shape = overview?.cluster.shape ?? null;
		const notes = [...(overview?.notes ?? []), ...(overview?.remarks ?? [])];
		const listing = listingOfRows(model, view, all, traitsOf(model));
		return {
			...markedRows(model, view, shown, row => row.name, taskColumns(all, shape)),
			summary: [countsLine(model, all, view, listing)],
			empty: emptyText(overview, size.columns),
			notes: notes.slice(0, noteRows(model)).map(note => cut(` ${note}`, size.columns)),
			pane: rows => paneLines(model, selected, rows),
			side: (rows, columns) => sideLines(model, selected, rows, columns),
			events: rows => bottomLines(model, view, shown, rows),
			small: {
				second: null,
				rows: (from, to) => smallRows(model, view, shown.slice(from, to), row => row.name),
				empty: emptyLines(model),
				isBare: true,
				pane: rows => (selected === undefined ? [] : answerLines(answersOf(model, selected), size.columns, rows)),
			},
		};
	},
});

/** Below the list: what is wrong with the selected task, where, since when, and what to do now. */
function paneLines(model: Model, row: TaskRow | undefined, rows: number): readonly Line[] {
	const {columns} = model.size;
	if (row === undefined) return [rule(columns)];
	const answers = answersOf(model, row);
	const head = answerRule({name: row.name, word: row.word, title: answers.title, since: sinceOf(row, model)}, columns);
	return [head, ...answersBeside(answers, blamedPart(model, row), model, {columns, rows: rows - 1})];
}

/** Right of the list: the same with all steps, its sources, graphs and events, and DM's text. */
function sideLines(model: Model, row: TaskRow | undefined, rows: number, columns: number): readonly Line[] {
	if (row === undefined) return [];
	const view = model.tasks.get(row.name)?.task ?? null;
	const answers = answersOf(model, row);
	const {letter, tone} = verdicts[row.word];
	const dmSays = row.dmStatus === null ? withoutDmWord(row, 'it') : `dmctl: ${row.dmStatus}`;
	// Its status goes before what dmctl says of it.
	const shown: readonly Cell[] = [' ', {text: letter, tone}, ' ', strong(row.name), `  ${statusText(row, 0)}`];
	const room = columns - cellsWidth(shown) - 2;
	const head = spreadLine(shown, room < 12 ? [] : [quiet(cut(dmSays, room))], columns);
	const texts = [head, '', ...answerLines(answers, columns, Math.floor(rows / 2)), ''];
	if (view === null) return texts;
	const narrow: Model = {...model, size: {columns, rows}};
	const part = blamedPart(model, row) ?? view.subtasks[0];
	const errors = view.subtasks.flatMap(it => errorLines(it, {columns: columns - 1, wrap: true}));
	const dm = (most: number): readonly Line[] =>
		errors.length === 0
			? []
			: ['', rule(columns, 'DM says'), ...errors.slice(0, most).map(text => cut(` ${text}`, columns))];
	const events = (most: number): readonly Line[] =>
		view.events.length === 0 ? [] : ['', ...eventLines(view.events, narrow, most, `events of ${row.name}`)];
	const sources = ['', ...sourceLines(view, narrow)];
	const fixed = texts.length - 1 + sources.length;
	const left = rows - fixed - 1 - dm(fewestErrors).length - events(fewestEvents).length;
	const graphs = part === undefined ? [] : graphsOf(part, narrow, columns, left);
	// What is left below all that goes to DM's own text, and then to the events.
	const spare = rows - fixed - graphs.length - events(fewestEvents).length - dm(fewestErrors).length;
	const said = dm(fewestErrors + Math.max(0, spare));
	const rest = rows - fixed - graphs.length - said.length - 1;
	return [...texts.slice(0, -1), ...sources, ...graphs, ...events(Math.max(fewestEvents, rest)), ...said];
}

/** Beside a list at least so many lines of events and of DM's text are kept free of graphs. */
const fewestEvents = 4;
const fewestErrors = 8;

/** The sources of a task, the worst first, without a cursor. */
function sourceLines(view: TaskView, model: Model): readonly Line[] {
	const {columns} = model.size;
	const shown = view.subtasks.slice(0, mostSources);
	const more = view.subtasks.length - shown.length;
	const {rows, titles} = markedRows(
		model,
		{type: 'task', task: view.row.name, cursor: noCursor},
		shown,
		row => row.source,
		subtaskColumns(shown, model.overview?.cluster.shape ?? null),
	);
	return [
		rule(columns, [strong('sources'), ` ${view.subtasks.length}`], `${keyOf(model, 'open')} opens`),
		[quiet(titles)],
		...rows(0, shown.length),
		...(more > 0 ? [` ... ${more} more`] : []),
	];
}

const mostSources = 8;

/** Graphs one below the other, as high as there is room for. */
function graphsOf(part: SubtaskRow, model: Model, columns: number, rows: number): readonly Line[] {
	const kinds = (['lag', 'gap', 'rows'] as const).filter(
		kind => graphSection(part, kind, model, columns, 9).length > 0,
	);
	const each = Math.min(17, Math.floor(rows / Math.max(1, kinds.length)) - 1);
	return kinds.flatMap(kind => {
		const drawn = graphSection(part, kind, model, columns, each);
		return drawn.length === 0 ? [] : ['', ...drawn];
	});
}

function answersOf(model: Model, row: TaskRow): Answers {
	return taskAnswers(row, model.tasks.get(row.name)?.task ?? null, seenNow(model));
}

/** The part that a task's reason speaks of, where the task is read. */
function blamedPart(model: Model, row: TaskRow): SubtaskRow | undefined {
	const parts = model.tasks.get(row.name)?.task?.subtasks ?? [];
	return parts.find(({source}) => source === row.reasonSource) ?? parts[0];
}

/** The newest events; while the data is not live, why it is not. */
function bottomLines(model: Model, view: TasksView, shown: readonly TaskRow[], rows: number): readonly Line[] {
	const fresh = freshness(model);
	const {columns} = model.size;
	if (fresh.type !== 'lost') {
		const names = new Set(shown.map(({name}) => name));
		const filter = eventFilter(model, view, ({task}) => task !== null && names.has(task));
		return eventLines(model.overview?.events ?? [], model, rows, 'events', filter);
	}
	if (rows <= 1) return fitParagraphs([fresh.message], columns, rows);
	return [rule(columns), ...fitParagraphs([fresh.message], columns, rows - 1)];
}

function emptyText(overview: Overview | null, columns: number): string {
	const master = overview?.cluster.master ?? null;
	// What is told below it is why an empty list proves nothing.
	if (overview !== null && overview.notes.length > 0)
		return cut('   No task is listed, but not everything answers:', columns);
	return cut(`   No tasks: ${master ?? 'the dm-master'} answers well and lists none.`, columns);
}

function emptyLines({overview, size}: Model): readonly string[] {
	const notes = overview?.notes ?? [];
	const texts = notes.length === 0 ? ['No tasks: DM lists none.'] : ['No task is listed, but:', ...notes];
	return texts.flatMap(text => wrap(text, Math.max(1, size.columns - 2)).map(part => ` ${part}`));
}
