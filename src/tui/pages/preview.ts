import {unitOf} from '../../domain/cluster.ts';
import type {SubtaskRow, TaskRow, TaskView} from '../../wire/topics.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {age, fullMoment, lagDuration, plural, timeOfDay} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {cut, pad, width} from '../../words/width.ts';
import {gatewayNow, viewerTime} from '../freshness.ts';
import {isBig} from '../size.ts';
import type {Model} from '../state.ts';
import {type Line, line} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';
import {errorLines} from './pieces/error-text.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {startAgain} from './task-columns.ts';

/** Below the list: why the selected task is as it is; where there is room, with its subtasks and their errors. */
export function previewLines(model: Model, row: TaskRow | undefined, rows: number): readonly Line[] {
	const {columns} = model.size;
	if (row === undefined) return [rule(columns)];
	const said = row.dmStatus === null ? withoutDmWord(row, 'it') : `dmctl: ${row.dmStatus}`;
	const since = sinceText(row, model);
	const title = `${row.name} -- ${said}`;
	const head = rule(columns, width(title) + width(since) + 8 <= columns ? title : row.name, since);
	const big = isBig(model.size);
	const reason = fitParagraphs(reasonParagraphs(row, model), columns, big ? Math.min(4, rows - 1) : rows - 1);
	const task = big ? (model.tasks.get(row.name)?.task ?? null) : null;
	return [head, ...reason, ...(task === null ? [] : subtaskLines(task, model, rows - 1 - reason.length))];
}

/** Since when it is so: `since 13:58:59 (3m)`, or `since before 13:58:59` where nobody saw it begin. */
export function sinceText(row: {readonly sinceMs: number | null; readonly seenSinceMs: number}, model: Model): string {
	const nowMs = gatewayNow(model);
	const atMs = row.sinceMs ?? row.seenSinceMs;
	const clock = viewerTime(model, atMs);
	const when = nowMs - atMs < 20 * 3_600_000 ? timeOfDay(clock) : fullMoment(clock);
	return row.sinceMs === null ? `since before ${when}` : `since ${when} (${age(atMs, nowMs)})`;
}

/** Why a row is as it is, and what will happen. */
export function reasonParagraphs(row: TaskRow | SubtaskRow, model: Model): readonly string[] {
	const seenMs = 'staleSinceMs' in row ? row.staleSinceMs : row.lastSeenAtMs;
	const seen = seenMs === null ? '' : `Last seen ${age(seenMs, gatewayNow(model))} ago. `;
	const reason = row.reason ?? `${row.label}: nothing is wrong.`;
	const again = 'goneAtMs' in row && row.goneAtMs !== null ? `${startAgain} starts it again.` : '';
	return [reason, `${seen}${row.outlook ?? again}`.trim()];
}

/** The name of what a subtask's unit is, as DM says it; `-` when it was never seen. */
export function unitText({work}: SubtaskRow): string {
	return work === null ? '-' : unitOf(work);
}

function subtaskLines(task: TaskView, model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	const well = task.subtasks.filter(isWell);
	const others = task.subtasks.filter(row => !isWell(row));
	const summary = well.length === 0 ? [] : [cut(wellText(well), columns)];
	const room = Math.max(0, rows - summary.length);
	const shown = others.slice(0, others.length <= room ? room : Math.max(0, room - 1));
	const hidden = others.length - shown.length;
	const worst = others[0];
	const lines = [
		...shown.map(row => subtaskLine(row, model)),
		...(hidden > 0 ? [` ... ${hidden} more not well`] : []),
		...summary,
	];
	const errors = worst === undefined ? [] : errorLines(worst, {columns, wrap: true}).map(text => ` ${text}`);
	return [...lines, ...(rows - lines.length > 2 && errors.length > 0 ? ['', ...errors] : [])].slice(
		0,
		Math.max(0, rows),
	);
}

function subtaskLine(row: SubtaskRow, model: Model): Line {
	const {letter, tone} = verdicts[row.word];
	const seen = row.lastSeenAtMs === null ? '' : `last seen ${age(row.lastSeenAtMs, gatewayNow(model))} ago  `;
	const facts = [pad(row.source, 18), pad(row.worker ?? '-', 14), pad(unitText(row), 5), pad(row.stage ?? '-', 9)];
	const text = `  ${facts.join(' ')} ${seen}${row.label}`;
	return line([' ', {text: letter, tone}, text], model.size.columns);
}

function wellText(rows: readonly SubtaskRow[]): string {
	const names = rows.map(row => row.source);
	const lags = rows.flatMap(row => (row.lagSeconds === null ? [] : [{source: row.source, lag: row.lagSeconds}]));
	const worst = lags.reduce((most, next) => (next.lag > most.lag ? next : most), {source: '', lag: -1});
	const straggler = worst.lag > 0 ? ` (${worst.source})` : '';
	const lag = worst.lag < 0 ? '' : `, lag at most ${lagDuration(worst.lag)}${straggler}`;
	return ` .  ${plural(rows.length, 'subtask')} well${lag}: ${names.join(', ')}`;
}

function isWell(row: SubtaskRow): boolean {
	return row.word === 'running' || row.word === 'finished' || row.word === 'new';
}
