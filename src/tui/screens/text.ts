import type {Model} from '../model.ts';
import type {View} from '../views.ts';
import {helpLines} from './help.ts';
import {waitingLines} from './waiting.ts';
import {whyLines} from './why.ts';

/** All lines of a view that is a text, also those that are not on the screen. */
export function textLines(model: Model, view: Extract<View, {type: 'why' | 'help'}>): readonly string[] {
	if (view.type === 'help') return helpLines(model);
	const value = model.tasks.get(view.task);
	return value?.task ? whyLines(model, value.task, view.source) : waitingLines(model, view.task);
}
