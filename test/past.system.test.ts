import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {type Gateway, startGateway} from '../src/gateway/gateway.ts';
import {type Simulator, startSimulator} from '../src/simulator/server.ts';
import {noCursor} from '../src/tui/cursor.ts';
import {gatewayNow} from '../src/tui/freshness.ts';
import type {Command, Event, Model, View} from '../src/tui/state.ts';
import {screenLines} from '../src/tui/ui/screen-regions.ts';
import {initialModel, topics, update} from '../src/tui/update.ts';
import {createLink} from '../src/wire/link.ts';
import {createTestClock} from './support/clock.ts';
import {loopbackDoor, testKeys, testToken} from './support/keys.ts';
import {runsOf} from './support/long.ts';

const ended: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ended.splice(0).reverse()) await end();
});

const clock = createTestClock();
const size = {columns: 120, rows: 40};

const home: View = {type: 'tasks', cursor: noCursor};

/** Every page of which there is one in the past. */
const views: readonly View[] = [
	{type: 'task', task: 'orders_merge', cursor: noCursor},
	{type: 'tab', task: 'orders_merge', tab: 'relay', top: 0},
	{type: 'tab', task: 'orders_merge', tab: 'events', top: 0},
	{type: 'subtask', task: 'payments', source: 'users-01', top: 0},
	{type: 'why', task: 'billing', source: null, top: 0},
	{type: 'sources', cursor: noCursor},
	{type: 'source', source: 'billing-01', top: 0},
	{type: 'locks', cursor: noCursor},
	{type: 'workers', cursor: noCursor},
	{type: 'events', task: null, cursor: noCursor},
];

async function simulator(): Promise<Simulator> {
	const started = await startSimulator({listen: {host: '127.0.0.1', port: 0}, scenario: 'showcase', now: clock.now});
	ended.push(() => started.close());
	return started;
}

async function gatewayOf(master: Simulator, folder: string | null): Promise<Gateway> {
	const gateway = await startGateway({
		door: loopbackDoor(),
		keys: testKeys,
		masters: [new URL(master.url).host],
		everyMs: 1000,
		program: 'dmtop test',
		clock,
		random: () => 0.5,
		keepReadings: {keepMs: 86_400_000, limitBytes: 300e6, memoryLimitBytes: 20e6},
		state: folder === null ? null : {folder, limitBytes: 512e6},
	});
	ended.push(() => clock.during(gateway.close()));
	return gateway;
}

/** A viewer without a terminal: the link, the model, and what it would draw. */
function viewerOf({url}: Gateway, ...first: readonly Event[]) {
	let model = initialModel({size, colours: false, title: null, nowMs: clock.now()});
	let heard = 0;
	const send = (event: Event) => {
		const [next, ...commands] = update(model, event);
		model = next;
		for (const command of commands) perform(command);
		link.setTopics(topics(model));
	};
	const perform = (command: Command) => {
		if (command.type !== 'moment') return;
		const {id, find, topics: wanted} = command;
		void link.request({type: 'moment', find, topics: wanted}).then(reply => send({type: 'moment', id, reply}));
	};
	const link = createLink({
		...{url, token: testToken, random: () => 0.5, clock},
		onEvent(event) {
			heard += event.type === 'heartbeat' && event.trouble === null ? 0 : 1;
			send({type: 'link', atMs: clock.now(), event});
		},
	});
	ended.push(() => link.close());
	for (const event of [...views.map(view => ({type: 'open', view}) as const), ...first]) send(event);
	return {
		send,
		heard: () => heard,
		model: () => model,
		/** All pages; the title bar and the footer tell whether it is now. */
		pages: () =>
			[home, ...views].map(view => {
				// Each viewer's cursor is its own.
				const [shown] = update({...model, views: [...model.views, view]}, {type: 'step', step: 'top'});
				return screenLines(shown).slice(1, -1).join('\n');
			}),
		title: () => screenLines({...model, views: model.views.slice(0, 1)})[0] ?? '',
	};
}

type Kept = {readonly atMs: number; readonly pages: readonly string[]};

/** What a viewer draws now, where nothing is on its way to it. */
async function kept(viewer: ReturnType<typeof viewerOf>): Promise<Kept | null> {
	viewer.send({type: 'tick', nowMs: clock.now(), wallMs: clock.wall()});
	// What it draws is of its last tick, or the last that it heard.
	const atMs = gatewayNow(viewer.model());
	const pages = viewer.pages();
	const heard = viewer.heard();
	for (let turn = 0; turn < 3; turn++) await clock.turn();
	return viewer.heard() === heard ? {atMs, pages} : null;
}

test('each page of a past moment is to the byte what a viewer drew then', async () => {
	const folder = path.join(mkdtempSync(path.join(tmpdir(), 'dmtop-then-')), 'state');
	ended.push(() => rmSync(path.dirname(folder), {recursive: true, force: true}));
	const master = await simulator();
	const gateway = await gatewayOf(master, folder);
	const live = viewerOf(gateway);
	await clock.until(
		() => live.model().overview?.cluster.shape != null,
		() => 'no answer',
	);
	const moments: Kept[] = [];
	for (let times = 0; times < 26; times++) {
		if (times === 8) await master.control.down();
		if (times === 12) await master.control.up();
		if (times === 16) master.control.happen({type: 'worker-dies', worker: 'worker1'});
		await clock.wait(700 + ((times * 137) % 900));
		const it = await kept(live);
		if (it !== null) moments.push(it);
	}
	expect(moments.length).toBeGreaterThan(12);
	const compared = moments.filter((_, index) => index % runsOf(3, 1) === 0);
	expect(compared.some(({pages: [list = '']}) => list.includes('NOT LIVE'))).toBe(true);
	for (const {atMs, pages} of compared) {
		const then = viewerOf(gateway, {type: 'past', change: {type: 'start', wallMs: atMs}});
		await clock.until(
			() => then.model().past !== null && topics(then.model()).every(topic => isThere(then.model(), topic)),
			() => `nothing of ${atMs}: ${then.model().notice}`,
		);
		expect(then.title()).toContain('THEN ');
		expect(then.pages()).toEqual(pages);
	}
	// Others go on seeing what is now.
	expect(live.title()).not.toContain('THEN');
});

function isThere({overview, sources, locks, events, tasks}: Model, topic: string): boolean {
	const known: Readonly<Record<string, unknown>> = {overview, sources, locks, events};
	return topic in known ? known[topic] !== null : tasks.has(topic.slice('task/'.length));
}
