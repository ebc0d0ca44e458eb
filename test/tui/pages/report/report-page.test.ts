import {expect, test} from 'vitest';
import {toldReport} from '../../../../src/domain/report/told-report.ts';
import type {WindowReport} from '../../../../src/domain/report/window-report.ts';
import {eventFor} from '../../../../src/tui/keys/hotkeys.ts';
import type {Model} from '../../../../src/tui/state.ts';
import {screenLines} from '../../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../../src/tui/update.ts';
import {topView} from '../../../../src/tui/views.ts';
import type {LinkReply} from '../../../../src/wire/link.ts';
import {ago, modelOf, nowMs, overview, shown, taskRow} from '../../../support/builder.ts';

const hour = 3_600_000;
const report: WindowReport = {
	fromMs: nowMs - 8 * hour,
	untilMs: nowMs,
	needed: [
		{
			task: 'billing',
			text: 'billing: Running -> Paused, Duplicate entry (DM 10006) on replica-01, and two sources more that say the same',
			fromMs: ago(7200),
			untilMs: null,
			lastedMs: 2 * hour,
		},
	],
	silent: [],
	healed: [{task: 'stock', times: 3, totalMs: 90_000}],
	lags: [{task: 'orders', source: 'replica-02', seconds: 340, atMs: ago(5000)}],
	operations: [{atMs: ago(600), task: 'billing', text: 'resume of billing asked for by ops@bastion2'}],
	amounts: [{task: 'orders', rows: 123_456, bytes: null}],
	unwatched: [],
	events: 17,
};

const beginning = (columns: number, rows: number): Model => {
	const model = modelOf(columns, rows, shown(overview([taskRow('billing'), taskRow('orders')])));
	return {...model, nowMs};
};

const told = (value: unknown): LinkReply => ({type: 'answered', value});

function pressed(model: Model): Model {
	return update(model, eventFor(model, 'H'))[0];
}

function answered(model: Model, reply: LinkReply): Model {
	const view = topView(model);
	if (view.type !== 'report') throw new Error(`It is a ${view.type}`);
	return update(model, {type: 'report', sinceMs: view.sinceMs, reply})[0];
}

test.each([
	[80, 24],
	[120, 40],
])('its frame at %i x %i', async (columns, rows) => {
	const model = answered(pressed(beginning(columns, rows)), told(toldReport(report, ['Lags are left out.'])));
	const lines = screenLines(model);
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`frames/report-${columns}x${rows}.txt`);
});

test('asks for the last hours, and for the time since the last key after an absence', () => {
	const model = beginning(80, 24);
	expect(update(model, eventFor(model, 'H'))[1]).toEqual({type: 'report', sinceMs: nowMs - 8 * hour});
	const away = {...model, lastKeyAtMs: nowMs - hour};
	const [open, command] = update(away, eventFor(away, 'H'));
	expect(command).toEqual({type: 'report', sinceMs: nowMs - hour});
	const page = answered(open, told(toldReport(report, [])));
	expect(screenLines(page).join('\n')).toContain('Since your last key: ');
	expect(update(page, eventFor(page, 'H'))[1]).toEqual({type: 'report', sinceMs: nowMs - 8 * hour});
});

test.each<[string, LinkReply, string]>([
	['refused', {type: 'refused', message: 'request: ask.type: received "report"'}, 'There is no report: request: ask'],
	['another shape', told({report: {}}), 'There is no report: the gateway answered with something else'],
])('why there is none: %s', (_, reply, expected) => {
	expect(screenLines(answered(pressed(beginning(80, 24)), reply)).join('\n')).toContain(expected);
});

test('a reply to another question changes nothing', () => {
	const model = pressed(beginning(80, 24));
	const [after] = update(model, {type: 'report', sinceMs: 1, reply: told(toldReport(report, []))});
	expect(screenLines(after).join('\n')).toContain('Asking the gateway');
});
