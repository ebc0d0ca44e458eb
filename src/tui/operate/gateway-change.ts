import type {Heartbeat, Hello} from '../../wire/messages.ts';
import type {Model, OpenDialog} from '../state.ts';

import {answered} from './answer.ts';

import {writesAfter} from './writing.ts';

/** The model once a gateway has said hello: what was asked on another connection is not answered on this one. */
export function greeted(model: Model, hello: Hello): Model {
	const writes = writesAfter(model, hello);
	const isOther = model.hello !== null && model.hello.instance !== hello.instance;
	if (!isOther) return {...interrupted(model, linkLost), writes};
	const left = interrupted(withoutUnderWay(model, hello), 'another gateway answers now');
	const {frozen} = left.finding;
	return {
		...left,
		finding: {...left.finding, frozen: frozen === null ? null : {...frozen, held: new Map()}},
		writes,
		// What the other one told is not what this one would act on.
		heartbeat: null,
		overview: null,
		tasks: new Map(),
		sources: null,
		locks: null,
		events: null,
		marks: new Map(),
		...(model.writes !== null && writes === null && {notice: 'another gateway answers: nothing may be written now'}),
	};
}

/** The model once the link is lost: nobody knows what happens meanwhile. */
export function cutOff(model: Model): Model {
	return interrupted(model, linkLost);
}

/** The model once a heartbeat tells that DM cannot be asked. */
export function troubled(model: Model, {trouble}: Heartbeat): Model {
	return trouble === null ? model : interrupted(model, 'DM could not be asked meanwhile');
}

const linkLost = 'the link was lost meanwhile';

/** An open question is spoilt by whatever came between it and what it speaks of, for good. */
function interrupted(model: Model, spoilt: string): Model {
	const {dialog} = model;
	return dialog === null || !isQuestion(dialog) ? model : {...model, dialog: spoiltBy(dialog, spoilt)};
}

/** The dialog as one that can never be answered any more, and why, in a few words. */
export function spoiltBy<Of extends OpenDialog>(dialog: Of, why: string): Of {
	return {...dialog, spoilt: why, remark: null};
}

function isQuestion({phase, spoilt}: OpenDialog): boolean {
	return spoilt === null && questions.has(phase.type);
}

const questions: ReadonlySet<OpenDialog['phase']['type']> = new Set([
	'reading',
	'asking',
	'allowing',
	'proposing',
	'choosing',
]);

/** What was under way at another gateway is known by nobody here. */
function withoutUnderWay(model: Model, {instance}: Hello): Model {
	return model.underWay
		.filter(({origin}) => origin.instance !== instance)
		.reduce((last, {id}) => answered(last, id, {type: 'lost', message: 'another gateway answers now'}), model);
}
