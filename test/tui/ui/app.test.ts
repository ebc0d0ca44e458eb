import {afterEach, expect, test} from 'vitest';
import {runTui} from '../../../src/tui/shell/run.tsx';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import type {LinkEvent} from '../../../src/wire/link.ts';
import type {Topic} from '../../../src/wire/topics.ts';
import {heartbeat, hello, modelOf, nowMs, overview, shown, taskRow} from '../../support/builder.ts';
import {runsOf} from '../../support/long.ts';
import {crm, showcase} from '../../support/showcase.ts';
import {fakeTerminal} from '../../support/terminal.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0)) await close();
});

/** The full screen on a terminal in memory, with a link that says what the test says. */
function start(columns: number, rows: number, other: {readonly tmux?: boolean} = {}) {
	const terminal = fakeTerminal(columns, rows);
	const asked: string[] = [];
	let topics: readonly Topic[] = [];
	let say: (event: LinkEvent) => void = () => {};
	let ended = false;
	const done = runTui({
		createLink(onEvent) {
			say = onEvent;
			return {
				setTopics: wanted => {
					topics = wanted;
				},
				refresh: () => asked.push('refresh'),
				retryNow: () => asked.push('retry'),
				request: async () => ({type: 'refused', message: 'not here'}),
				close: () => asked.push('close'),
			};
		},
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		colours: false,
		tmux: other.tmux ?? false,
		title: null,
		// The screens stay those of this moment.
		clock: {...terminal.clock, now: () => nowMs, wall: () => nowMs},
		everyTickMs: 20,
		settleMs: 0,
		onHangup: () => asked.push('hangup'),
	}).finally(() => {
		ended = true;
	});
	opened.push(async () => {
		if (!ended) terminal.type('\u0003');
		await done;
		terminal.dispose();
	});
	return {terminal, done, asked, topics: () => topics, say: (event: LinkEvent) => say(event)};
}

async function startShowing(columns: number, rows: number, value = showcase) {
	const app = start(columns, rows);
	app.say({type: 'link-open', hello});
	app.say(heartbeat());
	app.say({type: 'topic', topic: 'overview', value});
	await app.terminal.until(value.tasks[0]?.name ?? 'No tasks');
	return app;
}

const cursorOn = (name: string) => (screen: readonly string[]) =>
	screen.some(line => line.startsWith('>') && line.includes(name));

test('the list is drawn as the screen function says', async () => {
	const {terminal} = await startShowing(80, 24);
	await terminal.until('report_tmp');
	expect(terminal.screen()).toEqual(screenLines(modelOf(80, 24, shown(showcase))));
});

test('before any answer the screen says what is waited for', async () => {
	const {terminal, topics} = start(80, 24);
	await terminal.until('gateway: being connected');
	expect(topics()).toEqual(['overview']);
});

test('two keys in one chunk move two rows', async () => {
	const {terminal} = await startShowing(80, 24);
	terminal.type('jj');
	await terminal.until(cursorOn('user_center'));
});

test('an arrow and a letter in one chunk act one after the other', async () => {
	const {terminal, topics} = await startShowing(80, 24);
	terminal.type('\u001B[Be');
	await terminal.until('risk_ctl › why');
	expect(topics()).toEqual(['overview', 'task/risk_ctl']);
});

test('a paste does nothing', async () => {
	const {terminal} = await startShowing(80, 24);
	terminal.type('\u001B[200~jjq\u001B[201~j');
	await terminal.until(cursorOn('risk_ctl'));
});

test('a filter and its Enter in one chunk', async () => {
	const {terminal} = await startShowing(80, 24);
	terminal.type('/crm\r');
	await terminal.until(' / crm   1 of 14 shown');
	await terminal.until(cursorOn('crm'));
	expect(terminal.screen().at(-1)).toContain('Enter open');
});

test('a filter is typed, corrected, and given up', async () => {
	const {terminal} = await startShowing(80, 24);
	terminal.type('/');
	await terminal.until(' filter: _');
	terminal.type('qrx');
	await terminal.until(' filter: qrx_   0/14');
	terminal.type('\u007f\u007f\u007fcr');
	await terminal.until(' filter: cr_ ');
	terminal.type('\u0015bil');
	await terminal.until(' filter: bil_   1/14');
	terminal.type('\u001B');
	await terminal.until('X1 needs you');
	await terminal.until(cursorOn('orders_merge'));
});

test('a paste goes into an open prompt, its line breaks are no Enter', async () => {
	const {terminal} = await startShowing(80, 24);
	terminal.type('/\u001B[200~crm\nq\u001B[201~');
	await terminal.until(' filter: crm q_   0/14');
});

test('the palette goes to a task in one chunk', async () => {
	const {terminal, topics} = await startShowing(80, 24);
	terminal.type(':billin\r');
	await terminal.until('Reading task billing');
	expect(topics()).toContain('task/billing');
});

test('a frozen screen writes only its banner when data comes', async () => {
	const {terminal, say} = await startShowing(80, 24);
	terminal.type('z');
	await terminal.until('FROZEN');
	say({type: 'topic', topic: 'overview', value: overview([taskRow('other')])});
	await terminal.until('1 update held back');
	expect(terminal.screen()).toSatisfy(cursorOn('orders_merge'));
	terminal.type('z');
	await terminal.until(cursorOn('other'));
});

test('q and Enter in one chunk: the list is left, so Enter has nothing to act on', async () => {
	const {terminal, done, asked} = await startShowing(80, 24);
	terminal.type('q\r');
	await done;
	expect(asked).toContain('close');
});

test('Ctrl-r asks again', async () => {
	const {terminal, asked} = await startShowing(80, 24);
	terminal.type('\u0012');
	await terminal.quiet();
	expect(asked).toEqual(['refresh']);
});

test('a task opens, its page is read, and Esc goes back to the same row', async () => {
	const {terminal, topics, say} = await startShowing(80, 24);
	terminal.type('jjjjjjj\r');
	await terminal.until('Reading task crm');
	expect(topics()).toEqual(['overview', 'task/crm']);
	say({type: 'topic', topic: 'task/crm', value: {name: 'crm', task: crm}});
	await terminal.until('sh-crm-03');
	terminal.type('\u001B');
	await terminal.until(' tasks ');
	expect(terminal.screen()).toSatisfy(cursorOn('crm'));
	expect(topics()).toEqual(['overview']);
});

test('quitting closes the link and leaves the alternate screen with the cursor shown', async () => {
	const {terminal, done, asked} = await startShowing(80, 24);
	terminal.type('q');
	await done;
	const written = terminal.chunks.join('');
	expect(asked).toEqual(['close']);
	expect(written.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(written.lastIndexOf('\u001B[?1049h'));
	expect(written.lastIndexOf('\u001B[?25h')).toBeGreaterThan(written.lastIndexOf('\u001B[?25l'));
	expect(terminal.stdin.isRaw).toBe(false);
	expect(terminal.stdout.listenerCount('resize')).toBe(0);
});

test('when the input ends the terminal is gone', async () => {
	const {terminal, asked} = await startShowing(80, 24);
	terminal.stdin.push(null);
	await terminal.quiet();
	expect(asked).toContain('hangup');
	// The input cannot say it any more: the screen is left as a program would be that survives.
	terminal.stdin.emit('end');
	opened.length = 0;
});

test('each resize is drawn as a fresh screen of that size', async () => {
	const {terminal} = await startShowing(80, 24);
	for (const [columns, rows] of [
		[120, 40],
		[60, 20],
		[40, 10],
		[20, 3],
		[200, 60],
		[80, 24],
		[80, 24],
	] as const) {
		terminal.resize(columns, rows);
		const wanted = drawn(screenLines(modelOf(columns, rows, shown(showcase))));
		await terminal.until(screen => screen.join('\n') === wanted);
	}
});

test('many resizes while data changes leave nothing behind', async () => {
	const {terminal, say} = await startShowing(80, 24);
	const random = seeded(3);
	for (let round = 0; round < runsOf(10, 60); round++) {
		for (let i = 0; i < 3; i++) {
			const tasks = showcase.tasks.slice(Math.floor(random() * 10));
			say({type: 'topic', topic: 'overview', value: overview(tasks)});
			terminal.resize(20 + Math.floor(random() * 140), 3 + Math.floor(random() * 50));
		}
		say({type: 'topic', topic: 'overview', value: showcase});
		terminal.type('g');
		const {columns, rows} = terminal.stdout;
		const wanted = drawn(screenLines(modelOf(columns, rows, shown(showcase))));
		await terminal.until(screen => screen.join('\n') === wanted);
	}
});

test('one changed figure costs few bytes, one write and no clear-screen', async () => {
	const {terminal, say} = await startShowing(120, 40);
	await terminal.quiet();
	const before = terminal.chunks.length;
	const tasks = showcase.tasks.map(row => (row.name === 'crm' ? {...row, rowsPerSecond: 320} : row));
	say({type: 'topic', topic: 'overview', value: {...showcase, tasks}});
	await terminal.until(' 320 ');
	const written = terminal.chunks.slice(before);
	expect(written).toHaveLength(1);
	expect(written[0]?.length).toBeLessThan(260);
	expect(written[0]).not.toContain('\u001B[2J');
	expect(written[0]).not.toContain('\u001B[H');
});

test('what changes nothing on the screen writes no byte', async () => {
	const {terminal, say} = await startShowing(120, 40);
	await terminal.quiet();
	const before = terminal.chunks.length;
	say({type: 'topic', topic: 'overview', value: structuredClone(showcase)});
	say(heartbeat({lastTookMs: 99}));
	await terminal.quiet();
	expect(terminal.chunks.slice(before)).toEqual([]);
});

test('under tmux a frame goes out without synchronized output', async () => {
	const {terminal, say} = start(80, 24, {tmux: true});
	say({type: 'link-open', hello});
	say({type: 'topic', topic: 'overview', value: showcase});
	await terminal.until('orders_merge');
	expect(terminal.chunks.join('')).not.toContain('\u001B[?2026');
});

test('the incremental screen equals a fresh one, whatever changes', async () => {
	const app = await startShowing(100, 30);
	const random = seeded(7);
	for (let round = 0; round < 120; round++) {
		const tasks = showcase.tasks
			.filter(() => random() > 0.1)
			.map(row => ({
				...row,
				rowsPerSecond: Math.floor(random() * 50_000),
				lagSeconds: random() > 0.5 ? Math.floor(random() * 9000) : null,
				label: random() > 0.8 ? `状态 ${Math.floor(random() * 100)}` : row.label,
			}));
		const value = overview(random() > 0.02 ? tasks : [taskRow('数据同步任务')]);
		if (random() > 0.7) app.terminal.type(random() > 0.5 ? 'j' : 'k');
		app.say({type: 'topic', topic: 'overview', value});
		if (round % 12 === 11) await app.terminal.quiet();
	}
	app.terminal.type('gt');
	const last = overview(showcase.tasks.slice(2));
	app.say({type: 'topic', topic: 'overview', value: last});
	await app.terminal.until('member_full');
	await app.terminal.quiet();
	const shownNow = app.terminal.screen();
	app.terminal.resize(100, 30);
	await app.terminal.quiet();
	expect(shownNow).toEqual(app.terminal.screen());
});

/** As a terminal gives them back, which does not tell blanks at the end from nothing. */
function drawn(lines: readonly string[]): string {
	return lines.map(text => text.trimEnd()).join('\n');
}

/** A repeatable random number from 0 up to 1. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}
