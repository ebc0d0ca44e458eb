import type {Validation} from '../../../domain/cluster.ts';
import type {Model} from '../../model.ts';
import {figure, labelled, placeText, prose, section} from '../blocks.ts';
import {resultErrorLines} from '../errors.ts';

/** What the validator of a subtask tells (from 6.2 on): mode, stage, positions, its three counters and its errors. */
export function validationLines(validation: Validation | null, model: Model): readonly string[] {
	if (validation === null) return [];
	const {columns} = model.size;
	const {mode, stage, position, gtid, processedRows, pendingRows, errorRows, result} = validation;
	const idle = stage === 'Running' && position === null;
	const cutover = validation.cutoverPosition === null ? 'none' : placeText(validation.cutoverPosition);
	return section(columns, 'validator', [
		...labelled('mode', `${mode ?? '-'}   stage ${stage}`, columns),
		...labelled('position', `${position === null ? 'not told' : placeText(position)}   GTID ${gtid ?? '-'}`, columns),
		...labelled('cutover', `${cutover}   GTID ${validation.cutoverGtid ?? '-'}`, columns),
		...labelled('processed', byKind(processedRows, ['insert', 'update', 'delete']), columns),
		...labelled('pending', byKind(pendingRows, ['insert', 'update', 'delete']), columns),
		...labelled('errors', byKind(errorRows, ['new', 'ignored', 'resolved']), columns),
		...(idle
			? prose('It says Running and names no position: it may not have begun to validate anything.', columns)
			: []),
		...resultErrorLines('', result, {columns, wrap: model.wrap}).map(line => ` ${line}`),
	]);
}

function byKind<Kind extends string>(rows: Readonly<Record<Kind, number>> | null, kinds: readonly Kind[]): string {
	if (rows === null) return '- (DM does not tell)';
	return kinds.map(kind => `${kind} ${figure(rows[kind])}`).join('   ');
}
