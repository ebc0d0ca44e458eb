import type {ProcessError, ProcessResult} from '../../domain/cluster.ts';
import {decodedText, lines, number, word} from './read.ts';
import type {ReadError, ReadResult} from './schema.ts';

/** How a unit or a relay ended; null where DM does not say. */
export function translateResult(result: ReadResult | null): ProcessResult | null {
	if (result === null) return null;
	return {
		isCanceled: result.isCanceled ?? false,
		errors: translateErrors(result),
		detail: decodedText(result.detail),
	};
}

/** The errors of a result, in words for every version. */
export function translateErrors(result: ReadResult | null): readonly ProcessError[] {
	return (result?.errors ?? []).filter(error => error !== null).map(translateError);
}

function translateError(error: ReadError): ProcessError {
	// In 1.0 absent numbers are 0, but only a scope has a word for 0.
	const fields = error.error ?? error;
	const absentScope = error.error === null ? null : 0;
	return {
		code: number(fields.ErrCode) || null,
		class: inWords(fields.ErrClass, classes),
		scope: inWords(fields.ErrScope ?? absentScope, scopes),
		level: inWords(fields.ErrLevel, levels),
		message: lines(fields.Message) ?? lines(error.msg),
		rawCause: lines(fields.RawCause),
		workaround: lines(fields.Workaround),
	};
}

/** The word for one of 1.0's numbers; from 2.0 on the wire has the word itself. */
function inWords(value: string | number | null, words: readonly (string | null)[]): string | null {
	const known = typeof value === 'number' ? words[value] : undefined;
	return known === undefined ? word(value) : known;
}

const classes = [
	null,
	'database',
	'functional',
	'config',
	'binlog-op',
	'checkpoint',
	'task-check',
	'relay-event-lib',
	'relay-unit',
	'dump-unit',
	'load-unit',
	'sync-unit',
	'dm-master',
	'dm-worker',
	'dm-tracer',
	'schema-tracker',
	'scheduler',
] as const;
const scopes = ['not-set', 'upstream', 'downstream', 'internal'] as const;
const levels = [null, 'low', 'medium', 'high'] as const;
