import {unitOf} from '../../domain/cluster.ts';
import {relayWordOf} from '../../domain/relay/relay.ts';
import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import {type Answers, subtaskAnswers} from '../../words/answers.ts';
import type {Cell} from '../../words/columns.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {plural} from '../../words/format.ts';
import {longFrom, statusText} from '../../words/headline.ts';
import {verdicts} from '../../words/theme.ts';
import {cut, width} from '../../words/width.ts';
import {eventFilter} from '../find/event-filter.ts';
import {exactly, gapFigure, lagFigure, lagOf, type Traits, texts} from '../find/traits.ts';
import {seenNow} from '../seen.ts';
import {isTall} from '../size.ts';
import type {ListView, Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {cellsWidth, spreadLine} from '../ui/line.ts';
import {quiet, rule} from '../ui/rules.ts';
import {answerLines, answersHeight} from './answer-lines.ts';
import {answerRule, graphSection, sideBySide, sinceOf} from './answer-pane.ts';
import {eventLines} from './events.ts';
import {listOf} from './lists/list.ts';
import {markedRows} from './lists/list-page.ts';
import {labelLines} from './pieces/blocks.ts';
import {lagBoundsText} from './pieces/lag-bounds.ts';
import {smallRows} from './small-rows.ts';
import {subtaskColumns} from './subtask-columns.ts';
import {tabLine, unheardTexts} from './tabs/tab-line.ts';
import {underWayText} from './task-columns.ts';
import {waitingLines} from './waiting.ts';

type TaskPageView = Extract<ListView, {type: 'task'}>;

/** Subtasks: by what their row says, and by STATUS, which the rule below them has. */
const traits: Traits<SubtaskRow> = {
	id: row => row.source,
	text: row =>
		texts(
			row.source,
			row.worker,
			underWayText(row) ?? row.stage,
			row.work === null ? null : unitOf(row.work),
			statusText(row, longFrom),
			relayWordOf(row),
		),
	word: row => row.word,
	figures: {
		lag: lagFigure,
		gap: row => gapFigure(row.gap, row.busySinceMs !== null || row.upstreamUnknown),
		rows: row => exactly(row.rates.now),
	},
	names: {source: row => [row.source], worker: row => (row.worker === null ? null : [row.worker])},
	sorts: {
		name: row => row.source,
		lag: row => lagOf(row),
		rate: row => row.rates.now,
		since: row => row.sinceMs ?? row.seenSinceMs,
	},
};

/** The page of one task: a line per source, worst first, and below why the selected one is as it is. */
export const taskPage = listOf<TaskPageView, SubtaskRow>({
	place: ({task}) => ['task', task],
	crumbs: view => [view.task],
	topics: view => [`task/${view.task}`],
	rows: {
		all({tasks}, view) {
			const value = tasks.get(view.task);
			return value === undefined ? null : (value.task?.subtasks ?? []);
		},
		traits,
	},
	noRow: 'there is no subtask to select',
	noTask: 'there is no subtask to select',
	subject: (_, view, row) => ({task: view.task, source: row?.source ?? null}),
	means({task}, {selected, marked}) {
		const sources = marked.length > 0 ? marked : selected === null ? [] : [selected];
		return sources.length === 0 ? 'there is no subtask to select' : [{task, sources}];
	},
	isOfTask: true,
	opens: (_, view, row) => ({type: 'subtask', task: view.task, source: row.source, top: 0}),
	answers(model, {task}, row) {
		const value = model.tasks.get(task)?.task;
		return value ? answersOf(value, row, model) : null;
	},
	isMarkable: true,
	hasEvents: true,
	paneNeeds(model, view, most) {
		const task = model.tasks.get(view.task)?.task;
		const row = task?.subtasks.find(({source}) => source === view.cursor.id);
		if (!task || row === undefined) return 1;
		const lines = isTall(model.size) ? Math.min(12, most - 1) : most - 1;
		const texts = answersHeight(answersOf(task, row, model), model.size.columns, lines);
		return 1 + texts + (isTall(model.size) ? mostGraph : 0);
	},
	tabCursor: view => view.cursor,
	headerRows: () => 4,
	before: (model, view) => (model.tasks.get(view.task)?.task ? null : waitingLines(model, view.task)),
	body(model, view, {shown, selected}) {
		const {columns} = model.size;
		const task = model.tasks.get(view.task)?.task;
		const shape = model.overview?.cluster.shape ?? null;
		const label = task?.row;
		return {
			...markedRows(model, view, shown, row => row.source, subtaskColumns(task?.subtasks ?? [], shape)),
			summary: task ? [statusLine(task, model), tabLine(task, 'subtasks', model)] : [],
			empty: '   DM tells of no subtask of this task, and its configuration is not known.',
			notes: [],
			pane: height => (task ? paneLines(task, selected, model, height) : []),
			events(height) {
				if (!task) return [];
				const sources = new Set(shown.map(({source}) => source));
				const filter = eventFilter(model, view, ({source}) => source !== null && sources.has(source));
				return eventLines(task.events, model, height, `events of ${task.row.name}`, filter);
			},
			small: {
				second: label === undefined ? null : cut(` ${statusText(label, 0)}  ${label.good}/${label.expected}`, columns),
				rows: (from, to) => smallRows(model, view, shown.slice(from, to), row => row.source),
				empty: [],
				isBare: true,
				pane: height =>
					task && selected !== undefined ? answerLines(answersOf(task, selected, model), columns, height) : [],
			},
		};
	},
});

/** Our verdict with its letter, what the configuration says, and dmctl's own word at the right. */
function statusLine(task: TaskView, model: Model): Line {
	const {row, config} = task;
	const {columns} = model.size;
	const {letter, tone} = verdicts[row.word];
	const said = row.dmStatus === null ? withoutDmWord(row, 'this task') : `dmctl: ${row.dmStatus}`;
	const under = underWayText(row);
	const head: readonly Cell[] = [
		' ',
		{text: letter, tone},
		` ${statusText(row, columns < 100 ? 0 : longFrom)}`,
		under === null ? '' : {text: `   ${under}`, tone: 'careful'},
	];
	const sources = plural(config?.sources.length ?? row.expected, 'source');
	const target = config?.target ? ` -> ${config.target}` : '';
	const modes = [config?.mode ?? null, config?.shardMode ?? null].filter(fact => fact !== null).join(', ');
	const [unheard, unheardShort] = unheardTexts(task.unheard);
	const full = `${sources}${target}`;
	const facts =
		unheard === null
			? [`${full}${modes === '' ? '' : `   ${modes}`}`, full, sources]
			: [`${sources}; ${unheard}`, unheard, unheardShort];
	const isBeside = (text: string) => cellsWidth(head) + width(text) + width(said) + 5 <= columns;
	// That somebody tells nothing weighs more than dmctl's word, which the why page has too.
	if (unheard !== null && !isBeside(unheard) && cellsWidth(head) + width(unheard) + 3 <= columns) {
		return [...head, `   ${unheard}`];
	}
	const fact = facts.find(isBeside) ?? '';
	return spreadLine([...head, fact === '' ? '' : `   ${fact}`], [quiet(said)], columns);
}

function paneLines(task: TaskView, row: SubtaskRow | undefined, model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	if (row === undefined) return [rule(columns)];
	const answers = answersOf(task, row, model);
	const name = row.worker === null ? row.source : `${row.source} / ${row.worker}`;
	const head = answerRule({name, word: row.word, title: answers.title, since: sinceOf(row, model)}, columns);
	const texts = answerLines(answers, columns, rows - 1);
	const left = rows - 1 - texts.length;
	if (!isTall(model.size) || left < leastGraph) return [head, ...texts];
	const bounds = lagBoundsText(row, model);
	const between = bounds === null || left === leastGraph ? [] : labelLines('lag is', bounds, columns, 10).slice(0, 1);
	return [head, ...texts, ...between, ...graphLines(row, model, Math.min(left, mostGraph) - between.length)];
}

/** The lag and the gap of one source beside each other. */
function graphLines(row: SubtaskRow, model: Model, height: number): readonly Line[] {
	const {columns} = model.size;
	const half = Math.floor((columns - 3) / 2);
	const lag = graphSection(row, 'lag', model, half, height);
	const gap = graphSection(row, 'gap', model, half, height);
	if (lag.length === 0 || gap.length === 0)
		return graphSection(row, lag.length === 0 ? 'gap' : 'lag', model, columns, height);
	return sideBySide(lag, gap, half + 2);
}

const leastGraph = 6;
const mostGraph = 13;

function answersOf(task: TaskView, row: SubtaskRow, model: Model): Answers {
	return subtaskAnswers(row, task, {...seenNow(model), locks: task.locks});
}
