import {exactAge, timeOfDay} from '../../words/format.ts';
import {cut, wrap} from '../../words/width.ts';
import {freshness, wallTime} from '../freshness.ts';
import type {Model} from '../state.ts';
import {clusterName, retryText} from './cluster-words.ts';

/** What is shown where there is nothing to show yet: what is being waited for, or what failed. */
export function waitingLines(model: Model, task: string | null): readonly string[] {
	return sentences(model, task).flatMap(text => wrap(text, model.size.columns - 2).map(line => ` ${line}`));
}

/** What is shown where a value is being read that every gateway has. */
export function readingLines(model: Model, what: string): readonly string[] {
	const waiting = waitingLines(model, null);
	return waiting.length > 0 ? waiting : [cut(` Reading ${what}.`, model.size.columns)];
}

function sentences(model: Model, task: string | null): readonly string[] {
	const fresh = freshness(model);
	if (fresh.type === 'waiting') {
		if (fresh.message !== null) {
			return [
				`No data yet. ${fresh.message}`,
				`Tried since ${timeOfDay(wallTime(model, fresh.sinceMs))}: ${retryText(fresh.retryAtMs, model.nowMs)}`,
			];
		}
		const whom = model.link.type === 'open' ? `the first answer of ${clusterName(model)}` : 'the gateway';
		return [`Waiting for ${whom} (${exactAge(fresh.sinceMs, model.nowMs)}).`];
	}
	if (task === null) return [];
	const value = model.tasks.get(task);
	if (value === undefined) return [`Reading task ${task}.`];
	return [`The gateway knows no task ${task} (any more). Esc goes back to the list.`];
}
