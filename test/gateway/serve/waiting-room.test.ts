import {expect, test} from 'vitest';
import {createWaitingRoom} from '../../../src/gateway/serve/waiting-room.ts';
import {createTestClock} from '../../support/clock.ts';

function start(limits = {perAddress: 3, inAll: 5, patienceMs: 5_000}) {
	const clock = createTestClock();
	const room = createWaitingRoom(clock, limits);
	const gone: string[] = [];
	const enter = (name: string, address = name) => room.enter(address, () => gone.push(name));
	return {clock, room, gone, enter};
}

test('who says nothing is cut off after 5 s, who was let in is not', () => {
	const {clock, room, gone, enter} = start();
	enter('mute');
	const leave = enter('viewer');
	leave();
	leave();
	clock.pass(4_999);
	expect([gone, room.waiting()]).toEqual([[], 1]);
	clock.pass(1);
	expect([gone, room.waiting(), clock.timers()]).toEqual([['mute'], 0, 0]);
});

test('too many of one address push out the oldest of theirs, and nobody else', () => {
	const {gone, enter} = start();
	enter('honest');
	for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) enter(name, 'a');
	expect(gone).toEqual(['a1', 'a2']);
});

test('too many in all push out the oldest of the address that has the most', () => {
	const {room, gone, enter} = start();
	for (const name of ['b1', 'b2']) enter(name, 'b');
	for (const name of ['a1', 'a2', 'a3']) enter(name, 'a');
	enter('c1', 'c');
	expect([gone, room.waiting()]).toEqual([['a1'], 5]);
	room.empty();
	expect([gone.length, room.waiting()]).toEqual([6, 0]);
});
