import {describe, expect, test} from 'vitest';
import {eventsTo, placeOf} from '../../../src/tui/find/place.ts';
import type {View} from '../../../src/tui/state.ts';
import {topView} from '../../../src/tui/views.ts';
import {afterEvents, modelOf, shown} from '../../support/builder.ts';
import {showcase} from '../../support/showcase.ts';

const start = modelOf(120, 40, shown(showcase));

/** Goes to a place, and tells where that is. */
function check(place: string, view: Partial<View>, told = place) {
	const events = eventsTo(place);
	if (typeof events === 'string') throw new Error(events);
	const model = afterEvents(start, events);
	expect(topView(model)).toMatchObject(view);
	expect(placeOf(model)).toBe(told);
}

describe('a place leads to a view, and the view tells the same place', () => {
	test.for<readonly [string, Partial<View>]>([
		['tasks', {type: 'tasks'}],
		['task/orders_merge', {type: 'task', task: 'orders_merge'}],
		['task/orders_merge/why', {type: 'why', task: 'orders_merge', source: null}],
		['task/orders_merge/sharding', {type: 'tab', task: 'orders_merge', tab: 'sharding'}],
		['task/orders_merge/sh-01', {type: 'subtask', task: 'orders_merge', source: 'sh-01'}],
		['task/orders_merge/sh-01/why', {type: 'why', task: 'orders_merge', source: 'sh-01'}],
		['task/orders_merge/cutover', {type: 'cutover', task: 'orders_merge'}],
		['source/sh-01', {type: 'source', source: 'sh-01'}],
		['lock/orders_merge/%60shop%60.%60t%60', {type: 'lock', task: 'orders_merge', target: '`shop`.`t`'}],
		['sources', {type: 'sources'}],
		['workers', {type: 'workers'}],
		['locks', {type: 'locks'}],
		['events', {type: 'events', task: null}],
		['events/crm', {type: 'events', task: 'crm'}],
		['help', {type: 'help'}],
		['tasks?filter=lag%3E60&sort=lag', {type: 'tasks'}],
		['task/a%2Fb%27%20c', {type: 'task', task: "a/b' c"}],
	])('%s', ([place, view]) => check(place, view));

	test('what is filtered is filtered there', () => {
		const events = eventsTo('tasks?filter=crm');
		const model = afterEvents(start, events as Exclude<typeof events, string>);
		expect(model.finding.prompt).toBeNull();
		expect(model.finding.looks.size).toBe(1);
	});
});

test.for([
	'',
	'task',
	'task/',
	'task//why',
	'task/a/b/c',
	'tusks',
	'tasks/1',
	'source/a/b',
	'lock/a',
	'task/%zz',
	'tasks?lag=60',
	'tasks?filter=',
	'tasks?filter=%',
	'tasks?toString=1',
])('"%s" is no place, and the sentence says what was received', place => {
	expect(eventsTo(place)).toMatch(/^received ".*" ?.*, expected /);
});
