import {expect, test} from 'vitest';
import {createHub, type HubOptions} from '../../../src/gateway/serve/hub.ts';
import type {Answer} from '../../../src/gateway/serve/requests.ts';
import type {Ask} from '../../../src/wire/messages.ts';
import type {Topic} from '../../../src/wire/topics.ts';
import {createTestPeer} from '../../support/peer.ts';
import {heartbeat, hello} from '../../wire/samples.ts';

function start(options: Partial<HubOptions> = {}) {
	const hub = createHub({
		topicValue: topic => ({of: topic, version: 0}),
		hello: () => hello,
		heartbeat: () => heartbeat,
		onRefresh: () => {},
		onAsk: async () => ({ok: false, message: 'nobody is home'}),
		...options,
	});
	/** A viewer that has been greeted. */
	function join(topics: readonly string[] = []) {
		const peer = createTestPeer();
		hub.join(peer);
		peer.take();
		const say = (message: unknown) => hub.receive(peer, JSON.stringify(message));
		if (topics.length > 0) say({type: 'subscribe', topics});
		return Object.assign(peer, {say});
	}
	return {hub, join};
}

const letter = (topic: string, version: number) => ({
	type: 'topic',
	topic,
	seq: expect.any(Number) as number,
	value: {of: topic, version},
});
const settled = () => new Promise(setImmediate);

test('a new viewer is greeted and told how the polling goes', () => {
	const {hub} = start();
	const peer = createTestPeer();
	hub.join(peer);
	expect(peer.take()).toEqual([hello, heartbeat]);
});

test('a subscription is answered with the current value at once', () => {
	const {hub, join} = start();
	hub.publish(topic => ({of: topic, version: 1}));
	const viewer = join(['overview', 'task/orders']);
	expect(viewer.take()).toEqual([letter('overview', 1), letter('task/orders', 1)]);
});

test('a change goes to those who read the topic, and to nobody else', () => {
	const {hub, join} = start();
	const [a, b, c] = [join(['overview']), join(['overview', 'locks']), join()];
	for (const peer of [a, b, c]) peer.take();
	hub.publish(topic => ({of: topic, version: topic === 'overview' ? 1 : 0}));
	expect([a.take(), b.take(), c.take()]).toEqual([[letter('overview', 1)], [letter('overview', 1)], []]);
});

test('no change, no word', () => {
	const {hub, join} = start();
	const viewer = join(['overview']);
	viewer.take();
	hub.publish(topic => ({of: topic, version: 0}));
	expect(viewer.take()).toEqual([]);
});

test('a value is computed once for all readers, and not at all without readers', () => {
	const {hub, join} = start();
	const gone = join(['locks', 'events']);
	for (const topics of [['overview'], ['overview', 'events']]) join(topics);
	gone.say({type: 'unsubscribe', topics: ['locks']});
	hub.leave(gone);
	const asked: Topic[] = [];
	hub.publish(topic => asked.push(topic));
	expect(asked.sort()).toEqual(['events', 'overview']);
});

test('what was given up is not sent any more', () => {
	const {hub, join} = start();
	const viewer = join(['overview', 'locks']);
	viewer.say({type: 'unsubscribe', topics: ['overview']});
	viewer.take();
	hub.publish(topic => ({of: topic, version: 2}));
	expect(viewer.take()).toEqual([letter('locks', 2)]);
});

test('a value that cannot be computed or sent is a sentence, and the other topics go on', () => {
	const {hub, join} = start();
	const viewer = join(['locks', 'events', 'overview']);
	viewer.take();
	hub.publish(topic => {
		if (topic === 'locks') throw new Error('a mistake');
		return topic === 'events' ? 'x'.repeat(17 * 1024 * 1024) : {of: topic, version: 1};
	});
	expect(viewer.take()).toEqual([
		{type: 'problem', message: 'locks cannot be shown: a mistake'},
		{
			type: 'problem',
			message: 'events cannot be shown: it is 17825794 bytes long, and a viewer takes at most 16777216',
		},
		letter('overview', 1),
	]);
});

test('too many topics end the connection, and nothing more is heard from it', () => {
	let refreshes = 0;
	const {hub, join} = start({onRefresh: () => (refreshes += 1)});
	const viewer = join(Array.from({length: 64}, (_, index) => `task/${index}`));
	viewer.say({type: 'refresh'});
	viewer.say({type: 'subscribe', topics: ['overview']});
	viewer.say({type: 'refresh'});
	expect(viewer.closed).toEqual({code: 4400, reason: 'received 65 topics, expected at most 64 at a time'});
	expect(refreshes).toBe(1);
	expect(hub.viewers()).toBe(0);
});

test('a bad message ends the connection with a sentence', () => {
	const viewer = start().join();
	viewer.say({type: 'dance'});
	expect(viewer.closed).toEqual({
		code: 4400,
		reason: 'received a message of type "dance", expected subscribe, unsubscribe, refresh, request',
	});
});

test.each<{
	readonly name: string;
	readonly ask: unknown;
	readonly answer: () => Promise<Answer>;
	readonly reply: unknown;
}>([
	{
		name: 'answered',
		ask: {type: 'raw', of: {type: 'all'}},
		answer: async () => ({ok: true, value: {sources: []}}),
		reply: {type: 'reply', id: 5, ok: true, value: {sources: []}},
	},
	{
		name: 'refused',
		ask: {type: 'raw', of: {type: 'all'}},
		answer: async () => ({ok: false, message: 'no answer yet'}),
		reply: {type: 'reply', id: 5, ok: false, message: 'no answer yet'},
	},
	{
		name: 'failed',
		ask: {type: 'raw', of: {type: 'all'}},
		answer: () => Promise.reject(new Error('no answer yet')),
		reply: {type: 'reply', id: 5, ok: false, message: 'no answer yet'},
	},
	{
		name: 'too large',
		ask: {type: 'raw', of: {type: 'all'}},
		answer: async () => ({ok: true, value: 'x'.repeat(17 * 1024 * 1024)}),
		reply: {
			type: 'reply',
			id: 5,
			ok: false,
			message: 'the answer is 17825836 bytes long, more than the 16777216 that a viewer takes',
		},
	},
	{
		name: 'not known',
		ask: {type: 'dance'},
		answer: async () => ({ok: true, value: null}),
		reply: {
			type: 'reply',
			id: 5,
			ok: false,
			message:
				'request: ask.type: received "dance", expected "raw" or "report" or "validation" or "moment" or "propose" or "act" or "operate"',
		},
	},
])('a request gets one reply: $name', async ({ask, answer, reply}) => {
	const viewer = start({onAsk: answer}).join();
	viewer.say({type: 'request', id: 5, ask});
	await settled();
	expect(viewer.take()).toEqual([reply]);
	expect(viewer.closed).toBeNull();
});

test('the seventeenth request at a time is refused', () => {
	const asked: Ask[] = [];
	const away: string[] = [];
	const viewer = start({
		onAsk: ask => {
			asked.push(ask);
			return new Promise(() => {});
		},
		onTurnedAway: (text, why, {from}) => away.push(`${from}: ${text}: ${why}`),
	}).join();
	for (let id = 1; id <= 17; id += 1) viewer.say({type: 'request', id, ask: {type: 'raw', of: {type: 'all'}}});
	expect(asked).toHaveLength(16);
	expect(viewer.take()).toEqual([
		{type: 'reply', id: 17, ok: false, message: '16 requests are under way, try again later'},
	]);
	const seventeenth = JSON.stringify({type: 'request', id: 17, ask: {type: 'raw', of: {type: 'all'}}});
	expect(away).toEqual([`${viewer.visitor.from}: ${seventeenth}: 16 requests are under way, try again later`]);
});

test('who leaves waits for nothing any more', async () => {
	const signals: AbortSignal[] = [];
	const {hub, join} = start({
		onAsk: (_, signal) => {
			signals.push(signal);
			return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
		},
	});
	const viewer = join();
	viewer.say({type: 'request', id: 1, ask: {type: 'raw', of: {type: 'all'}}});
	hub.leave(viewer);
	await settled();
	expect(signals.map(({aborted}) => aborted)).toEqual([true]);
	expect(viewer.take()).toEqual([]);
});

test('heartbeats go to everyone; at the end everyone hears why', () => {
	const {hub, join} = start();
	const viewers = [join(), join(['overview'])];
	for (const viewer of viewers) viewer.take();
	hub.heartbeat();
	expect(viewers.map(viewer => viewer.take())).toEqual([[heartbeat], [heartbeat]]);
	hub.close();
	expect(viewers.map(({closed}) => closed?.code)).toEqual([1001, 1001]);
});

test('a viewer that does not read what it asks for is given up, and asks nothing any more', async () => {
	let asked = 0;
	const {hub} = start({
		async onAsk() {
			asked += 1;
			return {ok: true, json: `"${'x'.repeat(100)}"`};
		},
		limits: {slowBytes: 1000, tooSlowBytes: 1000},
	});
	const peer = createTestPeer({slow: true});
	hub.join(peer);
	for (let id = 1; id <= 1000; id += 1) {
		hub.receive(peer, JSON.stringify({type: 'request', id, ask: {type: 'raw', of: {type: 'all'}}}));
		await settled();
	}
	expect(peer.closed).toEqual({code: 1013, reason: 'the viewer reads too slowly'});
	expect(hub.viewers()).toBe(0);
	expect(asked).toBeLessThan(50);
	expect(peer.bufferedBytes()).toBeLessThan(3000);
});

test('who takes it is told what has changed, and all others the whole', () => {
	const {hub, join} = start();
	const [old, young] = [join(['overview']), join()];
	young.say({type: 'subscribe', topics: ['overview'], deltas: true});
	const [whole] = young.take() as {seq: number}[];
	old.take();
	hub.publish(topic => ({of: topic, version: 1}));
	expect(old.take()).toEqual([letter('overview', 1)]);
	const seq = (whole?.seq ?? 0) + 1;
	expect(young.take()).toEqual([{type: 'delta', topic: 'overview', from: whole?.seq, seq, delta: {s: {version: 1}}}]);
	// Whoever has missed one asks again, and has the whole.
	young.say({type: 'subscribe', topics: ['overview'], deltas: true});
	expect(young.take()).toEqual([{...letter('overview', 1), seq}]);
	hub.publish(topic => ({of: topic, version: 2}));
	expect(young.take()).toMatchObject([{type: 'delta', from: seq, delta: {s: {version: 2}}}]);
});

test('after a value that could not be shown the whole comes', () => {
	const {hub, join} = start();
	const viewer = join();
	viewer.say({type: 'subscribe', topics: ['overview'], deltas: true});
	hub.publish(() => {
		throw new Error('a mistake');
	});
	viewer.take();
	hub.publish(topic => ({of: topic, version: 3}));
	expect(viewer.take()).toEqual([letter('overview', 3)]);
});
