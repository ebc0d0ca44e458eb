import {afterEach, expect, test} from 'vitest';
import type {DmVersion} from '../src/simulator/world/model.ts';
import {isLong} from './support/long.ts';
import {type Robot, type RobotOptions, startRobot} from './support/robot.ts';

const started: Robot[] = [];

afterEach(async () => {
	for (const robot of started.splice(0)) await robot.leave();
});

async function start(options?: RobotOptions): Promise<Robot> {
	const robot = await startRobot(options);
	started.push(robot);
	await robot.until('LIVE');
	await robot.until('orders_merge');
	return robot;
}

/** The letter in front of a task's or a source's row. */
const letter = (robot: Robot, name: string) => robot.row(name)?.[1];
const untilLetter = (robot: Robot, name: string, wanted: string) =>
	robot.untilIt(`${name} marked ${wanted}`, () => letter(robot, name) === wanted);

test('from the list to a task, to its reason, and back to the same row', async () => {
	const robot = await start();
	robot.masters[0].control.happen({
		type: 'failed',
		task: 'payments',
		sources: ['mysql-replica-02'],
		failure: 'duplicate-entry',
	});
	await untilLetter(robot, 'payments', 'X');
	await robot.select('orders_merge');
	await robot.select('payments');
	robot.press('open');
	await robot.until('› payments', 'LIVE');
	await untilLetter(robot, 'mysql-replica-02', 'X');
	expect(letter(robot, 'mysql-replica-01')).toBe('.');
	await robot.select('mysql-replica-02');
	robot.press('why');
	await robot.until('› payments › mysql-replica-02 › why');
	await robot.until('code 10006');
	await robot.until('Duplicate entry');
	robot.press('back');
	await robot.untilIt('the page of payments', screen => screen[0]?.includes('› payments  ') === true);
	expect(robot.cursorRow()).toContain('mysql-replica-02');
	robot.press('back');
	await robot.until(' tasks ');
	await robot.until(' orders_merge ');
	expect(robot.cursorRow()).toContain('payments');
});

test('a worker dies: its tasks stay with their last known state, and come back', async () => {
	const robot = await start();
	const {control} = robot.masters[0];
	control.happen({type: 'worker-dies', source: 'mysql-replica-02'});
	await untilLetter(robot, 'orders_merge', '?');
	await untilLetter(robot, 'payments', '?');
	await untilLetter(robot, 'crm', '?');
	expect(letter(robot, 'billing')).toBe('.');
	expect(robot.row('crm')).toMatch(/No answer: worker2.* +0\/1 /);
	await robot.select('orders_merge');
	robot.press('open');
	await untilLetter(robot, 'mysql-replica-02', '?');
	expect(robot.row('mysql-replica-02')).toMatch(/worker2 +Running +Sync .* seen \d+s/);
	expect(robot.row('mysql-replica-01')).toMatch(/^ \. .* Running +Sync /);
	await robot.until('mysql-replica-02 / worker2  no answer');
	control.happen({type: 'worker-returns'});
	await untilLetter(robot, 'mysql-replica-02', '.');
	robot.press('back');
	await untilLetter(robot, 'orders_merge', '.');
	await untilLetter(robot, 'crm', '.');
});

test.runIf(isLong)(
	'a worker stays dead: its source is taken over by a free one, and the tasks are well again',
	async () => {
		const robot = await start();
		const {control} = robot.masters[0];
		control.happen({type: 'worker-dies', source: 'mysql-replica-03'});
		await untilLetter(robot, 'audit_log', '?');
		control.advance(61_000);
		await untilLetter(robot, 'audit_log', '.');
		await robot.select('audit_log');
		robot.press('open');
		await robot.until('mysql-replica-03', 'worker4', 'Running');
	},
);

test('the master goes away: the rows stay under a banner, and it comes back', async () => {
	const robot = await start();
	const {control} = robot.masters[0];
	await robot.select('crm');
	await control.down();
	await robot.until('NOT LIVE', 'retry in');
	await robot.until('connection refused');
	await robot.until('LOST ');
	expect(robot.cursorRow()).toMatch(/^>\.. crm +Running /);
	expect(letter(robot, 'payments')).toBe('.');
	await control.up();
	robot.press('refresh');
	await robot.until('LIVE      RO');
	await robot.untilIt('no banner', screen => !screen.some(line => line.includes('NOT LIVE')));
	expect(robot.cursorRow()).toContain('crm');
});

test('the cursor stays on its task while rows move, and when it moves itself', async () => {
	const robot = await start();
	const {control} = robot.masters[0];
	const names = () => robot.screen().filter(line => /^[ >][X.?][ *] /.test(line));
	await robot.select('payments');
	control.happen({type: 'failed', task: 'search_idx', failure: 'duplicate-entry'});
	await robot.untilIt('search_idx on top', () => names()[0]?.includes('search_idx') === true);
	expect(robot.cursorRow()).toContain('payments');
	control.happen({type: 'failed', task: 'payments', failure: 'duplicate-entry'});
	await robot.untilIt('payments on top', () => names()[0]?.includes('payments') === true);
	expect(robot.cursorRow()).toMatch(/^>X. payments/);
	control.happen({type: 'stopped', task: 'audit_log'});
	await untilLetter(robot, 'audit_log', '-');
	expect(names().at(-1)).not.toContain('audit_log');
	expect(robot.cursorRow()).toContain('payments');
});

test.runIf(isLong)('the first of two masters is down: the other one is asked, and the screen stays live', async () => {
	const robot = await start({masters: 2});
	const [first, second] = robot.masters;
	const asked = () => second?.control.requests().length ?? 0;
	expect(asked()).toBe(0);
	await first.control.down();
	second?.control.happen({type: 'paused', task: 'crm'});
	await untilLetter(robot, 'crm', '=');
	expect(robot.written()).not.toContain('LOST');
	expect(robot.screen().join('\n')).not.toContain('NOT LIVE');
	await second?.control.down();
	await robot.until('NOT LIVE');
	await first.control.up();
	robot.press('refresh');
	await untilLetter(robot, 'crm', '.');
	await robot.until('LIVE      RO');
});

test('the gateway goes away: the rows stay under a banner, and it comes back', async () => {
	const robot = await start();
	await robot.select('billing');
	await robot.gatewayDown();
	await robot.until('NOT LIVE');
	await robot.until('LOST ');
	expect(robot.cursorRow()).toMatch(/^>\.. billing +Running /);
	await robot.gatewayUp();
	robot.press('refresh');
	await robot.until('LIVE      RO');
	expect(robot.cursorRow()).toContain('billing');
	robot.press('open');
	await robot.until('mysql-replica-01', 'Running');
});

const lists = [
	['sources', 'sources', 'UPSTREAM', 'relay'],
	['locks', 'DDL locks', 'TABLE'],
	['workers', 'workers', 'ANSWER'],
	['events', 'events', 'OBJECT', 'newest first'],
] as const;

const played: readonly DmVersion[] = ['1.0', '2.0', '6.5', '26.3'];

test.runIf(isLong).for(played)('no page of DM %s shows what a program says by mistake', async dm => {
	const robot = await start({scenario: 'showcase', dm, columns: 150, rows: 45});
	const {control} = robot.masters[0];
	const check = () => expect(robot.screen().join('\n')).not.toMatch(/undefined|NaN|\[object|Infinity/);
	for (const happened of [0, 25_000, 26_000, 21_000]) {
		control.advance(happened);
		const names = control.world().tasks.map(({name}) => name);
		await robot.untilIt(`the tasks ${names}`, () => names.every(name => robot.row(name) !== null));
		check();
	}
	for (const {name} of control.world().tasks) {
		await robot.select(name);
		robot.press('open');
		await robot.until(`› ${name}`, 'LIVE');
		await robot.until('[Subtasks');
		check();
		robot.press('open');
		await robot.until(`› ${name} ›`, 'LIVE');
		check();
		robot.press('why');
		await robot.until(`› ${name} ›`, 'why');
		check();
		robot.press('raw');
		await robot.until(`"name": "${name}"`);
		robot.press('tasks');
		await robot.until(' tasks ');
	}
	for (const [key, ...texts] of lists) {
		robot.press(key);
		const crumb = new RegExp(` › (?:\\d+ )?${texts[0]} `);
		await robot.untilIt(`the page of ${texts[0]}`, ([title = '']) => crumb.test(title));
		await robot.untilIt(texts.join(', '), screen => texts.every(text => screen.some(line => line.includes(text))));
		check();
	}
});
