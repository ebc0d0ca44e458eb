import {failures, type WireError} from '../world/failures.ts';
import type {DmVersion} from '../world/model.ts';
import type {Json} from './json.ts';
import type {Seat} from './unit.ts';

/** How a subtask stopped, or null while it goes on. In 1.0 a user's pause leaves no result at all. */
export function subtaskResult(seat: Seat): Json {
	const {dm, subtask} = seat;
	if (subtask.stage === 'Finished') return processResult(dm, false, []);
	if (subtask.stage !== 'Paused') return null;
	const {failure} = subtask;
	if (failure !== null)
		return processResult(dm, subtask.isCanceled, [failures[failure.name].error({...seat, failure})]);
	return dm === '1.0' ? null : processResult(dm, true, []);
}

/** DM's ProcessResult; 1.0 wraps each error and has numbers where later versions have words. */
export function processResult(dm: DmVersion, isCanceled: boolean, errors: readonly WireError[]): Json {
	return {isCanceled, errors: errors.map(error => (dm === '1.0' ? old(error) : {...error})), detail: null};
}

function old(error: WireError): Json {
	const wrapped = {
		ErrCode: error.ErrCode,
		ErrClass: classes.indexOf(error.ErrClass) + 1,
		ErrScope: scopes.indexOf(error.ErrScope),
		ErrLevel: levels.indexOf(error.ErrLevel) + 1,
		Message: error.Message,
		RawCause: error.RawCause,
	};
	return error.ErrCode === 10006 ? {Type: 'ExecSQL', error: wrapped} : {error: wrapped};
}

const classes: readonly string[] = [
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
];
const scopes: readonly string[] = ['not-set', 'upstream', 'downstream', 'internal'];
const levels: readonly string[] = ['low', 'medium', 'high'];
