import {beginCutover, type Cutover, cutover} from '../../../domain/cutover/cutover.ts';
import type {CutoverReading, CutoverTask} from '../../../domain/cutover/reading.ts';
import type {TaskValue, Topic} from '../../../wire/topics.ts';
import type {Model} from '../../state.ts';

/** So many tasks are watched at a time; of more the one that is longest watched is let go. */
const mostWatched = 8;

/** The same terms as `dmtop cutover` has where nothing else is said. */
const frozenMs = 30_000;
const stableMs = 60_000;
const shortestPauseMs = 30_000;

/** The model in which each task whose page of a cut-over is open is watched; it goes on being watched when that is left. */
export function withCutovers(model: Model): Model {
	if (model.past !== null) return model;
	const asked = model.views.flatMap(view => (view.type === 'cutover' ? [view.task] : []));
	const added = asked.filter(task => !model.cutovers.has(task));
	if (added.length === 0) return model;
	const everyMs = model.overview?.cluster.everyMs ?? 0;
	const begun = beginCutover({frozenMs, stableMs, longestPauseMs: Math.max(shortestPauseMs, 3 * everyMs)});
	const all = [...model.cutovers, ...added.map(task => [task, begun] as const)];
	return {...model, cutovers: new Map(all.slice(-mostWatched))};
}

/** What has to be read for the tasks that are watched. */
export function cutoverTopics({cutovers}: Model): readonly Topic[] {
	return [...cutovers.keys()].map(task => `task/${task}` as const);
}

/** The watched tasks after a heartbeat, which tells of a poll; the values of that poll came before it. */
export function cutoversPolled(model: Model): Model {
	const {heartbeat} = model;
	if (heartbeat === null || model.cutovers.size === 0) return model;
	const {trouble, lastGoodAtMs, nowMs} = heartbeat;
	return changed(model, (task, {last}) => {
		if (trouble !== null) return {type: 'failed', atMs: nowMs, message: trouble.message};
		const value = taskValueOf(model, task);
		if (lastGoodAtMs === null || value === undefined || (last !== null && last.atMs === lastGoodAtMs)) return null;
		return {type: 'told', atMs: lastGoodAtMs, tasks: [taskOf(value)]};
	});
}

/** The same once nothing is heard of the cluster any more. */
export function cutoversLost(model: Model, message: string): Model {
	const atMs = model.nowMs + model.clockOffsetMs;
	return changed(model, () => ({type: 'failed', atMs, message}));
}

/** A value that a frozen screen holds back is the newest all the same. */
function taskValueOf({finding, tasks}: Model, task: string): TaskValue | undefined {
	const held = finding.frozen?.held.get(`task/${task}`);
	return held !== undefined && 'task' in held.value ? held.value : tasks.get(task);
}

function changed(model: Model, readingOf: (task: string, known: Cutover) => CutoverReading | null): Model {
	let {notice} = model;
	const cutovers = new Map<string, Cutover>();
	for (const [task, known] of model.cutovers) {
		const reading = readingOf(task, known);
		const next = reading === null ? known : cutover(known, reading);
		cutovers.set(task, next);
		// Whoever has sent writes to the target already has to hear of it, on whatever page.
		if (known.greenSinceMs !== null && next.greenSinceMs === null)
			notice = `${task}: NO LONGER GREEN to cut over: ${next.anew?.why ?? 'see C'}`;
	}
	return {...model, cutovers, notice};
}

function taskOf({name, task}: TaskValue): CutoverTask {
	if (task === null) return {name, parts: [], unheard: [], isGone: true, sourcesPending: false};
	return {
		name,
		parts: task.subtasks,
		unheard: task.unheard,
		isGone: task.row.goneAtMs !== null,
		sourcesPending: task.shape === 'sources' && task.config === null && task.configNote === null,
	};
}
