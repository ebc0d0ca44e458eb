import type {Position, Validation} from '../../../domain/cluster.ts';
import {gapBetween} from '../../../domain/position.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {gapText, longGap, placeText} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {figure, labelled, prose, section} from '../pieces/blocks.ts';
import {resultErrorLines} from '../pieces/error-text.ts';
import {gtidText} from '../pieces/gtid.ts';

/**
 * What the validator of a subtask tells (from 6.2 on): mode, stage, positions, how far it is behind, its three counters
 * and its errors.
 */
export function validationLines({validation, work}: SubtaskRow, model: Model): readonly PageLine[] {
	if (validation === null) return [];
	const {columns} = model.size;
	const {mode, stage, position, gtid, processedRows, pendingRows, errorRows, said, result} = validation;
	const idle = stage === 'Running' && position === null;
	const cutover = validation.cutoverPosition === null ? 'none' : placeText(validation.cutoverPosition);
	const upstream = work?.type === 'Sync' ? work.upstream : null;
	return section(columns, 'validator', [
		...labelled('mode', `${mode ?? '-'}   stage ${stage}`, columns),
		...labelled(
			'position',
			`${position === null ? 'not told' : placeText(position)}   GTID ${gtidText(gtid)}`,
			columns,
		),
		...labelled('gap', gapSentence(upstream, position), columns),
		...labelled('cutover', `${cutover}   GTID ${gtidText(validation.cutoverGtid)}`, columns),
		...labelled('processed', byKind(processedRows, ['insert', 'update', 'delete'], said.processed), columns),
		...labelled('pending', byKind(pendingRows, ['insert', 'update', 'delete'], said.pending), columns),
		...labelled('errors', byKind(errorRows, ['new', 'ignored', 'resolved'], said.errors), columns),
		...pendingNote(validation, columns),
		...(idle
			? prose('It says Running and names no position: it may not have begun to validate anything.', columns)
			: []),
		...resultErrorLines('', result, {columns, wrap: model.wrap}).map(line => ` ${line}`),
	]);
}

/** The validator in a few words: mode, stage, and whole files that it is behind. */
export function validatorFact({mode, stage, position}: Validation, upstream: Position | null): string {
	const gap = gapBetween(upstream, position);
	return `${mode ?? '?'} ${stage}${gap?.type === 'files' ? `, ${longGap(gap)} behind` : ''}`;
}

function gapSentence(upstream: Position | null, position: Position | null): string {
	const gap = gapBetween(upstream, position);
	if (gap === null) return '? (its position does not compare with that of the upstream)';
	if (gap.type === 'bytes' && gap.bytes === 0) return '0 B: at the position of the upstream';
	return `${gapText(gap)} behind the upstream`;
}

/** What is pending was read and is not compared yet: neither right nor wrong. */
function pendingNote({pendingRows}: Validation, columns: number): readonly string[] {
	const rows = pendingRows === null ? 0 : pendingRows.insert + pendingRows.update + pendingRows.delete;
	return rows === 0 ? [] : prose(`${figure(rows)} rows wait to be compared: nothing is known of them yet.`, columns);
}

function byKind<Kind extends string>(
	rows: Readonly<Record<Kind, number>> | null,
	kinds: readonly Kind[],
	said: string | null,
): string {
	if (rows === null) return said === null ? '- (DM does not tell)' : `? DM says: ${said}`;
	return kinds.map(kind => `${kind} ${figure(rows[kind])}`).join('   ');
}
