import {expect, test} from 'vitest';
import {somethingToShow} from '../../src/tui/first-data.ts';
import {type Command, type Event, initialModel, type Model, update} from '../../src/tui/model.ts';
import {createStore, type Timers} from '../../src/tui/store.ts';

function waiting() {
	const due: {work: () => void; ms: number}[] = [];
	const timers: Timers = {
		now: () => 0,
		set: (work, ms) => due.push({work, ms}),
		clear: timer => delete due[Number(timer) - 1],
	};
	const initial = initialModel({size: {columns: 80, rows: 24}, colours: false, title: null, nowMs: 0, readOnly: false});
	const store = createStore<Model, Event, Command>({
		initial,
		update,
		perform: () => {},
		haste: () => 'now',
		timers,
	});
	let shown = false;
	const done = somethingToShow(store, timers, 150).then(() => {
		shown = true;
	});
	const settled = async () => {
		await new Promise(resolve => setImmediate(resolve));
		return shown;
	};
	return {store, due, done, settled};
}

test('after the given time, at the latest', async () => {
	const {due, settled} = waiting();
	expect(due.map(({ms}) => ms)).toEqual([150]);
	expect(await settled()).toBe(false);
	due[0]?.work();
	expect(await settled()).toBe(true);
});

test('as soon as it is known why there is no data, and then no timer is left', async () => {
	const {store, due, settled} = waiting();
	store.send({type: 'tick', nowMs: 5});
	expect(await settled()).toBe(false);
	const lost = {type: 'link-lost', message: 'nothing listens there', sinceMs: 0, retryAtMs: 9} as const;
	store.send({type: 'link', atMs: 5, event: lost});
	expect(await settled()).toBe(true);
	expect(due.filter(Boolean)).toEqual([]);
});
