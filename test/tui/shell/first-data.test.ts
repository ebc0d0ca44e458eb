import {expect, test} from 'vitest';
import {somethingToShow} from '../../../src/tui/shell/first-data.ts';
import {createStore} from '../../../src/tui/shell/store.ts';
import type {Command, Event, Model} from '../../../src/tui/state.ts';
import {initialModel, update} from '../../../src/tui/update.ts';
import {createTestClock} from '../../support/clock.ts';

function waiting() {
	const clock = createTestClock();
	const initial = initialModel({size: {columns: 80, rows: 24}, colours: false, title: null, nowMs: 0, readOnly: false});
	const store = createStore<Model, Event, Command>({
		initial,
		update,
		perform: () => {},
		haste: () => 'now',
		clock,
	});
	let shown = false;
	const done = somethingToShow(store, clock, 150).then(() => {
		shown = true;
	});
	const settled = async () => {
		await new Promise(resolve => setImmediate(resolve));
		return shown;
	};
	return {store, clock, done, settled};
}

test('after the given time, at the latest', async () => {
	const {clock, settled} = waiting();
	clock.pass(149);
	expect(await settled()).toBe(false);
	clock.pass(1);
	expect(await settled()).toBe(true);
});

test('as soon as it is known why there is no data, and then no timer is left', async () => {
	const {store, clock, settled} = waiting();
	store.send({type: 'tick', nowMs: 5});
	expect(await settled()).toBe(false);
	const lost = {type: 'link-lost', message: 'nothing listens there', sinceMs: 0, retryAtMs: 9} as const;
	store.send({type: 'link', atMs: 5, event: lost});
	expect(await settled()).toBe(true);
	expect(clock.timers()).toBe(0);
});
