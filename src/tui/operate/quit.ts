import {plural} from '../format.ts';
import type {Command, Model} from '../model.ts';

/** Quits; while something is under way only when it is asked for twice. */
export function quitOrAsk(model: Model): readonly [Model, ...Command[]] {
	const {length} = model.underWay;
	if (length === 0 || model.leaving) return [model, {type: 'quit'}];
	const verb = length === 1 ? 'is' : 'are';
	const outcomes = length === 1 ? 'its outcome' : 'their outcomes';
	const key = model.dialog === null && model.views.length === 1 ? 'q' : 'Ctrl-c';
	const notice = `${plural(length, 'operation')} ${verb} under way: ${key} again quits and prints ${outcomes}`;
	return [{...model, leaving: true, notice}];
}
