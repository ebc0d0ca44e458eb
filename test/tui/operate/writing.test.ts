import {expect, test} from 'vitest';
import {writesFromNow, writingText} from '../../../src/tui/operate/writing.ts';
import type {Model} from '../../../src/tui/state.ts';
import {afterEvents, modelOf, nowMs, shown} from '../../support/builder.ts';
import {createTestClock} from '../../support/clock.ts';
import {clockSteps} from '../../support/clock-steps.ts';
import {showcase} from '../../support/showcase.ts';

test.for(clockSteps)('writes for ten minutes, also when the clock on the wall is set %s', ([, byMs]) => {
	const clock = createTestClock(nowMs);
	const open = modelOf(120, 40, shown(showcase));
	let model: Model = {...open, writes: writesFromNow(open)};
	const tick = (ms: number) => {
		clock.pass(ms);
		model = afterEvents(model, [{type: 'tick', nowMs: clock.now(), wallMs: clock.wall()}]);
		return writingText(model);
	};
	expect(tick(60_000)).toBe('RW 9m');
	clock.setWall(byMs);
	expect(tick(1_000)).toBe('RW 9m');
	expect(tick(500_000)).toBe('RW 1m');
	clock.setWall(-2 * byMs);
	expect(tick(38_000)).toBe('RW 1m');
	expect(tick(1_000)).toBe('RO');
});
