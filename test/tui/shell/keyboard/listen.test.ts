import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {listenToKeys} from '../../../../src/tui/shell/keyboard/listen.ts';
import {createTestClock} from '../../../support/clock.ts';

const esc = '\u001B';

/** A terminal on a clock that the test moves. */
function listening() {
	const stdin = new PassThrough();
	const keys: string[] = [];
	const late: (() => void)[] = [];
	const clock = createTestClock();
	const {stop, goOn} = listenToKeys({
		stdin: stdin as unknown as NodeJS.ReadStream,
		onInputs: inputs => keys.push(...inputs.map(input => (input.type === 'key' ? input.name : input.type))),
		clock,
		later: work => late.push(work),
	});
	clock.pass(1000);
	return {
		keys: () => keys.filter(name => name !== 'other'),
		stop,
		goOn,
		stdin,
		clock,
		type: (text: string) => stdin.emit('data', Buffer.from(text)),
		/** The time goes by; what is due is called, and after it what waits for the reading. */
		pass(ms: number, meanwhile: () => void = () => {}) {
			clock.pass(ms);
			meanwhile();
			for (const work of late.splice(0)) work();
		},
	};
}

test('a lone Esc acts once its time is over', () => {
	const {type, pass, keys} = listening();
	type(esc);
	expect(keys()).toEqual([]);
	pass(101);
	expect(keys()).toEqual(['esc']);
});

test('what comes in time is one sequence', () => {
	const {type, pass, keys} = listening();
	type(esc);
	pass(90);
	type('[A');
	pass(1000);
	expect(keys()).toEqual(['up']);
});

test('what had come in time, but is read late as the program was busy, is one sequence too', () => {
	const {type, pass, keys} = listening();
	type(esc);
	pass(3000, () => type(']11;rgb:1e1e/1e1e/1e1e\u0007j'));
	expect(keys()).toEqual(['j']);
});

test('a character that is cut in two is whole', () => {
	const {stdin, keys} = listening();
	const bytes = Buffer.from('订');
	stdin.emit('data', bytes.subarray(0, 1));
	stdin.emit('data', bytes.subarray(1));
	expect(keys()).toEqual(['订']);
});

test('once stopped nothing is told, and no timer is left', () => {
	const {type, pass, keys, stop, stdin, clock} = listening();
	type(esc);
	stop();
	pass(1000);
	expect(keys()).toEqual([]);
	expect(clock.timers()).toBe(0);
	expect(stdin.listenerCount('data')).toBe(0);
	expect(stdin.isPaused()).toBe(true);
});

test('an Esc that had not acted when the program stood still acts once it goes on', () => {
	const {type, pass, keys, stop, goOn} = listening();
	type(esc);
	stop();
	pass(5000);
	expect(keys()).toEqual([]);
	goOn();
	pass(0);
	expect(keys()).toEqual(['esc']);
});

test('an Esc is the key, and no part of a key, however often the program goes on', () => {
	const {type, pass, keys, goOn, stdin} = listening();
	type(esc);
	for (let times = 0; times < 10; times++) {
		goOn();
		pass(30);
	}
	type(esc);
	goOn();
	pass(101);
	type('j');
	expect(keys()).toEqual(['esc', 'esc', 'j']);
	expect(stdin.listenerCount('data')).toBe(1);
});

test('what had come by halves is one key', () => {
	const {type, pass, keys, goOn} = listening();
	type(`${esc}[`);
	goOn();
	type('A');
	type(`${esc}[200~p`);
	goOn();
	type(`y${esc}[201~`);
	goOn();
	type(`${esc}[B`);
	pass(1000);
	expect(keys()).toEqual(['up', 'paste', 'down']);
});

test('who listens after somebody has stopped is told again', async () => {
	const {stop, stdin} = listening();
	stop();
	const clock = createTestClock();
	const keys: string[] = [];
	listenToKeys({
		stdin: stdin as unknown as NodeJS.ReadStream,
		onInputs: inputs => keys.push(...inputs.map(({type}) => type)),
		clock,
		later: () => {},
	});
	stdin.write('j');
	await expect.poll(() => keys).toEqual(['key']);
});
