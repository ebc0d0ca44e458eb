import {readFileSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import {brotliCompressSync, deflateRawSync, deflateSync, gzipSync} from 'node:zlib';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {complaint} from '../../../src/commands/complaint.ts';
import {createDmClient, type DmClient, type DmClientOptions, type StatusQuestion} from '../../../src/dm/ask/client.ts';
import {DmError} from '../../../src/dm/ask/error.ts';
import {SetupError} from '../../../src/dm/ask/setup-error.ts';
import {readTls} from '../../../src/dm/ask/tls.ts';
import {fixture, recordedExchanges} from '../../support/fixtures.ts';

const tlsFolder = new URL('../../support/tls/', import.meta.url).pathname;
const pem = (name: string) => readFileSync(tlsFolder + name);
const status = fixture('6.5.0/sync/running.json');
const undo: (() => void)[] = [];

afterEach(() => {
	for (const one of undo.splice(0).reverse()) one();
});

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A server that misbehaves as it is told; `host:port` and the requests that it saw. */
async function serve(listener: Listener, {secure = false, clientCa = false} = {}) {
	const seen: string[] = [];
	const handle: Listener = (request, response) => {
		let body = '';
		request.on('data', chunk => {
			body += chunk;
		});
		request.on('end', () => {
			seen.push(`${request.method} ${request.url} ${body}`.trim());
			listener(request, response);
		});
	};
	const tls = {cert: pem('cert.pem'), key: pem('key.pem')};
	const server = secure
		? https.createServer(
				{...tls, ...(clientCa && {ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: true})},
				handle,
			)
		: http.createServer(handle);
	const master = await listen(server);
	undo.push(() => server.closeAllConnections());
	return {master, seen, server};
}

async function listen(server: net.Server): Promise<string> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	undo.push(() => server.close());
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return `127.0.0.1:${address.port}`;
}

/** A port on which nobody listens. */
async function nobody(): Promise<string> {
	const server = net.createServer();
	const master = await listen(server);
	await new Promise(resolve => server.close(resolve));
	return master;
}

function client(masters: readonly string[], options: Partial<DmClientOptions> = {}): DmClient {
	const created = createDmClient({masters, now: () => performance.now(), ...options});
	undo.push(created.close);
	return created;
}

async function failure(promise: Promise<unknown>): Promise<DmError> {
	const error = await promise.then(
		value => value,
		(reason: unknown) => reason,
	);
	if (!(error instanceof DmError)) throw new Error(`expected a DmError, received ${String(error)}`);
	return error;
}

const answer =
	(body: string, {code = 200, type = 'application/json', headers = {}} = {}): Listener =>
	(_, response) =>
		response.writeHead(code, {'content-type': type, ...headers}).end(body);

const packed =
	(encoding: string, body: Buffer): Listener =>
	(_, response) =>
		response.writeHead(200, {'content-encoding': encoding}).end(body);

describe('what a master answers', () => {
	test.each([
		['gzip', gzipSync(status)],
		['X-GZIP', gzipSync(status)],
		['deflate', deflateSync(status)],
		['deflate', deflateRawSync(status)],
		['br', brotliCompressSync(status)],
		['identity', Buffer.from(status)],
	])('a status that a proxy packed as %s', async (encoding, body) => {
		const {master} = await serve(packed(encoding, body));
		const reading = await client([master]).readStatus();
		expect(reading.cluster.sources).toHaveLength(3);
		expect(reading.body.toString()).toBe(status);
	});

	test('a status with a mark of the byte order before it', async () => {
		const {master} = await serve(answer(`\ufeff${status}`));
		expect((await client([master]).readStatus()).cluster.sources).toHaveLength(3);
	});

	test('a status, with its bytes', async () => {
		let clock = 0;
		const {master, seen} = await serve(answer(status));
		const reading = await client([master], {now: () => (clock += 7)}).readStatus();
		expect(reading).toMatchObject({master, tookMs: 7, bodyBytes: Buffer.byteLength(status)});
		expect(reading.cluster.sources).toHaveLength(3);
		expect(reading.body.toString()).toBe(status);
		expect(seen).toEqual(['GET /apis/v1alpha1/status/']);
	});

	test('version, members, configuration', async () => {
		const bodies: Record<string, string> = {
			'/status': fixture('6.5.0/empty/version.txt'),
			'/apis/v1alpha1/members': fixture('6.5.0/sync/members.json'),
			'/apis/v1alpha1/tasks/orders_merge?type=1': fixture('6.5.0/sync/task-config.json'),
		};
		const {master} = await serve((request, response) => response.end(bodies[request.url ?? ''] ?? 'nothing'));
		const dm = client([master]);
		expect(await dm.readVersion()).toMatchObject({value: 'v6.5.0', master});
		expect((await dm.readMembers()).value.workers).toHaveLength(4);
		expect((await dm.readTaskConfig('orders_merge')).value).toMatchObject({mode: 'all', target: '127.0.0.1:4000'});
	});

	test('every source, also one without a worker', async () => {
		const {master, seen} = await serve(
			answer(fixture('cases/real/2.0.7-unbound-source-oneshot/sources-op4-show.json')),
		);
		expect((await client([master]).readSources()).value).toEqual([
			{
				source: 'mysql-replica-03',
				worker: null,
				message: 'source is added but there is no free worker to bound',
			},
			{source: 'mysql-replica-01', worker: 'worker1', message: null},
			{source: 'mysql-replica-02', worker: 'worker4', message: null},
		]);
		expect(seen).toEqual(['PUT /apis/v1alpha1/sources {"op":4}']);
	});

	test('being shown the sources is a question: another master may be asked, and a closed connection is no failure', async () => {
		const broken = await serve(request => request.socket.destroy());
		let dropped = 0;
		const good = await serve((request, response) => {
			if (dropped++ === 1) request.socket.destroy();
			else response.end('{"result":true,"msg":"","sources":[]}');
		});
		const dm = client([broken.master, good.master]);
		expect(await dm.readSources()).toMatchObject({value: [], master: good.master});
		expect(await dm.readSources()).toMatchObject({value: [], master: good.master});
		expect(dropped).toBe(3);
	});

	test('a refusal to show the sources', async () => {
		const {master} = await serve(answer('{"result":false,"msg":"no leader yet","sources":[]}'));
		const error = await failure(client([master]).readSources());
		expect(error).toMatchObject({kind: 'result-false', message: expect.stringContaining('refused: no leader yet')});
	});

	test('one connection serves many questions, and a kept one that was closed is no failure', async () => {
		const {master, server} = await serve(answer(status));
		let connections = 0;
		server.on('connection', () => connections++);
		const dm = client([master]);
		await dm.readStatus();
		await dm.readStatus();
		expect(connections).toBe(1);
		server.removeAllListeners('request');
		let dropped = 0;
		server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
			if (dropped++ === 0) request.socket.destroy();
			else response.end(status);
		});
		expect((await dm.readStatus()).cluster.sources).toHaveLength(3);
		expect(dropped).toBe(2);
	});
});

describe('what else may come', () => {
	const cases: readonly [string, Listener, string, string, number | null][] = [
		[
			'a route that is not there, from 2.0 on',
			answer(fixture('6.5.0/empty/unknown-route.json'), {code: 501}),
			'http',
			'HTTP 501: Not Implemented',
			501,
		],
		[
			'a route that is not there, 1.0',
			answer('Not Found\n', {code: 404, type: 'text/plain'}),
			'http',
			'HTTP 404: Not Found',
			404,
		],
		[
			'an internal error',
			answer('{"code":13,"message":"etcd\\u001b[2J is gone"}', {code: 500}),
			'http',
			'HTTP 500: etcd? is gone',
			500,
		],
		['an empty error', answer('', {code: 503}), 'http', 'HTTP 503', 503],
		[
			'a follower without leader',
			answer(
				'{"code":2,"message":"[code=38043:class=dm-master], Message: master is not leader, and can\'t forward request to leader"}',
				{code: 500},
			),
			'not-leader',
			'it is not the leader and cannot forward to it (38043)',
			500,
		],
		[
			'a redirect',
			answer('', {code: 302, headers: {location: 'http://login/'}}),
			'http',
			'HTTP 302, a redirect to http://login/',
			302,
		],
		[
			'a web page',
			answer('<!DOCTYPE html><title>It works!</title>', {type: 'text/html'}),
			'html',
			'received a web page "It works!", expected JSON',
			200,
		],
		[
			'an error page',
			answer('<html><body>no</body></html>', {code: 502}),
			'html',
			'HTTP 502 with a web page, expected JSON',
			502,
		],
		['plain text', answer('hello\nworld'), 'not-json', 'received "hello", expected JSON', 200],
		['nothing', answer(''), 'not-json', 'received an empty answer, expected JSON', 200],
		['half a JSON', answer(status.slice(0, 1000)), 'truncated', 'received JSON that breaks off after 1000 bytes', 200],
		[
			'half a text in JSON',
			answer('{"result": true, "ms'),
			'truncated',
			'received JSON that breaks off after 20 bytes',
			200,
		],
		['broken JSON', answer('{"result": nope}'), 'not-json', 'received "{"result": nope}", expected JSON', 200],
		[
			'a connection that breaks midway',
			(_, response) => {
				response.writeHead(200, {'content-length': 500});
				response.write('{"result":true', () => response.destroy());
			},
			'truncated',
			'the answer broke off after 14 bytes',
			null,
		],
		[
			'a connection closed before an answer',
			request => request.socket.destroy(),
			'reset',
			'the connection was closed before an answer, as a port with TLS does: then https:// before its address, or --ssl-ca',
			null,
		],
		[
			'what a port with TLS answers',
			(_, response) => {
				response.writeHead(400);
				response.end('Client sent an HTTP request to an HTTPS server.\n');
			},
			'http',
			'it speaks TLS: https:// before its address, or --ssl-ca',
			400,
		],
		[
			'what a proxy with TLS answers',
			(_, response) => {
				response.writeHead(400, {'content-type': 'text/html'});
				response.end('<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>');
			},
			'http',
			'it speaks TLS: https:// before its address, or --ssl-ca',
			400,
		],
		[
			'a refusal',
			answer('{"result":false,"msg":"no leader yet","sources":[]}'),
			'result-false',
			'refused: no leader yet',
			200,
		],
		[
			'another program',
			answer('{"status":"ok","uptime":5}'),
			'unexpected',
			'received an object with "status", "uptime", expected',
			200,
		],
		["dmctl's list", answer(fixture('docs-1.0/list.json')), 'unexpected', "this is dmctl's task list", 200],
		[
			'JSON in UTF-16',
			(_, response) => response.end(Buffer.from('\ufeff{}', 'utf16le')),
			'not-json',
			'received text in UTF-16, expected JSON in UTF-8',
			200,
		],
		[
			'a NUL byte behind the JSON',
			answer('{"result":true}\0'),
			'not-json',
			'received a text with a NUL byte at its end, expected JSON',
			200,
		],
		[
			'a second answer behind the first',
			answer('{"result":true}\n{"result":false}'),
			'not-json',
			'received JSON with something behind its end, which begins with "{"result":false}"',
			200,
		],
		[
			'gzip that nobody told of',
			(_, response) => response.end(gzipSync(status)),
			'not-json',
			'received a gzip file without the header that says so',
			200,
		],
		[
			'text that is told to be gzip',
			answer('{}', {headers: {'content-encoding': 'gzip'}}),
			'unexpected',
			'received an answer that says it is packed as "gzip" and is not',
			200,
		],
		[
			'half of a gzip file',
			packed('gzip', gzipSync(status).subarray(0, 200)),
			'truncated',
			'received an answer packed as "gzip" that breaks off after 200 bytes',
			200,
		],
		[
			'packed in a way that nobody knows',
			answer('{}', {headers: {'content-encoding': 'zstd\u00a0'}}),
			'unexpected',
			'received an answer packed as "zstd", which dmtop cannot unpack',
			200,
		],
		[
			'a small answer that unpacks to a huge one',
			packed('gzip', gzipSync(' '.repeat(10_000_000))),
			'too-large',
			'an answer of more than 64 KiB once unpacked (gzip)',
			200,
		],
		[
			'an answer too large for the master',
			answer('{"code":8,"message":"grpc: received message larger than max (6069063 vs. 4194304)"}', {code: 429}),
			'too-large',
			'the answer is too large for the master itself (6069063 bytes, and it takes 4194304)',
			429,
		],
		[
			'the same of an older one',
			answer('{"error":"grpc: received message larger than max","code":8,"message":"larger than max"}', {code: 500}),
			'too-large',
			'the answer is too large for the master itself',
			500,
		],
		['too much', answer(`"${'x'.repeat(70_000)}"`), 'too-large', 'an answer of more than 64 KiB', null],
		[
			'too much, without saying so',
			(_, response) => {
				for (let i = 0; i < 70; i++) response.write('x'.repeat(1000));
				response.end();
			},
			'too-large',
			'an answer of more than 64 KiB',
			null,
		],
		['no answer', () => {}, 'timeout', 'no answer within 0.05 s', null],
		[
			'an answer without end',
			(_, response) => {
				response.write('{');
			},
			'timeout',
			'no answer within 0.05 s',
			null,
		],
	];

	test.each(cases)('%s', async (name, listener, kind, problem, httpStatus) => {
		const {master} = await serve(listener);
		const timeouts = name.includes('answer') && kind === 'timeout' ? {answerMs: 50} : {};
		const error = await failure(client([master], {timeouts, maxBytes: 65_536}).readStatus());
		expect(error.message).toContain(`GET /apis/v1alpha1/status/ of ${master}: ${problem}`);
		expect(error).toMatchObject({kind, httpStatus, sent: true});
	});

	test('nobody listens', async () => {
		const master = await nobody();
		const error = await failure(client([master]).readStatus());
		expect(error.message).toBe(`GET /apis/v1alpha1/status/ of ${master}: connection refused`);
		expect(error).toMatchObject({kind: 'refused', sent: false});
	});

	test('something that is not HTTP', async () => {
		const master = await listen(net.createServer(socket => socket.end('SSH-2.0-OpenSSH_9\r\n')));
		const error = await failure(client([master]).readStatus());
		expect(error).toMatchObject({kind: 'unexpected'});
		expect(error.message).toContain('received something that is not HTTP');
	});

	test('a server that goes over to another protocol', async () => {
		const head = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
		const master = await listen(net.createServer(socket => socket.on('error', () => {}).write(head)));
		const error = await failure(client([master]).readStatus());
		expect(error).toMatchObject({kind: 'unexpected', sent: true});
		expect(error.message).toContain(`of ${master}: received HTTP 101 (another protocol from here on)`);
	});

	test('a connection that does not come to stand', async () => {
		// A TLS handshake that nobody answers is the part of connecting that loopback can hold up.
		const server = net.createServer(socket => undo.push(() => socket.destroy()));
		const master = await listen(server);
		const error = await failure(client([`https://${master}`], {timeouts: {connectMs: 50}}).readStatus());
		expect(error.message).toContain(`of ${master}: no connection within 0.05 s`);
		expect(error).toMatchObject({kind: 'timeout', sent: false});
	});

	test('the version of another program', async () => {
		const {master} = await serve(answer('<html>x</html>', {type: 'text/html'}));
		expect((await failure(client([master]).readVersion())).message).toContain(
			'received "<html>x</html>", expected a line with "Release Version:"',
		);
	});
});

describe('canceled', () => {
	test('before', async () => {
		const {master, seen} = await serve(answer(status));
		const error = await failure(client([master]).readStatus({signal: AbortSignal.abort()}));
		expect(error).toMatchObject({kind: 'canceled', sent: false});
		expect(seen).toEqual([]);
	});

	test('while the answer is awaited; no other master is asked', async () => {
		const controller = new AbortController();
		const first = await serve(() => controller.abort());
		const second = await serve(answer(status));
		const error = await failure(client([first.master, second.master]).readStatus({signal: controller.signal}));
		expect(error).toMatchObject({kind: 'canceled', sent: true});
		expect(second.seen).toEqual([]);
	});

	test('while it streams', async () => {
		const controller = new AbortController();
		const {master} = await serve((_, response) => {
			response.write('{"result":', () => controller.abort());
		});
		expect(await failure(client([master]).readStatus({signal: controller.signal}))).toMatchObject({kind: 'canceled'});
	});
});

describe('several masters', () => {
	test('the next one is asked, and stays the first', async () => {
		const gone = await nobody();
		const follower = await serve(answer('{"message":"master is not leader"}', {code: 500}));
		const good = await serve(answer(status));
		const dm = client([gone, follower.master, good.master]);
		expect((await dm.readStatus()).master).toBe(good.master);
		expect((await dm.readStatus()).master).toBe(good.master);
		expect(follower.seen).toHaveLength(1);
		expect(good.seen).toHaveLength(2);
		good.server.close();
		good.server.closeAllConnections();
		const error = await failure(dm.readStatus());
		expect(error.tries.map(({master}) => master)).toEqual([good.master, gone, follower.master]);
		expect(error.message).toMatch(/: connection refused; .*: connection refused; .*: it is not the leader/);
	});

	test('a refusal is the word of DM: nobody else is asked', async () => {
		const first = await serve(answer('{"result":false,"msg":"no","sources":[]}'));
		const second = await serve(answer(status));
		expect(await failure(client([first.master, second.master]).readStatus())).toMatchObject({kind: 'result-false'});
		expect(second.seen).toEqual([]);
	});

	test('beside one that keeps silent the next is asked, and stays the first', async () => {
		const hanging = await serve(() => {});
		const before: number[] = [];
		const good = await serve((request, response) => {
			before.push(hanging.seen.length);
			answer(status)(request, response);
		});
		const dm = client([hanging.master, good.master], {timeouts: {silenceMs: 20}});
		expect((await dm.readStatus()).master).toBe(good.master);
		expect((await dm.readStatus()).master).toBe(good.master);
		// The second time it is asked first.
		expect(before).toEqual([1, 1]);
	});

	test('two that keep silent, one that does not let in and one that answers', async () => {
		const hanging = [await serve(() => {}), await serve(() => {})];
		const gone = await nobody();
		const good = await serve(answer(status));
		const masters = [...hanging.map(({master}) => master), gone, good.master];
		const dm = client(masters, {timeouts: {silenceMs: 20}});
		expect((await dm.readStatus()).master).toBe(good.master);
		expect(good.seen).toHaveLength(1);
	});

	test('the slow one still counts where it answers first', async () => {
		const waiting: (() => void)[] = [];
		const slow = await serve((_, response) => waiting.push(() => response.end(status)));
		const hanging = await serve(() => {
			for (const go of waiting) go();
		});
		const dm = client([slow.master, hanging.master], {timeouts: {silenceMs: 20}});
		expect((await dm.readStatus()).master).toBe(slow.master);
		expect(hanging.seen).toHaveLength(1);
	});

	test('where all keep silent, each is named', async () => {
		const hanging = [await serve(() => {}), await serve(() => {})];
		const masters = hanging.map(({master}) => master);
		const error = await failure(client(masters, {timeouts: {silenceMs: 10, answerMs: 60}}).readStatus());
		expect(error.tries.map(({master, kind}) => `${master} ${kind}`)).toEqual(masters.map(it => `${it} timeout`));
	});

	test('each master that is asked for states is admitted first', async () => {
		const admitted: (StatusQuestion | boolean)[] = [];
		const hanging = await serve(() => {});
		const good = await serve(answer(status));
		const dm = client([hanging.master, good.master], {
			timeouts: {silenceMs: 20},
			async admit(question, _, again) {
				admitted.push(question, again);
			},
		});
		await dm.readStatus({only: {shape: 'sources', names: ['a', 'b c']}});
		expect(good.seen[0]).toBe('GET /apis/v1alpha1/status/?sources=a&sources=b%20c');
		expect(admitted).toEqual([{type: 'some', names: ['a', 'b c']}, false, {type: 'some', names: ['a', 'b c']}, true]);
	});
});

describe('operations', () => {
	const pause = {task: 'orders', op: 'pause', shape: 'sources', targets: []} as const;

	test.each([
		[pause, 'PUT /apis/v1alpha1/tasks/orders {"op":2,"sources":[]}'],
		[{...pause, op: 'resume', targets: ['s 1']} as const, 'PUT /apis/v1alpha1/tasks/orders {"op":3,"sources":["s 1"]}'],
		[
			{...pause, op: 'stop', shape: 'workers', targets: ['w:1']} as const,
			'PUT /apis/v1alpha1/tasks/orders {"op":1,"workers":["w:1"]}',
		],
		[
			{...pause, op: 'delete', task: 'a:c ?ü%'} as const,
			'PUT /apis/v1alpha1/tasks/a%3Ac%20%3F%C3%BC%25: {"op":7,"sources":[]}',
		],
	])('%j', async (operation, expected) => {
		const {master, seen} = await serve(answer(fixture('6.5.0/operations/pause.json')));
		const {value} = await client([master]).operate(operation);
		expect(value).toMatchObject({op: 'Pause', accepted: true, targets: [{source: 'mysql-replica-01', done: true}]});
		expect(seen).toEqual([expected]);
	});

	test('an answer of false is an answer', async () => {
		const {master} = await serve(answer(fixture('6.5.0/operations/pause-unknown-source.json')));
		expect((await client([master]).operate(pause)).value).toMatchObject({accepted: false, targets: []});
	});

	test.each(['', '\ud800'])('the name %j is refused before anything is sent', async task => {
		const {master, seen} = await serve(answer('{}'));
		const error = await failure(client([master]).operate({...pause, task}));
		expect(error).toMatchObject({kind: 'usage', sent: false});
		expect((await failure(client([master]).readTaskConfig(task))).kind).toBe('usage');
		expect(seen).toEqual([]);
	});

	test('another master is asked only where no connection stood', async () => {
		const gone = await nobody();
		const good = await serve(answer(fixture('6.5.0/operations/pause.json')));
		expect((await client([gone, good.master]).operate(pause)).master).toBe(good.master);
	});

	test.each<[string, Listener]>([
		['a connection closed', request => request.socket.destroy()],
		['no answer', () => {}],
		['an error', answer('{"message":"master is not leader"}', {code: 500})],
		['a web page', answer('<html></html>')],
	])('sent once, whatever comes: %s', async (what, listener) => {
		const first = await serve(listener);
		const second = await serve(answer(fixture('6.5.0/operations/pause.json')));
		const timeouts = {silenceMs: 5, ...(what === 'no answer' && {operationMs: 50})};
		const dm = client([first.master, second.master], {timeouts});
		expect(await failure(dm.operate(pause))).toMatchObject({sent: true, request: {method: 'PUT'}});
		// On a busy machine the time may be over before the master has read what was sent.
		while (first.seen.length === 0) await new Promise(setImmediate);
		expect(first.seen).toHaveLength(1);
		expect(second.seen).toEqual([]);
	});

	test('a kept connection is not used for an operation', async () => {
		const {master, server} = await serve((request, response) =>
			response.end(request.method === 'PUT' ? fixture('6.5.0/operations/pause.json') : status),
		);
		let connections = 0;
		server.on('connection', () => connections++);
		const dm = client([master]);
		await dm.readStatus();
		await dm.operate(pause);
		expect(connections).toBe(2);
	});
});

describe('TLS', () => {
	const ca = pem('ca.pem');
	const own = {cert: pem('cert.pem'), key: pem('key.pem')};

	test('a master whose authority is known, with and without a certificate of our own', async () => {
		const {master} = await serve(answer(status), {secure: true});
		expect((await client([master], {tls: {ca}}).readStatus()).master).toBe(master);
		const strict = await serve(answer(status), {secure: true, clientCa: true});
		expect((await client([strict.master], {tls: {ca, ...own}}).readStatus()).master).toBe(strict.master);
		expect(await failure(client([strict.master], {tls: {ca}}).readStatus())).toMatchObject({kind: 'tls'});
	});

	test('an unknown authority', async () => {
		const {master} = await serve(answer(status), {secure: true});
		const error = await failure(client([`https://${master}`]).readStatus());
		expect(error.message).toMatch(/: TLS failed: unable to verify the first certificate/);
		expect(error).toMatchObject({kind: 'tls', sent: false});
	});

	test('one side alone speaks TLS', async () => {
		const plain = await serve(answer(status));
		const error = await failure(client([plain.master], {tls: {ca}}).readStatus());
		expect(error).toMatchObject({kind: 'tls', sent: false});
		const secure = await serve(answer(status), {secure: true});
		expect((await failure(client([secure.master]).readStatus())).kind).toBe('reset');
	});

	test('files', async () => {
		const paths = {ca: `${tlsFolder}ca.pem`, cert: `${tlsFolder}cert.pem`, key: `${tlsFolder}key.pem`};
		expect(await readTls(paths)).toEqual({ca, ...own});
		expect(await readTls({})).toBeNull();
		await expect(readTls({cert: paths.cert})).rejects.toThrow('received only one of --ssl-cert and --ssl-key');
		await expect(readTls({ca: '/nowhere/ca.pem'})).rejects.toThrow('--ssl-ca: /nowhere/ca.pem cannot be read (ENOENT)');
		await expect(readTls({ca: `${tlsFolder}../fixtures.ts`})).rejects.toThrow('is no PEM file');
	});

	const [cert, key] = ['cert.pem', 'key.pem'];
	test.each([
		[{ca: key}, '--ssl-ca: key.pem holds a private key, expected a certificate'],
		[{cert: key, key: cert}, '--ssl-cert: key.pem holds a private key, expected a certificate'],
		[{cert, key: cert}, '--ssl-key: cert.pem holds a certificate, expected a private key'],
		[{cert: key, key}, '--ssl-cert: key.pem holds a private key, expected a certificate'],
		[{cert, key: 'other-key.pem'}, '--ssl-key: other-key.pem is not the key of the certificate in cert.pem'],
		[
			{cert, key: 'locked-key.pem'},
			'--ssl-key: locked-key.pem is protected by a passphrase, which dmtop does not ask for; expected a key without one',
		],
	])('files that are not what they are given as: %j', async (names, sentence) => {
		const paths = Object.fromEntries(Object.entries(names).map(([option, name]) => [option, tlsFolder + name]));
		const error = await readTls(paths).then(
			() => null,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(SetupError);
		expect(String((error as Error).message).replaceAll(tlsFolder, '')).toBe(sentence);
		expect(complaint(error).code).toBe(2);
	});

	test('a certificate of our own that another authority signed', async () => {
		const {master} = await serve(answer(status), {secure: true, clientCa: true});
		const stranger = {cert: pem('other-cert.pem'), key: pem('other-key.pem')};
		const error = await failure(client([master], {tls: {ca, ...stranger}}).readStatus());
		expect(error.message).toContain('the master may not accept the client certificate');
	});

	test('an authority that was named holds whatever the environment says', async () => {
		const {master} = await serve(answer(status), {secure: true});
		vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
		undo.push(() => vi.unstubAllEnvs());
		const error = await failure(client([master], {tls: {ca: pem('other-cert.pem')}}).readStatus());
		expect(error).toMatchObject({kind: 'tls', sent: false});
		expect(error.message).toContain('its authority is not known here');
	});
});

test('every recorded exchange is answered as it was recorded, or fails with a sentence', async () => {
	const recorded = recordedExchanges().filter(
		({path}) => path === '/apis/v1alpha1/members' || path.endsWith('/status/'),
	);
	let body = '';
	const {master} = await serve((_, response) => response.end(body));
	const dm = client([master]);
	for (const {file, path} of recorded) {
		body = fixture(file);
		if (path.endsWith('/members')) expect((await dm.readMembers()).value.leader).toBe('master1');
		else expect((await dm.readStatus()).bodyBytes).toBe(Buffer.byteLength(body));
	}
	expect(recorded.length).toBeGreaterThan(100);
});

test('masters that cannot be read are refused at once', () => {
	expect(() => client([])).toThrow('received no master, expected at least one');
	expect(() => client(['m:1', 'x y'])).toThrow('received "x y" as a master');
});
