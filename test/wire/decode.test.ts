import {expect, test} from 'vitest';
import {decodeClientMessage, decodeServerMessage} from '../../src/wire/decode.ts';
import {type ClientMessage, encodeClientMessage, encodeServerMessage} from '../../src/wire/messages.ts';
import {heartbeat, hello, overview, taskRow, taskValue} from './samples.ts';

type Case = {readonly name: string; readonly received: unknown; readonly sentence: string; readonly code?: number};

function check(decode: typeof decodeClientMessage | typeof decodeServerMessage, cases: readonly Case[]): void {
	test.each(cases)('$name', ({received, sentence, code = 4400}) => {
		const text = typeof received === 'string' ? received : JSON.stringify(received);
		expect(decode(text)).toMatchObject({ok: false, problem: sentence, closeCode: code});
	});
}

const long = 'x'.repeat(600);

check(decodeClientMessage, [
	{name: 'no JSON', received: 'hi\u001b[2J', sentence: 'received "hi?", expected a message in JSON'},
	{name: 'nothing', received: '', sentence: 'received "", expected a message in JSON'},
	{name: 'an array', received: [], sentence: 'received an array, expected a message: an object with a type'},
	{name: 'a number', received: 5, sentence: 'received 5, expected a message: an object with a type'},
	{
		name: 'arrays in arrays',
		received: `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
		sentence: 'received an array, expected a message: an object with a type',
	},
	{
		name: 'too long',
		received: ' '.repeat(262_145),
		sentence: 'received a message of 262145 bytes, expected at most 262144',
		code: 1009,
	},
	{
		name: 'no type',
		received: {},
		sentence: 'received a message of type nothing, expected subscribe, unsubscribe, refresh, request',
	},
	{
		name: 'a type of another program',
		received: {type: 'connection_init'},
		sentence: 'received a message of type "connection_init", expected subscribe, unsubscribe, refresh, request',
	},
	{
		name: 'a type that every object has',
		received: {type: 'constructor'},
		sentence: 'received a message of type "constructor", expected subscribe, unsubscribe, refresh, request',
	},
	{
		name: 'no topics',
		received: {type: 'subscribe'},
		sentence: 'subscribe: topics: received undefined, expected "topics"',
	},
	{
		name: 'an unknown topic',
		received: {type: 'subscribe', topics: ['overview', 'tasks']},
		sentence:
			'subscribe: topics.1: received "tasks", expected "overview", "sources", "locks", "events" or "task/<name>"',
	},
	{
		name: 'a task without a name',
		received: {type: 'subscribe', topics: ['task/']},
		sentence:
			'subscribe: topics.0: received "task/", expected "overview", "sources", "locks", "events" or "task/<name>"',
	},
	{
		name: 'a name that is too long',
		received: {type: 'subscribe', topics: [`task/${long}`]},
		sentence: 'subscribe: topics.0: received a length of 605, expected at most 512',
	},
	{
		name: 'too many topics',
		received: {type: 'subscribe', topics: Array.from({length: 65}, (_, index) => `task/${index}`)},
		sentence: 'subscribe: topics: received a length of 65, expected at most 64',
	},
	{
		name: 'a request without an id',
		received: {type: 'request', ask: {type: 'raw', of: {type: 'all'}}},
		sentence: 'request: id: received undefined, expected "id"',
	},
]);

check(decodeServerMessage, [
	{
		name: 'a hello of an older protocol',
		received: {...hello, protocol: 1},
		sentence: 'the gateway speaks protocol 1, this program protocol 2: use a newer dmtop there',
		code: 4406,
	},
	{
		name: 'a hello of a newer protocol, which may have other keys',
		received: {type: 'hello', protocol: 3},
		sentence: 'the gateway speaks protocol 3, this program protocol 2: use a newer dmtop here',
		code: 4406,
	},
	{
		name: 'a value of another shape',
		received: {type: 'topic', topic: 'overview', value: {...overview, tasks: [{...taskRow, good: '1'}]}},
		sentence: 'overview: value.tasks.0.good: received "1", expected a finite number',
	},
	{
		name: 'a number that is none',
		received: JSON.stringify({
			type: 'topic',
			topic: 'overview',
			value: {...overview, tasks: [{...taskRow, good: 1}]},
		}).replace('"good":1', '"good":1e999'),
		sentence: 'overview: value.tasks.0.good: received Infinity, expected a finite number',
	},
	{
		name: 'a topic without a value',
		received: {type: 'topic', topic: 'locks'},
		sentence: 'locks: value: received undefined, expected "value"',
	},
	{
		name: 'an unknown topic',
		received: {type: 'topic', topic: 'weather', value: {}},
		sentence: 'received a topic named "weather", expected overview, sources, locks, events or task/<name>',
	},
	{
		name: 'an unknown type',
		received: {type: 'ping'},
		sentence: 'received a message of type "ping", expected topic, hello, heartbeat, reply, delta, problem',
	},
	{
		name: 'hostile text in what is quoted',
		received: {...heartbeat, lastTookMs: '\u001b]0;owned\u0007'},
		sentence: 'heartbeat: lastTookMs: received "?", expected a finite number',
	},
]);

const operate: Extract<ClientMessage, {type: 'request'}>['ask'] = {
	type: 'operate',
	instance: 'g1',
	operation: 'pause',
	targets: [
		{
			task: 'orders',
			sources: ['replica-01'],
			seen: [{source: 'replica-01', worker: null, stage: 'Running', unit: 'Sync', situation: 'running'}],
		},
	],
	by: {user: 'ops', host: null, sshClient: '10.0.0.1 50000 22'},
};

test.each([
	{name: 'no operation', change: {operation: 'destroy'}, sentence: 'ask.operation: received "destroy"'},
	{name: 'no target', change: {targets: []}, sentence: 'ask.targets: received a length of 0, expected at least 1'},
	{
		name: 'no name',
		change: {targets: [{task: '', sources: null, seen: []}]},
		sentence: 'ask.targets.0.task: received a length of 0, expected at least 1',
	},
	{
		name: 'no source of a list',
		change: {targets: [{task: 'orders', sources: [], seen: []}]},
		sentence: 'ask.targets.0.sources: received a length of 0, expected at least 1',
	},
	{
		name: 'too many',
		change: {targets: Array.from({length: 51}, () => ({task: 'orders', sources: null, seen: []}))},
		sentence: 'ask.targets: received a length of 51, expected at most 50',
	},
])('an operation with $name is refused, and gets a reply', ({change, sentence}) => {
	const decoded = decodeClientMessage(JSON.stringify({type: 'request', id: 2, ask: {...operate, ...change}}));
	expect(decoded).toMatchObject({ok: false, replyTo: 2, problem: expect.stringContaining(sentence)});
});

test.each<{readonly name: string; readonly message: ClientMessage}>([
	{name: 'subscribe', message: {type: 'subscribe', topics: ['overview', 'task/a/b', `task/${'ü'.repeat(500)}`]}},
	{name: 'unsubscribe', message: {type: 'unsubscribe', topics: ['sources']}},
	{name: 'refresh', message: {type: 'refresh'}},
	{name: 'request', message: {type: 'request', id: 1, ask: {type: 'raw', of: {type: 'task', task: 'orders'}}}},
	{name: 'a report', message: {type: 'request', id: 3, ask: {type: 'report', sinceMs: 1_700_000_000_000}}},
	{name: 'an operation', message: {type: 'request', id: 2, ask: operate}},
])('what a viewer says arrives: $name', ({message}) => {
	expect(decodeClientMessage(encodeClientMessage(message))).toEqual({ok: true, message});
});

test.each([
	hello,
	heartbeat,
	{...heartbeat, asking: {sinceMs: 1}, trouble: {sinceMs: 1, message: 'no', tries: 2, nextTryAtMs: null}},
	{type: 'topic', topic: 'overview', value: overview} as const,
	{type: 'topic', topic: 'task/orders', value: taskValue} as const,
	{type: 'topic', topic: 'task/gone', value: {name: 'gone', task: null}} as const,
	{type: 'reply', id: 3, ok: true, value: {any: ['thing', null]}} as const,
	{type: 'reply', id: 3, ok: false, message: 'no'} as const,
	{type: 'problem', message: 'too large'} as const,
])('what a gateway says arrives: $type', message => {
	expect(decodeServerMessage(encodeServerMessage(message))).toEqual({ok: true, message});
});

test('an ask that the gateway does not know can be answered', () => {
	expect(decodeClientMessage('{"type":"request","id":7,"ask":{"type":"dance"}}')).toEqual({
		ok: false,
		problem:
			'request: ask.type: received "dance", expected "raw" or "report" or "validation" or "moment" or "propose" or "act" or "operate"',
		closeCode: 4400,
		replyTo: 7,
	});
});

test('a newer gateway may add keys and words', () => {
	const value = {...overview, tasks: [{...taskRow, word: 'dreaming', relay: 'purging', mood: 'good'}], more: 1};
	const decoded = decodeServerMessage(JSON.stringify({type: 'topic', topic: 'overview', value}));
	const tasks = [{...taskRow, word: 'warning', relay: 'unknown'}];
	expect(decoded).toEqual({ok: true, message: {type: 'topic', topic: 'overview', value: {...overview, tasks}}});
});

test('no text keeps what could reach a terminal as more than text', () => {
	const value = {'\u001b[1mkey': ['a\u001b[31mred\tb', 'two\nlines', 'r\u202eight', '表']};
	const decoded = decodeServerMessage(encodeServerMessage({type: 'reply', id: 1, ok: true, value}));
	expect(decoded).toMatchObject({message: {value: {'?key': ['a?red b', 'two\nlines', 'r?ight', '表']}}});
});

test.each([
	['pr\u001b[2Jod', /^pr[^\u001b]*od$/],
	['\u202eprod', /^[^\u202e]*prod$/],
])('the label %j of a gateway is text', (label, clean) => {
	const decoded = decodeServerMessage(JSON.stringify({...hello, label}));
	expect(decoded.ok && decoded.message.type === 'hello' && decoded.message.label).toMatch(clean);
	expect(decodeServerMessage(JSON.stringify({...hello, label: 'x'.repeat(100_000)})).ok).toBe(false);
});
