import type {LinkReply} from '../../../wire/link.ts';
import {validatedOf} from '../../../wire/validating.ts';
import type {ValidationView, View} from '../../state.ts';
import {answerOf} from '../asked-answer.ts';

/** A page that asks for what the validators of a task tell. */
export function validationView(task: string, source: string | null): ValidationView {
	return {type: 'validation', task, source, top: 0, answer: {type: 'asking'}};
}

/** Whether a page still waits for its answer. */
export function isAskingValidation({answer}: ValidationView): boolean {
	return answer.type === 'asking';
}

/** The view with the reply, where it is a page that waits for it. */
export function answeredValidation(view: View, task: string, reply: LinkReply): View {
	if (view.type !== 'validation' || !isAskingValidation(view) || view.task !== task) return view;
	return {...view, answer: answerOf(validatedOf(reply))};
}
