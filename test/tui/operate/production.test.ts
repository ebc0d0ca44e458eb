import {describe, expect, test} from 'vitest';
import {labelOf} from '../../../src/tui/operate/cluster-label.ts';
import type {Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import {
	afterEvents,
	link,
	modelOf,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {operationOf, paste, press} from '../../support/press.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

const billing = taskView(taskRow('billing'), [subtaskRow('b-1'), subtaskRow('b-2')]);
const crm = taskView(taskRow('crm'), [subtaskRow('c-1')]);
const audit = taskView(taskRow('audit', {word: 'paused'}), [subtaskRow('a-1', {stage: 'Paused', situation: 'paused'})]);
const all = [audit, billing, crm];

/** A viewer that the gateway, or its own file of settings, tells of a label. */
function viewer({own = null, told}: {readonly own?: string | null; readonly told?: string}, columns = 100): Model {
	const start = {...modelOf(columns, 24, []), label: own, title: 'sh-main'};
	const [, ...rest] = writing(overview(all.map(({row}) => row)));
	const hello = link({type: 'link-open', hello: {...writable, ...(told !== undefined && {label: told})}});
	return afterEvents(start, [hello, ...rest, ...taskEvents(all)]);
}

const pausing = (model: Model) => afterEvents(press(model, 'jp'), taskEvents(all));

describe('which label holds', () => {
	test.each([
		[{}, null],
		[{own: 'stage'}, 'stage'],
		[{told: 'prod'}, 'prod'],
		[{own: 'stage', told: 'test'}, 'stage'],
		[{own: 'stage', told: 'PROD'}, 'PROD'],
		[{own: 'prod', told: 'stage'}, 'prod'],
		[{told: '  '}, null],
		[{told: 'x'.repeat(200)}, `${'x'.repeat(10)}..`],
	])('%j', (given, expected) => {
		expect(labelOf(viewer(given))).toBe(expected);
	});
});

describe('the tier of a dialog', () => {
	test.each([
		['resume', 'r', {}, 1],
		['resume', 'r', {told: 'stage'}, 1],
		['resume', 'r', {told: 'prod'}, 2],
		['pause', 'jp', {}, 2],
		['pause', 'jp', {own: 'prod'}, 3],
		['pause', 'jp', {told: 'prod'}, 3],
		['stop', 'jX', {}, 3],
		['stop', 'jX', {told: 'prod'}, 3],
	] as const)('%s by %s with %j', (operation, keys, given, tier) => {
		expect(operationOf(press(viewer(given), keys))).toMatchObject({operation, tier});
	});
});

test('a pause in production asks for the name of the task, and no y confirms it', () => {
	const open = written(pausing(viewer({told: 'prod'})));
	expect(screenLines(open).join('\n')).toMatch(/ PAUSE billing {2}on {2}sh-main {3}prod /);
	expect(screenLines(open).join('\n')).toContain("Production: type the task's name to pause it:  _");
	const [after, ...commands] = answer(open, 'y');
	expect([operationOf(after)?.phase, commands]).toMatchObject([{type: 'asking', typed: 'y'}, []]);
	const typed = written(paste(open, 'billing'));
	const [, ...sent] = answer(typed, 'enter');
	expect(sent).toMatchObject([{type: 'operate', operation: 'pause', targets: [{task: 'billing'}]}]);
	// Of a pause there is nothing softer that Tab could go to.
	expect(operationOf(press(typed, '<tab>'))?.phase).toMatchObject({focus: 'cancel'});
	expect(operationOf(press(typed, '<tab><tab>'))?.phase).toMatchObject({focus: 'name'});
});

test('several tasks are asked for by the name of their cluster', () => {
	const marked = afterEvents(press(viewer({told: 'prod'}), 'j  p'), taskEvents(all));
	const open = written(marked);
	expect(screenLines(open).join('\n')).toContain("type the cluster's name to pause them:");
	expect(answer(written(paste(open, 'billing')), 'enter').slice(1)).toEqual([]);
	const [wrong] = answer(written(paste(open, 'billing')), 'enter');
	expect(operationOf(wrong)?.remark).toBe('That is not the name of the cluster.');
	expect(answer(written(paste(open, 'sh-main')), 'enter').slice(1)).toMatchObject([
		{type: 'operate', operation: 'pause'},
	]);
});

test.each([
	[100, 24],
	[80, 24],
	[60, 20],
	[40, 10],
	[20, 3],
])('production is told on a screen of %i by %i', (columns, rows) => {
	const model = update(viewer({told: 'prod'}, columns), {type: 'resize', size: {columns, rows}})[0];
	expect(screenLines(model)[0]).toContain(' prod ');
});
