import type {StatusWord} from '../../domain/status-word.ts';
import type {SubtaskRow} from '../../wire/topics.ts';
import type {Answers} from '../../words/answers.ts';
import type {Cell} from '../../words/columns.ts';
import {hourAndMinute, lagDuration, longBytes, shortRate} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {gatewayNow, viewerTime} from '../freshness.ts';
import type {Model} from '../state.ts';
import {gapScale, graphLines, lagScale, type Point, rowsScale, type Scale, timeLine} from '../ui/graph.ts';
import {cellsWidth, type Line, line, lineText} from '../ui/line.ts';
import {rule, strong} from '../ui/rules.ts';
import {answerLines} from './answer-lines.ts';
import {trendText, withPresent} from './pieces/points.ts';

/** What a row is called, its verdict, and since when: the rule above its answers. */
export function answerRule(
	{
		name,
		word,
		title,
		since,
	}: {readonly name: string; readonly word: StatusWord; readonly title: string; readonly since: string},
	columns: number,
): Line {
	const {tone} = verdicts[word];
	const isWell = word === 'running' || word === 'finished' || word === 'new';
	return rule(columns, [strong(name), '  ', {text: title, tone: isWell ? 'good' : tone}], since);
}

/** Since when a row is as it is, to the minute: `since 14:02`, `since before 14:04`. */
export function sinceOf(row: {readonly sinceMs: number | null; readonly seenSinceMs: number}, model: Model): string {
	const clock = hourAndMinute(viewerTime(model, row.sinceMs ?? row.seenSinceMs));
	return row.sinceMs === null ? `since before ${clock}` : `since ${clock}`;
}

/** The answers in so many lines; where there is room for it, with the graph of what matters most beside them. */
export function answersBeside(
	answers: Answers,
	row: SubtaskRow | undefined,
	model: Model,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): readonly Line[] {
	const graph = row === undefined || columns < besideFrom ? null : graphOf(row, model);
	if (graph === null || rows < 5) return answerLines(answers, columns, rows);
	const left = columns - graphColumns - 1;
	const texts = answerLines(answers, left, rows);
	const height = Math.max(4, Math.min(texts.length, rows)) - 2;
	const drawn = [
		[strong(cutTitle(graph.title))],
		...graphLines({...timesOf(model), points: graph.points, columns: graphColumns, height, scale: graph.scale}),
		timeLine('10m ago', 'now', graphColumns),
	];
	return Array.from({length: Math.max(texts.length, drawn.length)}, (_, index) =>
		beside(texts[index] ?? '', drawn[index] ?? '', left),
	);
}

/** A graph under a rule that says what it is and how it stands. */
export function graphSection(
	row: SubtaskRow,
	of: GraphOf,
	model: Model,
	columns: number,
	height: number,
): readonly Line[] {
	const graph = told(row, of, model);
	if (graph === null || height < 3) return [];
	const [name = '', ...rest] = graph.title.split('  ');
	return [
		rule(columns, [strong(name), rest.length === 0 ? '' : `  ${rest.join('  ')}`], '10 min'),
		...graphLines({
			...timesOf(model),
			points: graph.points,
			columns: columns - 1,
			height: height - 2,
			scale: graph.scale,
		}),
		timeLine('10m ago', 'now', columns - 1),
	];
}

/** Two blocks of lines side by side. */
export function sideBySide(left: readonly Line[], right: readonly Line[], leftColumns: number): readonly Line[] {
	return Array.from({length: Math.max(left.length, right.length)}, (_, index) =>
		beside(left[index] ?? '', right[index] ?? '', leftColumns),
	);
}

export type GraphOf = 'lag' | 'gap' | 'rows';

const graphColumns = 44;
const besideFrom = 104;

type Told = {readonly title: string; readonly points: readonly Point[]; readonly scale: Scale};

/** The gap of what does not move, else the lag; null where neither has been told. */
function graphOf(row: SubtaskRow, model: Model): Told | null {
	const isStill = row.word === 'error' || row.word === 'retrying' || row.word === 'paused';
	return isStill
		? (told(row, 'gap', model) ?? told(row, 'lag', model))
		: (told(row, 'lag', model) ?? told(row, 'gap', model));
}

function told(row: SubtaskRow, of: GraphOf, model: Model): Told | null {
	const nowMs = gatewayNow(model);
	const {samples, lagSeconds, gap, rates} = row;
	const gapBytes = gap?.type === 'bytes' ? gap.bytes : null;
	const now = {lag: lagSeconds, gap: gapBytes, rows: rates.now}[of];
	const values = samples.map(({atMs, lagSeconds: lag, gapBytes: bytes, rate}) => ({
		atMs,
		value: {lag, gap: bytes, rows: rate}[of],
	}));
	const points = withPresent(values, now, nowMs);
	if (points.every(({value}) => value === null)) return null;
	const {scale, text, name} = graphs[of];
	const trend = of === 'rows' ? '' : trendText(points, text);
	const parts = [name, now === null ? '' : ` ${text(now)}`, trend === '' || trend === 'steady' ? '' : `, ${trend}`];
	return {title: `${parts[0]}  ${parts.slice(1).join('').trim()}`.trimEnd(), points, scale};
}

const graphs = {
	lag: {name: 'lag', scale: lagScale, text: lagDuration},
	gap: {name: 'gap', scale: gapScale, text: longBytes},
	rows: {name: 'rows/s', scale: rowsScale, text: shortRate},
} as const;

function timesOf(model: Model) {
	return {windowMs: 600_000, nowMs: gatewayNow(model)};
}

function cutTitle(title: string): string {
	return title.length <= graphColumns ? title : title.slice(0, graphColumns);
}

function beside(left: Line, right: Line, columns: number): Line {
	const cells: readonly Cell[] = typeof left === 'string' ? [left] : left;
	const shown = line(cells, columns);
	const other: readonly Cell[] = typeof right === 'string' ? [right] : right;
	if (lineText(right).trim() === '') return shown;
	return [...shown, ' '.repeat(Math.max(0, columns - cellsWidth(shown)) + 1), ...other];
}
