import {describe, expect, test} from 'vitest';
import {createStore} from '../../../src/tui/shell/store.ts';
import {createTestClock} from '../../support/clock.ts';
import {clockSteps} from '../../support/clock-steps.ts';

type Event = {readonly type: 'key' | 'data' | 'nothing'; readonly text: string};

/** A store whose clock the test moves, and which writes down when it asks for a frame. */
function world() {
	const clock = createTestClock(0);
	const frames: string[] = [];
	const performed: string[] = [];
	const store = createStore<{readonly text: string}, Event, string>({
		initial: {text: ''},
		update: (model, event) =>
			event.type === 'nothing'
				? [model]
				: event.text === 'do'
					? [{text: model.text}, 'done']
					: [{text: model.text + event.text}],
		perform: command => performed.push(command),
		haste: event => (event.type === 'key' ? 'now' : 'soon'),
		clock,
	});
	store.subscribe(() => frames.push(`${clock.now()} ${store.read().text}`));
	return {store, frames, performed, clock, wait: clock.pass, timers: clock.timers};
}

describe('when a frame is drawn', () => {
	test('a key is drawn at once', () => {
		const {store, frames} = world();
		store.send({type: 'key', text: 'j'});
		expect(frames).toEqual(['0 j']);
	});

	test('the topics of one poll make one frame', () => {
		const {store, frames, wait} = world();
		store.send({type: 'data', text: 'a'});
		wait(20);
		store.send({type: 'data', text: 'b'});
		wait(500);
		expect(frames).toEqual(['60 ab']);
	});

	test('data alone is drawn at most four times a second', () => {
		const {store, frames, wait} = world();
		for (let i = 0; i < 200; i++) {
			store.send({type: 'data', text: '.'});
			wait(10);
		}
		expect(frames.length).toBeLessThanOrEqual(8);
		expect(frames.length).toBeGreaterThanOrEqual(7);
	});

	test.for(clockSteps)('and goes on being drawn when the clock on the wall is set %s', ([, byMs]) => {
		const {store, frames, wait, clock} = world();
		for (let i = 0; i < 200; i++) {
			if (i === 100) clock.setWall(byMs);
			store.send({type: 'data', text: '.'});
			wait(10);
		}
		expect(frames.filter(frame => Number.parseInt(frame, 10) > 1000).length).toBeGreaterThanOrEqual(3);
		expect(frames.length).toBeLessThanOrEqual(8);
	});

	test('a key brings the data that waits with it, and no second frame follows', () => {
		const {store, frames, wait} = world();
		store.send({type: 'data', text: 'a'});
		store.send({type: 'key', text: 'j'});
		wait(1000);
		expect(frames).toEqual(['0 aj']);
	});

	test('the keys of one chunk make one frame, and each sees what the one before did', () => {
		const {store, frames} = world();
		const seen: string[] = [];
		store.together(() => {
			for (const text of 'jjq') {
				store.send({type: 'key', text});
				seen.push(store.read().text);
			}
		});
		expect(seen).toEqual(['j', 'jj', 'jjq']);
		expect(frames).toEqual(['0 jjq']);
	});

	test('an event that changes nothing draws nothing', () => {
		const {store, frames, wait} = world();
		store.send({type: 'nothing', text: ''});
		wait(1000);
		expect(frames).toEqual([]);
	});

	test('a closed store has no timer left', () => {
		const {store, timers} = world();
		store.send({type: 'data', text: 'a'});
		store.close();
		expect(timers()).toBe(0);
	});
});

test('commands are performed', () => {
	const {store, performed} = world();
	store.send({type: 'key', text: 'do'});
	expect(performed).toEqual(['done']);
});
