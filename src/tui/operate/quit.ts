import {plural} from '../../words/format.ts';
import {actsUnderWayOf, allUnderWay} from '../clusters/under-way.ts';
import type {Command, Model} from '../state.ts';

/** Quits; while something is under way only when it is asked for twice. */
export function quitOrAsk(model: Model): readonly [Model, ...Command[]] {
	const length = allUnderWay(model).length + actsUnderWayOf(model).length;
	if (length === 0 || model.leaving) return [model, {type: 'quit'}];
	return [{...model, leaving: true, notice: questionOf(model, length)}];
}

function questionOf(model: Model, length: number): string {
	const {dialog, finding, views, size} = model;
	const key = dialog === null && finding.prompt === null && views.length === 1 ? 'q' : 'Ctrl-c';
	const {columns} = size;
	if (columns < 30 && key !== 'q') return `${key} quits; ${length} sent`;
	if (columns < 80) return `${key} quits; ${length} under way`;
	const verb = length === 1 ? 'is' : 'are';
	const outcomes = length === 1 ? 'its outcome' : 'their outcomes';
	return `${plural(length, 'operation')} ${verb} under way: ${key} again quits and prints ${outcomes}`;
}
