import type {TargetOutcome} from '../../../domain/operation/operation.ts';
import {timeOfDay} from '../../../words/format.ts';
import {wallTime} from '../../freshness.ts';
import {escapeText} from '../../pages/pieces/escapes.ts';
import type {Model} from '../../state.ts';
import type {Line} from '../line.ts';
import {labelled} from './labelled.ts';

/**
 * When it was sent and by whom, as the gateway knows or, where its door asks nobody, as the audit log has it; and the same
 * without the person.
 */
export function sentTexts(model: Model, sinceMs: number): readonly string[] {
	const who = model.hello?.viewer ?? model.by;
	const sent = `sent ${timeOfDay(wallTime(model, sinceMs))}`;
	return who === null ? [sent] : [`${sent} by ${model.ascii ? escapeText(who) : who}`, sent];
}

/** Where it was written down; nothing where nobody says, or it was not. */
export function logLines(model: Model, sinceMs: number, columns: number): readonly Line[] {
	const {hello, gatewayAt, ascii} = model;
	const file = hello?.auditPath;
	if (file === undefined) return [];
	const where = gatewayAt === null || gatewayAt === 'inside' ? file : `${file} at the gateway`;
	const text = `${where}, ${timeOfDay(wallTime(model, sinceMs))}`;
	return labelled('log', ascii ? escapeText(text) : text, columns);
}

/** Whether how it ended stands in that file: what was refused was not sent, and is written down elsewhere. */
export function isWritten({outcome, unwritten}: Pick<TargetOutcome, 'outcome' | 'unwritten'>): boolean {
	return outcome !== 'refused' && outcome !== 'not-tried' && unwritten === undefined;
}
