import type {Overview, TaskRow} from '../../wire/topics.ts';
import {verdicts} from '../../words/theme.ts';
import {cut, wrap} from '../../words/width.ts';
import {noCursor} from '../cursor.ts';
import type {Traits} from '../find/arrange.ts';
import {isProblemWord} from '../find/arrange.ts';
import {listingOfRows} from '../find/listing.ts';
import {lagOf, texts} from '../find/traits.ts';
import {freshness, hasData} from '../freshness.ts';
import {noteRows} from '../size.ts';
import type {ListView, Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';
import {countsLine} from './counts.ts';
import {eventLines} from './events.ts';
import {listOf} from './lists/list.ts';
import {markedRows} from './lists/list-page.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {previewLines, reasonParagraphs} from './preview.ts';
import {smallRows} from './small-rows.ts';
import {taskColumns} from './task-columns.ts';
import {waitingLines} from './waiting.ts';

type TasksView = Extract<ListView, {type: 'tasks'}>;

/** Tasks: found by what their row says, and by why they are as they are. */
const traits: Traits<TaskRow> = {
	id: row => row.name,
	text: row => texts(row.name, row.label, verdicts[row.word].short, row.reasonSource, row.reason),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: row => row.name,
		lag: row => lagOf(row),
		rate: row => row.rowsPerSecond,
		since: row => row.goneAtMs ?? row.sinceMs ?? row.seenSinceMs,
	},
};

/** The task list: one line per task, worst first, and below it why the selected one is as it is. */
export const tasksPage = listOf<TasksView, TaskRow>({
	crumbs: () => ['tasks'],
	shortName: () => ({title: '', words: [], keeps: 'start'}),
	topics: () => [],
	rows: {all: ({overview}) => overview?.tasks ?? null, traits},
	noRow: 'there is no task to select',
	noTask: 'there is no task to select',
	aim: (_, __, row) => ({task: row?.name ?? null, source: null}),
	means(_, {selected, marked}) {
		const tasks = marked.length > 0 ? marked : selected === null ? [] : [selected];
		return tasks.length === 0 ? 'there is no task to select' : tasks.map(task => ({task, sources: null}));
	},
	opens: (_, __, row) => ({type: 'task', task: row.name, cursor: noCursor}),
	isMarkable: true,
	isOfTask: true,
	tellsLook: true,
	paneRows: () => 3,
	noteRows,
	hasEvents: true,
	previewsTask: true,
	before: model => (model.overview === null || !hasData(model) ? waitingLines(model, null) : null),
	body(model, view, {all, shown, selected}) {
		const {overview, size} = model;
		const shape = overview?.cluster.shape ?? null;
		const notes = [...(overview?.notes ?? []), ...(overview?.remarks ?? [])];
		const listing = listingOfRows(model, view, all, traits);
		return {
			...markedRows(model, view, shown, row => row.name, taskColumns(all, shape)),
			summary: [countsLine(model, all, view, listing)],
			empty: emptyText(overview, size.columns),
			notes: notes.slice(0, noteRows(model)).map(note => cut(` ${note}`, size.columns)),
			pane: rows => previewLines(model, selected, rows),
			events: rows => bottomLines(overview, model, rows),
			small: {
				second: null,
				rows: (from, to) => smallRows(model, view, shown.slice(from, to), row => row.name),
				empty: emptyLines(model),
				isBare: true,
				pane: rows =>
					selected === undefined ? [] : fitParagraphs(reasonParagraphs(selected, model), size.columns, rows),
			},
		};
	},
});

/** The newest events; while the data is not live, why it is not. */
function bottomLines(overview: Overview | null, model: Model, rows: number): readonly Line[] {
	const fresh = freshness(model);
	const {columns} = model.size;
	if (fresh.type !== 'lost') return eventLines(overview?.events ?? [], model, rows);
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
