import type {SubtaskRow} from '../../../wire/topics.ts';
import {gapText, lagDuration} from '../../../words/format.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import {gapScale, graphLines, graphTone, lagScale, timeLine} from '../../ui/graph.ts';
import type {Line} from '../../ui/line.ts';
import {rule, strong} from '../../ui/rules.ts';

/**
 * How far a subtask has been behind over ten minutes, in at most so many lines, its rule and its axis of time included:
 * in binlog where that is known, else in time. Nothing where neither is, or where it was never behind by more than noise.
 */
export function behindGraph(row: SubtaskRow, model: Model, columns: number, rows: number): readonly Line[] {
	const {samples, gap, lagSeconds, source} = row;
	const height = Math.min(mostLines, rows - 2);
	if (height < 3) return [];
	const ofGap = samples.map(({atMs, gapBytes}) => ({atMs, value: gapBytes}));
	const ofLag = samples.map(sample => ({atMs: sample.atMs, value: sample.lagSeconds}));
	const isGap = ofGap.some(({value}) => value !== null && value > 0);
	const points = isGap ? ofGap : ofLag;
	const scale = isGap ? gapScale : lagScale;
	if (
		graphTone(
			points.map(({value}) => value),
			scale,
		) !== 'info'
	)
		return [];
	const now = isGap ? (gap === null ? '?' : gapText(gap)) : lagSeconds === null ? '?' : lagDuration(lagSeconds);
	const graph = {points, windowMs, nowMs: gatewayNow(model), columns, height, scale};
	return [
		rule(columns, [strong(`${isGap ? 'gap' : 'lag'} of ${source}`), `  ${now}`], '10 min'),
		...graphLines(graph),
		timeLine('10m ago', 'now', columns),
	];
}

const mostLines = 16;

const windowMs = 600_000;
