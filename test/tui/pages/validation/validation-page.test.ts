import {describe, expect, test} from 'vitest';
import type {Validated} from '../../../../src/domain/act/validated.ts';
import type {Validation} from '../../../../src/domain/cluster.ts';
import type {Event, Model} from '../../../../src/tui/state.ts';
import {screenLines} from '../../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../../src/tui/update.ts';
import {afterEvents, modelOf, overview, subtaskRow, taskRow, taskView} from '../../../support/builder.ts';
import {press} from '../../../support/press.ts';
import {writing} from '../../../support/writable.ts';

const validation: Validation = {
	...{
		mode: 'full',
		stage: 'Running',
		position: null,
		gtid: null,
		cutoverPosition: null,
		cutoverGtid: null,
		result: null,
	},
	...{processedRows: {insert: 9, update: 0, delete: 0}, pendingRows: {insert: 0, update: 0, delete: 0}},
	errorRows: {new: 2, ignored: 0, resolved: 0},
	said: {processed: null, pending: null, errors: null},
};

const table = {source: 'a', target: '`s`.`t`', message: null};
const told: Validated = {
	note: null,
	tables: [
		{...table, table: '`s`.`fine`', stage: 'Running'},
		{...table, table: '`s`.`given_up`', stage: 'Stopped', message: 'binlog has more columns than current table'},
	],
	errors: [
		{
			...{id: '7', source: 'a', table: '`s`.`fine`', target: '`s`.`t`', time: '2026-11-27 15:05:20', message: null},
			...{kind: 'Expected rows not exist', state: 'new'},
		},
	],
};

function opened(sources: readonly string[] = ['a'], of: Validation | null = validation): Model {
	const view = taskView(
		taskRow('orders'),
		sources.map(source => subtaskRow(source, {validation: of})),
	);
	const model = modelOf(100, 34, [...writing(overview([taskRow('orders')]), [view])]);
	return afterEvents(model, [
		{type: 'open', view: {type: 'validation', task: 'orders', source: null, top: 0, answer: {type: 'asking'}}},
		...writing(overview([taskRow('orders')]), [view]),
	]);
}

function answered(model: Model, value: unknown = told): Model {
	const event: Event = {type: 'validation', task: 'orders', reply: {type: 'answered', value}};
	return afterEvents(model, [event]);
}

const text = (model: Model) => screenLines(model).join('\n');

describe('the page of a validation', () => {
	test('asks the gateway once, when it is opened, and again by its key', () => {
		const [first, ...commands] = update(opened(), {
			...{type: 'open', view: {type: 'validation', task: 'orders', source: null, top: 0, answer: {type: 'asking'}}},
		});
		expect(commands).toEqual([{type: 'validation', task: 'orders'}]);
		expect(text(first)).toContain('Asking DM for the tables');
		const done = answered(first);
		const view = done.views.at(-1);
		expect(view?.type === 'validation' && view.answer.type).toBe('told');
		expect(text(press(done, 'V'))).toContain('Asking DM for the tables');
	});

	test('shows a table that is Stopped inside a Running validation first, and says what that means', () => {
		const shown = text(answered(opened()));
		expect(shown).toContain('1 table is Stopped inside a Running validation: it is not checked any more.');
		expect(shown.indexOf('given_up')).toBeLessThan(shown.indexOf('`fine`'));
		expect(shown).toContain('binlog has more columns than current table');
	});

	test('shows the rows that differ, and that more are counted than listed', () => {
		const shown = text(answered(opened()));
		expect(shown).toContain('1 row that differs');
		expect(shown).toMatch(/7 a +`s`\.`fine` +new +Expected rows not exist/);
		expect(shown).toContain('DM counts 2 and lists 1: it lists them after its next flush only');
		expect(shown).toContain('What is in them is data of users, and is not read here');
	});

	test('says why nothing is known', () => {
		const lost: Event = {type: 'validation', task: 'orders', reply: {type: 'lost', message: 'the link went'}};
		expect(text(afterEvents(opened(), [lost]))).toContain('are not known: the link went');
		expect(text(answered(opened(), {strange: true}))).toContain('something else than a');
		expect(text(answered(opened(), {...told, tables: [], errors: [], note: 'validator not found'}))).toContain(
			'DM said: validator not found',
		);
		expect(text(opened(['a'], null))).toContain('No validator is known: what arrives is not compared.');
	});

	test('an answer about another task is not its answer', () => {
		const other: Event = {type: 'validation', task: 'billing', reply: {type: 'answered', value: told}};
		expect(text(afterEvents(opened(), [other]))).toContain('Asking DM');
	});

	test('stops and starts the validator of its only source; of several it asks for the page of one', () => {
		const model = opened();
		expect(press(model, 'p').dialog).toMatchObject({
			type: 'act',
			act: 'stop-validation',
			target: {task: 'orders', source: 'a'},
		});
		expect(press(model, 'r').notice).toContain('its validator is Running already');
		expect(press(opened(['a'], null), 'r').dialog).toMatchObject({act: 'start-validation'});
		expect(press(opened(['a'], null), 'p').notice).toContain('it has no validator');
		const several = press(opened(['a', 'b']), 'p');
		expect([several.dialog, several.notice]).toEqual([null, expect.stringContaining('several sources')]);
	});
});
