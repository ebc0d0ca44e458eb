import {expect, test} from 'vitest';
import {translateValidated} from '../../../../src/dm/answer/acts/validated.ts';
import {createDmClient} from '../../../../src/dm/ask/client.ts';
import {methods} from '../../../../src/dm/grpc/methods.ts';
import {decodeMessage} from '../../../../src/dm/grpc/protobuf.ts';
import {shapes} from '../../../../src/simulator/grpc/shapes.ts';
import {write} from '../../../../src/simulator/grpc/wire.ts';
import {fixture} from '../../../simulator/lab.ts';
import {simulated} from '../../../support/acting.ts';

type Told = Readonly<Record<string, unknown>>;

/** By DM's numbers, which a recording has in words. */
const numbers: Readonly<Record<string, number>> = {Running: 2, Stopped: 4, NewErr: 1, IgnoredErr: 2, ResolvedErr: 3};

/** A recorded answer as bytes, written by the simulator's own numbers of fields. */
function recorded(file: string, method: 'GetValidationStatus' | 'GetValidationError'): Buffer {
	const {answer} = JSON.parse(fixture(`operations/6.5.0/${file}.json`)) as {readonly answer: Told};
	const inNumbers = (value: unknown): unknown =>
		Array.isArray(value)
			? value.map(inNumbers)
			: typeof value === 'object' && value !== null
				? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inNumbers(each)]))
				: (numbers[String(value)] ?? value);
	const shape = shapes['6.5'][method]?.answer;
	if (shape === undefined) throw new Error(`${method} is not simulated`);
	return write(shape, {error: [], validators: [], tableStatuses: [], ...(inNumbers(answer) as Told)});
}

function translated(status: string, errors = 'validation-errors-all') {
	return translateValidated(
		decodeMessage(methods.validationStatus.sources.answer, recorded(status, 'GetValidationStatus')),
		decodeMessage(methods.validationErrors.sources.answer, recorded(errors, 'GetValidationError')),
	);
}

test('tables and rows that differ are told, without what is in them', () => {
	const told = translated('validation-status-invalid-rows');
	expect(told).toEqual({
		note: null,
		tables: [
			{source: 'mysql-replica-02', table: '`crm`.`leads`', target: '`crm`.`leads`', stage: 'Running', message: null},
		],
		errors: [
			{
				...{id: '1', source: 'mysql-replica-02', table: '`crm`.`leads`', target: '`crm`.`leads`', message: null},
				...{kind: 'Expected rows not exist', state: 'ignored', time: '2026-11-27 15:05:20'},
			},
			{
				...{id: '2', source: 'mysql-replica-02', table: '`crm`.`leads`', target: '`crm`.`leads`', message: null},
				...{kind: 'Column data not matched', state: 'new', time: '2026-11-27 15:04:51'},
			},
		],
	});
	expect(fixture('operations/6.5.0/validation-errors-all.json')).toContain('will be lost');
	expect(JSON.stringify(told)).not.toMatch(/will be|800001/);
});

test.for([
	['validation-status-filter-stopped', null],
	['validation-status-task-without', 'validator not found for task orders_merge'],
	['validation-status-unknown', 'cannot get subtask by task name'],
	['validation-status-empty', 'task name should be specified'],
] as const)('%s', ([file, note]) => {
	expect(translated(file).note).toEqual(note === null ? null : expect.stringContaining(note));
});

test('a table that is Stopped inside a Running validation is told with the reason', async () => {
	const heard: string[] = [];
	const {url} = await simulated('6.5');
	const client = createDmClient({
		masters: [url],
		now: Date.now,
		onAnswer: (asked, {body}) => heard.push(asked, String(body)),
	});
	const {value} = await client.readValidated('coupons');
	client.close();
	expect(
		value.tables.filter(({stage}) => stage === 'Stopped').map(({source, table, message}) => [source, table, message]),
	).toEqual([
		['orders-01', '`promo_1`.`coupons_2`', 'binlog has more columns than current table'],
		['orders-02', '`promo_1`.`coupons_2`', 'binlog has more columns than current table'],
	]);
	expect(value.errors).toHaveLength(4);
	// The master has sent what is in the rows: nobody is shown it, not even who hears each answer.
	expect(JSON.stringify([value, heard])).not.toContain('secret of a customer');
});

test('rows that differ are listed from the next flush on only', async () => {
	const {url, control} = await simulated('6.5');
	control.happen({type: 'validator-errors', task: 'coupons', errors: 3});
	const client = createDmClient({masters: [url], now: Date.now});
	expect((await client.readValidated('coupons')).value.errors).toEqual([]);
	control.advance(300_000);
	expect((await client.readValidated('coupons')).value.errors).toHaveLength(6);
	client.close();
});

test('before 6.2 there is no such method, and it is said', async () => {
	const {url} = await simulated('2.0');
	const client = createDmClient({masters: [url], now: Date.now});
	await expect(client.readValidated('coupons')).rejects.toThrow(/unknown method/);
	client.close();
});
