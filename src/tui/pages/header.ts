import {plainly} from '../../domain/failure/sentence.ts';
import {type StatusWord, statusWords} from '../../domain/status-word.ts';
import {unreachable} from '../../domain/unreachable.ts';
import type {TaskRow} from '../../wire/topics.ts';
import type {Cell} from '../../words/columns.ts';
import {duration, exactAge, hourAndMinute, plural, timeOfDay} from '../../words/format.ts';
import {painter, verdicts} from '../../words/theme.ts';
import {width} from '../../words/width.ts';
import {frozenText, lookText} from '../find/look-text.ts';
import {askingSeconds, freshness, wallTime} from '../freshness.ts';
import {writingText} from '../operate/writing.ts';
import type {Model, View} from '../state.ts';
import {topView} from '../views.ts';
import {line, piecesWidth, spreadLine} from './pieces/pieces.ts';
import {rawTitle} from './raw.ts';

/** The first line: where you are, how fresh the data is, whether you may write, and the time. */
export function titleBar(model: Model): string {
	const {columns} = model.size;
	const view = topView(model);
	const where = [clusterName(model), ...crumbs(view)].join(' > ');
	// The list of tasks says it on its second line, unless a banner stands there.
	const told = view.type === 'tasks' && banner(model) === null;
	const look = told ? '' : lookText(model, view, Math.max(12, columns - width(where) - 30));
	const version = model.overview?.cluster.dmVersion ?? '?';
	const wide = columns >= 110 && version !== '?' ? `   DM ${version}` : '';
	const right = look === '' ? titleRight(model) : [look, '   ', ...titleRight(model)];
	return spreadLine([` ${where}${wide}`], right, columns, painter(model.colours));
}

/** The freshness, RO or RW, and the time. */
export function titleRight(model: Model): readonly Cell[] {
	const asking = askingSeconds(model);
	return [
		asking === null ? '' : `asking for ${duration(asking)}  `,
		freshnessCell(model),
		`  ${writingText(model)}  ${hourAndMinute(wallTime(model, model.nowMs))}`,
	];
}

/** `LIVE`, `12s old`, `LOST 47s`, or what is being waited for. */
export function freshnessCell(model: Model): Cell {
	const fresh = freshness(model);
	if (model.finding.frozen !== null && fresh.type !== 'lost') return {text: 'FROZEN', tone: 'careful'};
	switch (fresh.type) {
		case 'waiting':
			return fresh.message === null
				? 'CONNECTING'
				: {text: `NO DATA ${exactAge(fresh.sinceMs, model.nowMs)}`, tone: 'bad'};
		case 'lost':
			return {text: `LOST ${exactAge(fresh.sinceMs, model.nowMs)}`, tone: 'bad'};
		case 'live':
			return fresh.ageSeconds === null ? 'LIVE' : {text: `${oldness(fresh.ageSeconds)} old`, tone: 'careful'};
	}
}

/** Since when the data is not live, and what is done about it; null while it is. */
export function banner(model: Model): string | null {
	const fresh = freshness(model);
	const frozen = frozenText(model);
	if (frozen !== null) {
		const lost = fresh.type === 'lost' ? `.  NOT LIVE: ${plainly(fresh.message)}` : '';
		return line([{text: ` ${frozen}${lost}`, tone: 'careful'}], model.size.columns, painter(model.colours));
	}
	if (fresh.type !== 'lost') return null;
	const from = fresh.dataAtMs === null ? 'OLD DATA' : `DATA FROM ${timeOfDay(wallTime(model, fresh.dataAtMs))}`;
	const text = [` ${from}, NOT LIVE.  `, `${retryText(fresh.retryAtMs, model.nowMs)}  `, plainly(fresh.message)];
	return line([{text: text.join(''), tone: 'bad'}], model.size.columns, painter(model.colours));
}

/** When it is tried again, and the key that does it now. */
export function retryText(retryAtMs: number | null, nowMs: number): string {
	if (retryAtMs === null || retryAtMs <= nowMs) return 'trying now';
	return `retry in ${duration(Math.ceil((retryAtMs - nowMs) / 1000))} (Ctrl-r)`;
}

/** How many tasks there are of each status, worst first, such as `24 tasks: X1 ~1 .22`; in words where there is room. */
export function countsLine(model: Model, rows: readonly TaskRow[], view: View): string {
	const {columns} = model.size;
	if (rows.length === 0) return ' 0 tasks';
	const head = ` ${plural(rows.length, 'task')}: `;
	const told =
		lookText(model, view, Math.max(24, columns - piecesWidth([head, ...counts(rows, false)]) - 2)) ||
		(columns < 60 ? '' : 'sort:severity');
	const sort: readonly Cell[] = told === '' ? [] : [told];
	const inWords = counts(rows, true);
	const fits = piecesWidth([head, ...inWords, ...sort]) < columns;
	return spreadLine([head, ...(fits ? inWords : counts(rows, false))], sort, columns, painter(model.colours));
}

/** The counts alone, as pieces. */
export function counts(rows: readonly TaskRow[], words: boolean): readonly Cell[] {
	const numbers = new Map<StatusWord, number>();
	for (const row of rows) numbers.set(row.word, (numbers.get(row.word) ?? 0) + 1);
	return statusWords.flatMap(word => {
		const number = numbers.get(word);
		if (number === undefined) return [];
		const {letter, short, tone} = verdicts[word];
		return [{text: words ? `${letter} ${number} ${short}` : `${letter}${number}`, tone}, words ? '   ' : ' '];
	});
}

/** What the cluster is called: as the user says, or by its first master. */
export function clusterName(model: Model): string {
	return model.title ?? model.overview?.cluster.masters[0] ?? 'dmtop';
}

/** Where a view is, from the list of tasks on. */
export function crumbs(view: View): readonly string[] {
	switch (view.type) {
		case 'tasks':
		case 'sources':
		case 'workers':
		case 'help':
			return [view.type];
		case 'locks':
			return ['DDL locks'];
		case 'task':
			return [view.task];
		case 'tab':
			return [view.task, view.tab];
		case 'subtask':
			return [view.task, view.source];
		case 'source':
			return ['sources', view.source];
		case 'lock':
			return ['DDL locks', view.task, view.target];
		case 'events':
			return view.task === null ? ['events'] : ['events', view.task];
		case 'why':
			return view.source === null ? [view.task, 'why'] : [view.task, view.source, 'why'];
		case 'raw':
			return [rawTitle(view.of), 'raw'];
		default:
			return unreachable(view);
	}
}

function oldness(seconds: number): string {
	return seconds < 60 ? `${seconds}s` : duration(Math.max(60, Math.floor(seconds / 10) * 10));
}
