import {describe, expect, type TestContext, test} from 'vitest';
import {hourAndMinute} from '../src/words/format.ts';
import {clockSteps} from './support/clock-steps.ts';
import {keptAudit} from './support/counter.ts';
import {shareOf} from './support/long.ts';
import {type Robot, type RobotOptions, startRobot} from './support/robot.ts';

const shared = shareOf(clockSteps, ([name]) => name === 'an hour back');

async function start({onTestFinished}: TestContext, options: RobotOptions = {}) {
	const audit = keptAudit();
	const robot = await startRobot({writing: {type: 'allowed', atOnce: true, audit}, ...options});
	onTestFinished(() => robot.leave());
	await robot.until('orders_merge');
	await robot.until('LIVE');
	return {robot, audit, control: robot.masters[0].control};
}

const text = (robot: Robot) => robot.screen().join('\n');

/** What happens in the cluster is on the screen within two seconds, which is said to be live, and its ages are right. */
async function goesOn(robot: Robot, type: 'paused' | 'resumed', letter: string) {
	const startedMs = robot.clock.now();
	robot.masters[0].control.happen({type, task: 'payments'});
	await robot.untilIt(`payments marked ${letter}`, () => robot.row('payments')?.[1] === letter);
	expect(robot.clock.now() - startedMs).toBeLessThan(2000);
	expect(text(robot)).toContain(' LIVE ');
	expect(robot.row('payments')).toMatch(/ <1m$/);
}

/** A dialog takes an answer after it could be read, and not before. */
async function asks(robot: Robot) {
	await robot.select('crm');
	robot.press('pause');
	await robot.until('PAUSE crm  on');
	robot.type('y');
	await robot.until('That was too fast');
	await robot.clock.wait(350);
	robot.type('y');
	await robot.untilIt('crm marked =', () => robot.row('crm')?.[1] === '=');
}

describe.concurrent('the clock of the machine is set', () => {
	test.for(shared)('%s: the screen goes on, and tells the new time', async ([, byMs], context) => {
		const {robot, audit} = await start(context);
		await goesOn(robot, 'paused', '=');
		robot.clock.setWall(byMs);
		await goesOn(robot, 'resumed', '.');
		await robot.untilIt(
			'the new time',
			screen => screen[0]?.endsWith(` ${hourAndMinute(robot.clock.wall())}`) === true,
		);
		await asks(robot);
		const [written] = audit.entries;
		expect(Math.abs(Date.parse(written?.at ?? '') - robot.clock.wall())).toBeLessThan(60_000);
	});
});

describe.concurrent("the gateway's clock is another", () => {
	test.for(shared)('%s: ages and dialogs are as they are, times are of the clock here', async ([, byMs], context) => {
		const {robot} = await start(context, {gatewayAheadMs: byMs});
		await goesOn(robot, 'paused', '=');
		expect(robot.screen()[0]).toMatch(new RegExp(` ${hourAndMinute(robot.clock.wall())}$`));
		robot.type('t');
		await robot.untilIt(
			'a time',
			() => robot.row('payments')?.endsWith(` ${hourAndMinute(robot.clock.wall())}`) === true,
		);
		robot.type('t');
		await asks(robot);
	});
});
