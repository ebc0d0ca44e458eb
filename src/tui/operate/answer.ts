import type {TargetOutcome} from '../../domain/operation/operation.ts';
import type {LinkReply} from '../../wire/link.ts';
import {outcomesOf} from '../../wire/outcomes.ts';
import {outcomeSentence} from '../../words/outcome.ts';
import type {Dialog, Model, Phase, UnderWay} from '../state.ts';
import {withoutMarks} from './marks.ts';

/** The model once it is known, or known not to be known, how what was sent has ended. */
export function answered(model: Model, id: number, reply: LinkReply): Model {
	const sent = model.underWay.find(it => it.id === id);
	if (sent === undefined) return model;
	const phase = phaseOf(sent, reply);
	const rest = withoutMarks(
		{...model, underWay: model.underWay.filter(it => it !== sent)},
		sent.from,
		phase.outcomes.flatMap(outcome => doneRows(sent, outcome)),
	);
	const {dialog} = model;
	const isOpen = dialog?.type === 'operation' && dialog.id === id;
	// Whoever looks at it sees how each source ended, until Esc.
	if (isOpen) return {...rest, dialog: {...dialog, top: 0, phase, remark: null}};
	if (phase.message === null && phase.outcomes.every(isPlainlyDone)) {
		// What went well needs no answer.
		const notice = phase.outcomes.map(outcome => outcomeSentence(sent.operation, outcome)).join('; ');
		return {...rest, notice};
	}
	// What did not stays until somebody has read it.
	return {...rest, unread: [...rest.unread, dialogOf(sent, phase)]};
}

/** The oldest answer that nobody has read, as a dialog, once nothing is open that the keys go to. */
export function withUnread(model: Model): Model {
	const [first, ...unread] = model.unread;
	if (first === undefined || model.dialog !== null || model.finding.prompt !== null) return model;
	return {...model, dialog: first, unread};
}

type Operated = Pick<Model, 'underWay' | 'actsUnderWay' | 'unread' | 'dialog'>;

/** The numbers of what was sent and whose end nobody has seen yet. */
export function unseenIds({underWay, actsUnderWay, unread, dialog}: Operated): ReadonlySet<number> {
	const phase = dialog?.phase;
	const isNew = (phase?.type === 'answered' || phase?.type === 'ended') && phase.shownAtMs === null;
	const open = dialog !== null && isNew ? [dialog] : [];
	return new Set([...underWay, ...actsUnderWay, ...unread, ...open].map(({id}) => id));
}

function phaseOf(sent: UnderWay, reply: LinkReply): Extract<Phase, {type: 'answered'}> {
	return {type: 'answered', sinceMs: sent.sinceMs, shownAtMs: null, ...outcomesOf(sent, reply)};
}

function dialogOf({id, operation, targets, origin, from}: UnderWay, phase: Phase): Dialog {
	const asked = targets.map(({task, sources}) => ({task, sources}));
	return {
		type: 'operation',
		id,
		operation,
		tier: 1,
		asked,
		hidden: 0,
		top: 0,
		phase,
		remark: null,
		origin,
		from,
		spoilt: null,
	};
}

/** The rows that need their marks no more, as they are called on the page on which they were marked. */
function doneRows({from}: UnderWay, {task, sources, outcome, parts}: TargetOutcome): readonly string[] {
	if (from.type === 'tasks') return outcome === 'done' ? [task] : [];
	if (parts.length === 0) return outcome === 'done' ? (sources ?? []) : [];
	return parts.flatMap(part => (part.outcome === 'done' && part.source !== null ? [part.source] : []));
}

function isPlainlyDone({outcome, message, parts, unwritten}: TargetOutcome): boolean {
	// What was left alone was said before it was sent.
	const isPlain = parts.every(part => part.outcome === 'not-tried' || part.message === null);
	return outcome === 'done' && message === null && isPlain && unwritten === undefined;
}
