import type {World} from '../world/model.ts';
import type {Called} from './relays.ts';

/** GetValidationStatus: the validators of a task, and each of its tables. */
export function validationStatus(world: World, name: string): Called {
	const task = world.tasks.find(each => each.name === name);
	const parts = (task?.subtasks ?? []).flatMap(({source, validator}) =>
		validator === null ? [] : [{source, validator}],
	);
	const wrong = complaintOf(world, name);
	if (wrong !== null) return {world, told: {result: false, msg: wrong, validators: [], tableStatuses: []}, afterMs: 7};
	const stage = (isStopped: boolean) => (isStopped ? 4 : 2);
	return {
		world,
		told: {
			...{result: true, msg: ''},
			validators: parts.map(({source, validator}) => {
				return {task: name, source, mode: 'full', stage: stage(validator.isStopped === true)};
			}),
			tableStatuses: parts.flatMap(({source, validator: {isStopped, inserts, stoppedTables = []}}) => {
				const table = (srcTable: string, isGivenUp: boolean) => ({
					...{source, srcTable, dstTable: task?.target, stage: stage(isGivenUp || isStopped === true)},
					message: isGivenUp ? 'binlog has more columns than current table' : '',
				});
				// It names a table once an event of it has come.
				if (inserts < 1) return [];
				return [table(`\`shop_1\`.${task?.target.split('.')[1]}`, false), ...stoppedTables.map(it => table(it, true))];
			}),
		},
		afterMs: 16,
	};
}

/** GetValidationError: the rows that differ, once they were flushed. */
export function validationErrors(world: World, name: string): Called {
	const task = world.tasks.find(each => each.name === name);
	const wrong = complaintOf(world, name);
	if (wrong !== null) return {world, told: {result: false, msg: wrong, error: []}, afterMs: 7};
	const rows = (task?.subtasks ?? []).flatMap(({source, validator}) => {
		const isFlushed = validator !== null && world.nowMs - (validator.errorsAtMs ?? 0) >= flushEveryMs;
		return Array.from({length: isFlushed ? validator.errors : 0}, (_, index) => ({source, index}));
	});
	const error = rows.map(({source, index}, at) => ({
		...{id: String(at + 1), source, srcTable: `\`shop_1\`.${task?.target.split('.')[1]}`, dstTable: task?.target},
		...{srcData: `[${800_001 + index}, "secret of a customer"]`, dstData: index % 2 === 0 ? '[]' : '["changed"]'},
		...{errorType: index % 2 === 0 ? 'Expected rows not exist' : 'Column data not matched', status: 1},
		...{time: '2026-11-27 15:04:51', message: ''},
	}));
	return {world, told: {result: true, msg: '', error}, afterMs: 14};
}

/** DM writes down what its validators have found each five minutes. */
const flushEveryMs = 300_000;

function complaintOf(world: World, name: string): string | null {
	if (name === '') return 'task name should be specified';
	const parts = world.tasks.find(each => each.name === name)?.subtasks ?? [];
	if (parts.length === 0) return `cannot get subtask by task name \`${name}\` and sources \`[]\``;
	if (parts.some(({validator}) => validator !== null)) return null;
	return parts
		.map(
			({source}) =>
				`[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: rpc error: code = Unknown desc = [code=43006:class=validator:scope=not-set:level=medium], Message: validator not found for task ${name} with source ${source}; `,
		)
		.join('');
}
