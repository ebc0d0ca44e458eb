import {describe, expect, type TestContext, test} from 'vitest';
import {startSimulator} from '../src/simulator/server.ts';
import type {Happening} from '../src/simulator/world/model.ts';
import {keptAudit} from './support/counter.ts';
import {isLong, shareOf} from './support/long.ts';
import {changes} from './support/requests.ts';
import {type Robot, type RobotOptions, type Screen, startRobot} from './support/robot.ts';

/** A robot on a system of its own, which is taken down at the end of its test: the tests run beside one another. */
async function start({onTestFinished}: TestContext, options: RobotOptions & {readonly writes?: boolean} = {}) {
	const audit = keptAudit();
	const {writes = true, ...world} = options;
	const robot = await startRobot({writing: {type: 'allowed', atOnce: writes, audit}, ...world});
	onTestFinished(() => robot.leave());
	await robot.until('orders_merge');
	await robot.until('LIVE');
	return {robot, audit, control: robot.masters[0].control};
}

/** The requests to do something that reached the master. */
function puts(robot: Robot): readonly string[] {
	const sent = robot.masters[0].control.requests().filter(changes);
	return sent.map(({url, body}) => `${decodeURIComponent(url).replace('/apis/v1alpha1/tasks/', '')} ${body}`);
}

/** Longer than a dialog has to be on the screen before it takes an answer. */
const reading = (robot: Screen) => robot.clock.wait(350);

/** Opens a dialog with the key of the table, waits until it asks, and reads it. */
async function ask(robot: Screen, key: string, question: string): Promise<void> {
	robot.press(key);
	await robot.until(question);
	await robot.untilIt('the state is read', screen => !screen.some(line => line.includes('reading the state')));
	await reading(robot);
}

/** Allows writing, which asks once. */
async function allowWriting(robot: Screen): Promise<void> {
	robot.press('allow-writing');
	await robot.until('ALLOW WRITING  on');
	await reading(robot);
	robot.type('y');
	await robot.until('LIVE  RW 10m');
}

/**
 * Closes the dialog with Esc, which must not run together with the next key: that would be Alt and the key; an answer, which
 * has to be on the screen for a moment before, with Enter.
 */
async function close(robot: Screen): Promise<void> {
	const isAnswered = robot.screen().some(line => line.trim() === 'Esc close');
	if (isAnswered) await reading(robot);
	// A P or an X right after an Esc could be the rest of a sequence.
	if (isAnswered) robot.type('\r');
	else robot.press('back');
	await robot.untilIt('no dialog', screen => !screen.some(line => /^━ {2}(PAUSE|RESUME|STOP) /.test(line)));
}

const letter = (robot: Screen, name: string) => robot.row(name)?.[1];
const untilLetter = (robot: Screen, name: string, wanted: string) =>
	robot.untilIt(`${name} marked ${wanted}`, () => letter(robot, name) === wanted);
const happen = (robot: Robot, event: Happening) => robot.masters[0].control.happen(event);

describe.concurrent('one target', () => {
	test.for(
		shareOf(['1.0', '2.0', '6.5'] as const, dm => dm === '1.0'),
	)('pause and resume of a task, DM %s', async (dm, context) => {
		const {robot, audit} = await start(context, {dm});
		await robot.select('orders_merge');
		await ask(robot, 'pause', 'PAUSE orders_merge  on');
		await robot.until('pause-task orders_merge');
		await robot.until('BINLOG FROM');
		await robot.until('[ Enter  Cancel ]', 'y  Pause 3 sources');
		robot.type('y');
		await untilLetter(robot, 'orders_merge', '=');
		await robot.until('DM answered done at 3 of 3 sources');
		expect(puts(robot)).toEqual([`orders_merge {"op":2,"${dm === '1.0' ? 'workers' : 'sources'}":[]}`]);
		await close(robot);
		await ask(robot, 'resume', 'RESUME orders_merge  on');
		robot.type('y');
		await robot.until('resume orders_merge: DM answered done');
		await untilLetter(robot, 'orders_merge', '.');
		expect(puts(robot)[1]).toBe(`orders_merge {"op":3,"${dm === '1.0' ? 'workers' : 'sources'}":[]}`);
		expect(audit.entries.map(({user, operation, outcome}) => [user, operation, outcome])).toEqual([
			['ops', 'pause', 'sending'],
			['ops', 'pause', 'done'],
			['ops', 'resume', 'sending'],
			['ops', 'resume', 'done'],
		]);
	});

	test.for(
		shareOf(
			[
				['1.0', 1],
				['2.0', 1],
				['6.5', 7],
			] as const,
			([dm]) => dm === '6.5',
		),
	)('stop asks for the name and says what is lost, DM %s', async ([dm, op], context) => {
		const {robot} = await start(context, {dm});
		await robot.select('crm');
		await ask(robot, 'stop', 'STOP crm  on');
		await robot.until('Starting it again needs its task file');
		robot.type('y');
		await robot.until("Type the task's name to stop it:  y_");
		robot.type('\u0015cr');
		await robot.until('stop it:  cr_');
		robot.type('\r');
		await robot.until('That is not the name of the task.');
		robot.type('m');
		await robot.until('stop it:  crm_');
		robot.type('\r');
		await untilLetter(robot, 'crm', '-');
		await robot.until('dmtop start FILE starts it again');
		expect(robot.row('crm')).toContain('Stopped: start-task');
		expect(puts(robot)).toEqual([`crm {"op":${op},"${dm === '1.0' ? 'workers' : 'sources'}":[]}`]);
	});

	test("a subtask's keys act on its source only, and the whole task has keys of its own", async context => {
		const {robot} = await start(context);
		await robot.select('orders_merge');
		robot.press('open');
		await robot.until('› orders_merge', 'LIVE');
		await robot.select('mysql-replica-02');
		await ask(robot, 'pause', 'PAUSE orders_merge at mysql-replica-02  on');
		await robot.until('pause-task orders_merge -s mysql-replica-02');
		robot.type('y');
		await untilLetter(robot, 'mysql-replica-02', '=');
		expect(puts(robot)).toEqual(['orders_merge {"op":2,"sources":["mysql-replica-02"]}']);
		await robot.until('DM answered done');
		await close(robot);
		await ask(robot, 'pause-task', 'PAUSE orders_merge at 2 of its 3 sources  on');
		await robot.until('left alone, already paused: mysql-replica-02');
		robot.type('y');
		await untilLetter(robot, 'mysql-replica-01', '=');
		expect(puts(robot)[1]).toBe('orders_merge {"op":2,"sources":["mysql-replica-01","mysql-replica-03"]}');
		await robot.until('DM answered done');
		await close(robot);
		await ask(robot, 'resume-task', 'RESUME orders_merge  on');
		robot.type('y');
		await untilLetter(robot, 'mysql-replica-02', '.');
	});

	test('Cancel has the focus: Enter, Esc, n and q send nothing', async context => {
		const {robot} = await start(context);
		await robot.select('crm');
		for (const key of ['\r', '\u001B', 'n', 'q']) {
			await ask(robot, 'pause', 'PAUSE crm  on');
			robot.type(key);
			await robot.untilIt('no dialog', screen => !screen.some(line => line.includes('PAUSE crm')));
		}
		await ask(robot, 'stop', 'STOP crm  on');
		robot.type('\t');
		await robot.until('[ Enter  Cancel ]');
		robot.type('\r');
		await robot.untilIt('no dialog', screen => !screen.some(line => line.includes('STOP crm  on')));
		expect(puts(robot)).toEqual([]);
		expect(robot.cursorRow()).toContain('crm');
	});

	test.runIf(isLong)('a stop offers the pause, which asks anew', async context => {
		const {robot} = await start(context);
		await robot.select('crm');
		await ask(robot, 'stop', 'STOP crm  on');
		robot.type('\t');
		await robot.until('[ Enter  Cancel ]');
		robot.type('\t');
		await robot.until('[ Enter  Pause instead ]');
		robot.type('\r');
		await robot.until('PAUSE crm  on');
		robot.type('y');
		await robot.until('That was too fast');
		expect(puts(robot)).toEqual([]);
		await reading(robot);
		robot.type('y');
		await untilLetter(robot, 'crm', '=');
	});
});

describe.concurrent('what does not confirm', () => {
	test.for<readonly [string, readonly string[]]>([
		['keys in one burst', ['py']],
		['a burst into an open dialog', ['p', 'yyyyyyyy']],
		['a paste', ['p', '\u001B[200~y\u001B[201~']],
		['a paste that ends in a key', ['p', '\u001B[200~y\u001B[201~y']],
		['two keys at once', ['p', 'yy']],
		['a burst that opens and answers the dialog of a stop', ['Xcrm\r']],
		['the name and Enter in one burst', ['X', 'crm\r']],
		['the name pasted with its line end', ['X', '\u001B[200~crm\r\u001B[201~']],
		['Alt and a key', ['p', '\u001By']],
		['a capital', ['p', 'Y']],
	])('%s', async ([, chunks], context) => {
		const {robot} = await start(context);
		await robot.select('crm');
		for (const chunk of chunks) {
			robot.type(chunk);
			await robot.untilIt('a dialog', screen => screen.some(line => /^━ {2}(PAUSE|STOP) /.test(line)));
			await reading(robot);
		}
		expect(robot.screen().some(line => /^━ {2}(PAUSE|STOP) /.test(line))).toBe(true);
		await close(robot);
		expect(puts(robot)).toEqual([]);
	});

	/** So that it comes as a chunk of its own, with no time in between by the clock of the program. */
	const apart = () => new Promise(resolve => setTimeout(resolve, 1));

	test.for(shareOf([0, 60, 240], ms => ms === 60))('a dialog and its answer, %i ms apart', async (ms, context) => {
		const {robot} = await start(context);
		await robot.select('crm');
		robot.type('p');
		await apart();
		await robot.clock.wait(ms);
		robot.type('y');
		await robot.until('PAUSE crm  on');
		await reading(robot);
		expect(puts(robot)).toEqual([]);
	});

	test.for(shareOf([2, 5], keys => keys === 5))('%i keys shortly after each other', async (keys, context) => {
		const {robot} = await start(context);
		await robot.select('crm');
		robot.type('p');
		await robot.until('PAUSE crm  on');
		await reading(robot);
		for (let key = 0; key < keys; key++) {
			robot.type('y');
			await apart();
		}
		await robot.until('It came in a burst of keys');
		expect(puts(robot)).toEqual([]);
	});
});

describe.concurrent('a marked set', () => {
	async function mark(robot: Robot, ...names: readonly string[]) {
		for (const name of names) {
			await robot.select(name);
			robot.press('mark');
			await robot.untilIt(`${name} is marked`, () => robot.row(name)?.[2] === '✓');
		}
	}

	test('goes one after another; the hidden ones are left out, and keep their marks', async context => {
		const {robot} = await start(context);
		await mark(robot, 'billing', 'crm', 'payments');
		robot.type('/!payments\r');
		await robot.untilIt('payments is hidden', () => robot.row('payments') === null);
		await ask(robot, 'pause', 'PAUSE 2 marked tasks  on');
		await robot.until('1 marked row not shown here and left out.');
		await robot.until('y  Pause 2 tasks');
		robot.type('y');
		await untilLetter(robot, 'crm', '=');
		await untilLetter(robot, 'billing', '=');
		expect(puts(robot)).toEqual(['billing {"op":2,"sources":[]}', 'crm {"op":2,"sources":[]}']);
		await close(robot);
		robot.press('back');
		await robot.untilIt('payments is marked still', () => robot.row('payments')?.[2] === '✓');
		expect(robot.row('crm')?.[2]).not.toBe('✓');
		expect(letter(robot, 'payments')).toBe('.');
		robot.press('back');
		await robot.untilIt('no marks', () => robot.row('payments')?.[2] === ' ');
	});

	test('the first failure stops the rest, and each source tells', async context => {
		const {robot} = await start(context, {
			troubles: [{type: 'refuses', task: 'orders_merge', source: 'mysql-replica-02'}],
		});
		await mark(robot, 'billing', 'orders_merge', 'payments');
		await ask(robot, 'pause', 'PAUSE 3 marked tasks  on');
		robot.type('y');
		await robot.until('pause orders_merge: failed at 1 of 3 sources');
		await robot.until('mysql-replica-02 / worker2: failed');
		await robot.until('pause payments: not tried');
		await robot.until('pause billing: DM answered done');
		expect(puts(robot).map(put => put.split(' ')[0])).toEqual(['billing', 'orders_merge']);
		await close(robot);
		await untilLetter(robot, 'billing', '=');
		// What was not done keeps its mark.
		expect(
			[robot.row('billing'), robot.row('orders_merge'), robot.row('payments')].map(row => row?.[2] === '✓'),
		).toEqual([false, true, true]);
		expect(letter(robot, 'payments')).toBe('.');
	});

	test.runIf(isLong)('one that cannot be paused is left out and named', async context => {
		const {robot} = await start(context);
		happen(robot, {type: 'paused', task: 'crm'});
		await untilLetter(robot, 'crm', '=');
		await mark(robot, 'crm', 'billing');
		await ask(robot, 'pause', 'PAUSE billing  on');
		await robot.until('left out: already paused');
		robot.type('y');
		await untilLetter(robot, 'billing', '=');
		expect(puts(robot)).toEqual(['billing {"op":2,"sources":[]}']);
	});

	test.runIf(isLong)('all subtasks of a page, or none', async context => {
		const {robot} = await start(context);
		await robot.select('orders_merge');
		robot.press('open');
		await robot.until('› orders_merge', 'LIVE');
		await robot.until('mysql-replica-01');
		robot.press('mark-all');
		await robot.until('3 marked');
		await ask(robot, 'pause', 'PAUSE orders_merge at 3 sources  on');
		robot.type('y');
		await untilLetter(robot, 'mysql-replica-03', '=');
		expect(puts(robot)).toEqual([
			'orders_merge {"op":2,"sources":["mysql-replica-01","mysql-replica-02","mysql-replica-03"]}',
		]);
	});
});

describe.concurrent('what changes meanwhile', () => {
	test('is told in the dialog, which sends nothing any more', async context => {
		const {robot} = await start(context);
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		happen(robot, {type: 'paused', task: 'crm'});
		await robot.until('changed meanwhile: crm: mysql-replica-02 was Running in Sync and is Paused in Sync');
		robot.type('y');
		await robot.until('Nothing was sent: changed meanwhile');
		expect(puts(robot)).toEqual([]);
	});

	test('is found by the gateway where the screen has not heard of it yet', async context => {
		const {robot, audit} = await start(context, {everyMs: 60_000});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		happen(robot, {type: 'paused', task: 'crm'});
		robot.type('y');
		await robot.until('refused, nothing was sent: changed: mysql-replica-02 was Running in Sync');
		expect(puts(robot)).toEqual([]);
		expect(audit.entries.at(-1)).toMatchObject({task: 'crm', outcome: 'refused', request: null});
	});

	test.runIf(isLong)('a task that is gone cannot be asked about', async context => {
		const {robot} = await start(context);
		await robot.select('crm');
		await ask(robot, 'stop', 'STOP crm  on');
		happen(robot, {type: 'stopped', task: 'crm'});
		await robot.until('changed meanwhile: no source lists crm any more');
		robot.type('crm');
		await reading(robot);
		robot.type('\r');
		await robot.until('Nothing was sent');
		expect(puts(robot)).toEqual([]);
		await close(robot);
		await untilLetter(robot, 'crm', '-');
		robot.press('pause');
		await robot.until('pause: DM no longer lists this task');
	});
});

describe.concurrent('while it is under way', () => {
	test('the row says so until DM says it, for every viewer', async context => {
		const {robot} = await start(context, {troubles: [{type: 'late', task: 'crm', ms: 2000}]});
		const other = await robot.another();
		context.onTestFinished(() => other.leave());
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.untilIt('crm is pausing', () => robot.row('crm')?.includes('pausing...') === true);
		await other.untilIt('crm is pausing', () => other.row('crm')?.includes('pausing...') === true);
		expect(letter(robot, 'crm')).toBe('.');
		await robot.until('DM answered done');
		await close(robot);
		robot.press('pause');
		await robot.until('pause: DM has answered the pause of', 'its stage does not show it yet');
		await untilLetter(robot, 'crm', '=');
		await robot.untilIt('crm is paused', () => robot.row('crm')?.includes('pausing...') === false);
	});

	test.runIf(isLong)('the dialog can be closed, and another operation started', async context => {
		const {robot} = await start(context, {troubles: [{type: 'slow', task: 'crm', ms: 1500}]});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.until('DM has not answered yet');
		await close(robot);
		await robot.select('billing');
		await ask(robot, 'pause', 'PAUSE billing  on');
		robot.type('y');
		await untilLetter(robot, 'billing', '=');
		await robot.until('pause billing: DM answered done at 1 of 1 source');
		await close(robot);
		await robot.until('pause crm: DM answered done at 1 of 1 source');
		expect(puts(robot)).toEqual(['crm {"op":2,"sources":[]}', 'billing {"op":2,"sources":[]}']);
	});

	test('quitting asks once, and what is under way is answered afterwards', async context => {
		const {robot} = await start(context, {troubles: [{type: 'slow', task: 'crm', ms: 800}]});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.until('DM has not answered yet');
		await close(robot);
		robot.press('leave');
		await robot.until('1 operation is under way: q again quits and prints its outcome');
		await untilLetter(robot, 'crm', '=');
	});

	test('a connection that breaks is unknown, and nothing is sent again', async context => {
		const {robot} = await start(context, {troubles: [{type: 'cut-after', task: 'crm'}]});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.until('pause crm: unknown, watching:');
		await close(robot);
		await untilLetter(robot, 'crm', '=');
		expect(puts(robot)).toHaveLength(1);
	});

	test('a gateway that goes away leaves it unknown', async context => {
		const {robot} = await start(context, {troubles: [{type: 'slow', task: 'crm', ms: 5000}]});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.until('DM has not answered yet');
		await close(robot);
		await robot.untilIt('crm is paused', () => letter(robot, 'crm') === '=');
		await robot.gatewayDown();
		await robot.until('pause crm: unknown, nobody is watching: look at the rows');
		await robot.gatewayUp();
		// The master tells of a request once it has answered it.
		expect(puts(robot).length).toBeLessThanOrEqual(1);
	});

	test('two viewers press at the same time: both get the truth', async context => {
		const {robot} = await start(context, {troubles: [{type: 'slow', task: 'crm', ms: 300}]});
		const other = await robot.another();
		context.onTestFinished(() => other.leave());
		await other.until('LIVE');
		for (const one of [robot, other]) await one.select('crm');
		await Promise.all([robot, other].map(one => ask(one, 'pause', 'PAUSE crm  on')));
		robot.type('y');
		other.type('y');
		const said = (one: Screen) => one.screen().join('\n');
		const over = (one: Screen) => /DM answered done|refused, nothing was sent|Nothing was sent/.test(said(one));
		for (const one of [robot, other]) await one.untilIt('an outcome', () => over(one));
		expect(puts(robot)).toEqual(['crm {"op":2,"sources":[]}']);
		const done = [robot, other].filter(one => said(one).includes('DM answered done'));
		expect(done).toHaveLength(1);
	});
});

describe.concurrent('another gateway and cluster on the same port', () => {
	/** A cluster with twins of all tasks. */
	async function swap({onTestFinished}: TestContext, robot: Robot) {
		const other = await startSimulator({listen: {host: '127.0.0.1', port: 0}, scenario: 'healthy', now: Date.now});
		onTestFinished(() => other.close());
		await robot.gatewayDown();
		await robot.gatewayUp([new URL(other.url).host]);
		return other.control;
	}

	test.for(
		shareOf(
			[
				['stop', 'STOP crm  on', 'cr', 'm', '\r'],
				['pause', 'PAUSE crm  on', '', '', 'y'],
			] as const,
			([key]) => key === 'stop',
		),
	)('a dialog of a %s sends nothing any more, though somebody goes on typing', async (row, context) => {
		const [key, question, before, after, confirm] = row;
		const {robot, audit} = await start(context);
		await robot.select('crm');
		await ask(robot, key, question);
		const asked = robot.screen().find(line => line.includes(question));
		if (before !== '') robot.type(before);
		const other = await swap(context, robot);
		await robot.until('LIVE      RO');
		await robot.until('! the link was lost meanwhile. Esc and look again.');
		expect(robot.screen()).toContain(asked);
		if (after !== '') robot.type(after);
		await reading(robot);
		robot.type(confirm);
		await robot.until('Nothing was sent: the link was lost meanwhile');
		await close(robot);
		await robot.until('another gateway answers: nothing may be written now');
		expect(puts(robot)).toEqual([]);
		expect(other.requests().filter(changes)).toEqual([]);
		expect(audit.entries).toEqual([]);
		await allowWriting(robot);
		await ask(robot, key, question);
	});

	test('what was under way at the first one is unknown, and its answer waits until it can be read', async context => {
		const {robot} = await start(context, {troubles: [{type: 'slow', task: 'crm', ms: 5000}]});
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		robot.type('y');
		await robot.until('DM has not answered yet');
		await close(robot);
		robot.type('/cr');
		const other = await swap(context, robot);
		await robot.until('LIVE      RO');
		await robot.until('filter: cr_');
		robot.type('\r');
		await robot.until('pause crm: unknown, nobody is watching: look at the rows');
		expect(other.requests().filter(changes)).toEqual([]);
	});
});

describe.concurrent('what may write', () => {
	test('W allows writing for ten minutes, and ends that; the header says so', async context => {
		const {robot} = await start(context, {writes: false});
		await robot.until('LIVE      RO');
		await robot.select('crm');
		robot.press('pause');
		await robot.until('pause: read-only: W allows writing for 10 minutes');
		robot.type('jW');
		await robot.until('allow writing: it came in a burst of keys: press it alone');
		robot.press('allow-writing');
		await robot.until('ALLOW WRITING  on');
		await reading(robot);
		robot.type('yy');
		await robot.until('It came in a burst of keys: press it alone.');
		robot.type('n');
		await robot.untilIt('the question is closed', screen => !screen.join('\n').includes('ALLOW WRITING'));
		await robot.until('LIVE      RO');
		await allowWriting(robot);
		// The key before W in the burst has moved on.
		await robot.select('crm');
		await ask(robot, 'pause', 'PAUSE crm  on');
		await close(robot);
		robot.press('allow-writing');
		await robot.until('LIVE      RO');
		expect(puts(robot)).toEqual([]);
	});

	test('a gateway that only watches says why', async context => {
		const {robot} = await start(context, {
			writing: {type: 'read-only', reason: 'serve was started without --allow-operate'},
		});
		await robot.select('crm');
		for (const key of ['pause', 'resume', 'stop', 'allow-writing']) {
			robot.press(key);
			await robot.until(
				`${key === 'allow-writing' ? 'allow writing' : key}: read-only: serve was started without --allow-operate`,
			);
		}
	});

	test.runIf(isLong)('a viewer that was started to read only stays so', async context => {
		const {robot} = await start(context, {readOnly: true});
		await robot.until('LIVE      RO');
		robot.press('allow-writing');
		await robot.until('allow writing: read-only: dmtop was started with --read-only');
	});

	test.runIf(isLong)('pages without tasks say what to do', async context => {
		const {robot} = await start(context);
		for (const [view, title] of [
			['sources', ' source'],
			['locks', ' DDL lock'],
			['workers', ' worker'],
			['events', '› events'],
		] as const) {
			robot.press(view);
			await robot.until(title, 'LIVE');
			// What pauses and resumes on the page of sources are their relays.
			for (const key of view === 'sources' ? ['stop'] : ['pause', 'resume', 'stop']) {
				robot.press(key);
				await robot.until(`${key}: select a task`);
			}
		}
	});

	test('old data and a lost link refuse', async context => {
		const {robot} = await start(context);
		await robot.select('crm');
		await robot.masters[0].control.down();
		await robot.until('NOT LIVE');
		robot.press('pause');
		await robot.until('pause: the data is not live');
		await robot.gatewayDown();
		await robot.untilIt('the link is lost', screen => screen.join('\n').includes('LOST'));
		robot.press('stop');
		await robot.untilIt('a refusal', screen =>
			/stop: the (link to the gateway is lost|data is not live)/.test(screen.join('\n')),
		);
		await robot.gatewayUp();
		await robot.masters[0].control.up();
	});
});
