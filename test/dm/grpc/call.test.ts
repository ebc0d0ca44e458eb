import {readFileSync} from 'node:fs';
import http2 from 'node:http2';
import net, {type AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {createDmClient, type DmClientOptions} from '../../../src/dm/ask/client.ts';
import {methods} from '../../../src/dm/grpc/methods.ts';
import {encodeMessage} from '../../../src/dm/grpc/protobuf.ts';
import type {GrpcReply} from '../../../src/simulator/grpc/serve.ts';
import {type SimulatorOptions, startSimulator} from '../../../src/simulator/server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

async function masterOf(options: Partial<SimulatorOptions> = {}) {
	const simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, now: () => 0, ...options});
	closing.push(simulator.close);
	return simulator;
}

function clientOf(masters: readonly string[], options: Partial<DmClientOptions> = {}) {
	const client = createDmClient({masters, now: () => 0, ...options});
	closing.push(() => client.close());
	return client;
}

/** A server that answers each connection with these bytes, as something that is no dm-master. */
async function rawServer(onConnection: (socket: net.Socket) => void): Promise<string> {
	const sockets: net.Socket[] = [];
	const server = net.createServer(socket => {
		sockets.push(socket);
		socket.on('error', () => {});
		socket.resume();
		onConnection(socket);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const noLocks = encodeMessage(methods.showLocks.sources.answer, {result: true, msg: 'no DDL lock exists', locks: []});
const told = (bytes: Buffer): GrpcReply => ({type: 'message', bytes});

describe('calling a master', () => {
	test('HTTP and gRPC come over one port', async () => {
		const {url, control} = await masterOf();
		const client = clientOf([url]);
		const [locks, version] = await Promise.all([client.readLocks('sources'), client.readVersion()]);
		expect([locks.value.map(({id}) => id), version.value]).toEqual([['coupon_opt-`promo`.`coupons`'], 'v6.5.0']);
		expect(control.calls()).toEqual(['/pb.Master/ShowDDLLocks']);
	});

	test('a master that is not there is passed over for the next one', async () => {
		const {url} = await masterOf();
		const told = await clientOf(['127.0.0.1:1', url]).readLocks('sources');
		expect(told.master).toBe(url.replace('http://', ''));
	});

	test('a method that the version lacks is said to be one, and another master is not asked', async () => {
		const {url, control} = await masterOf({dm: '2.0'});
		const asked = clientOf([url, url]).act({
			via: 'gRPC',
			method: 'startValidation',
			generation: 'sources',
			values: {taskName: 'orders', sources: ['orders-01']},
		});
		await expect(asked).rejects.toMatchObject({
			kind: 'no-method',
			message: expect.stringContaining('gRPC 12: unknown method StartValidation for service pb.Master'),
		});
		expect(control.calls()).toHaveLength(1);
	});

	test('a proxy that passes HTTP/1 only is told from a master', async () => {
		const {url} = await masterOf({grpc: false});
		await expect(clientOf([url]).readLocks('sources')).rejects.toMatchObject({
			kind: 'unexpected',
			message: expect.stringContaining('received something that is not gRPC, expected gRPC'),
		});
	});

	test('a server of something else is told from a master', async () => {
		const address = await rawServer(socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
		await expect(clientOf([address]).readLocks('sources')).rejects.toMatchObject({
			message: expect.stringContaining('expected gRPC'),
		});
	});

	test('HTTP/2 that is no gRPC is told from a master', async () => {
		const server = http2.createServer((_, response) => {
			response.writeHead(502, {'content-type': 'text/html'});
			response.end('<h1>Bad gateway</h1>');
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => server.close());
		const client = clientOf([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
		await expect(client.readLocks('sources')).rejects.toThrow('received HTTP 502, expected gRPC');
	});

	test('who says nothing is waited for no longer than it is given', async () => {
		const address = await rawServer(() => {});
		const client = clientOf([address], {timeouts: {answerMs: 50, silenceMs: 1000}});
		await expect(client.readLocks('sources')).rejects.toMatchObject({kind: 'timeout'});
	});

	test('who cuts the connection leaves an act unknown, and it is not sent again', async () => {
		const {url, control} = await masterOf();
		control.interceptCall(() => 'drop');
		const act = clientOf([url, url]).act({
			via: 'gRPC',
			method: 'operateRelay',
			generation: 'sources',
			values: {op: 2, sources: ['orders-02']},
		});
		await expect(act).rejects.toMatchObject({name: 'DmError', sent: true});
		expect(control.calls()).toHaveLength(1);
	});

	test('an answer that is too large is broken off', async () => {
		const {url, control} = await masterOf();
		control.interceptCall(() => told(Buffer.alloc(200_000)));
		const client = clientOf([url], {maxBytes: 100_000});
		await expect(client.readLocks('sources')).rejects.toMatchObject({kind: 'too-large'});
	});

	test('an error of gRPC is told with its code and text', async () => {
		const {url, control} = await masterOf();
		control.interceptCall(() => ({type: 'error', code: 14, text: 'no leader: элект'}));
		await expect(clientOf([url]).readLocks('sources')).rejects.toThrow('gRPC 14: no leader: элект');
	});

	test('bytes that are no message are refused with a sentence', async () => {
		const {url, control} = await masterOf();
		control.interceptCall(() => told(Buffer.from([0x0a, 0x09, 0x01])));
		await expect(clientOf([url]).readLocks('sources')).rejects.toThrow(/received .* expected a message of dm-master/);
	});

	test('an empty answer is one without locks that DM refused', async () => {
		const {url, control} = await masterOf();
		control.interceptCall(() => told(Buffer.alloc(0)));
		await expect(clientOf([url]).readLocks('sources')).rejects.toMatchObject({kind: 'result-false'});
		control.interceptCall(() => told(noLocks));
		expect((await clientOf([url]).readLocks('sources')).value).toEqual([]);
	});

	test('an aborted question ends at once', async () => {
		const address = await rawServer(() => {});
		const gone = new AbortController();
		const asked = clientOf([address]).readLocks('sources', {signal: gone.signal});
		gone.abort();
		await expect(asked).rejects.toMatchObject({kind: 'canceled'});
	});
});

const pem = (name: string) => readFileSync(fileURLToPath(new URL(`../../support/tls/${name}.pem`, import.meta.url)));

describe('calling a master over TLS', () => {
	async function secureMaster(): Promise<string> {
		const server = http2.createSecureServer({
			key: pem('key'),
			cert: pem('cert'),
			ca: pem('ca'),
			requestCert: true,
			rejectUnauthorized: true,
		});
		server.on('stream', stream => {
			stream.respond({':status': 200, 'content-type': 'application/grpc'}, {waitForTrailers: true});
			stream.on('wantTrailers', () => stream.sendTrailers({'grpc-status': '0'}));
			const prefix = Buffer.alloc(5);
			prefix.writeUInt32BE(noLocks.length, 1);
			stream.end(Buffer.concat([prefix, noLocks]));
		});
		server.on('sessionError', () => {});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => server.close());
		return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	test('with the files of HTTPS', async () => {
		const client = clientOf([await secureMaster()], {tls: {ca: pem('ca'), cert: pem('cert'), key: pem('key')}});
		expect((await client.readLocks('sources')).value).toEqual([]);
	});

	test('without a certificate of its own it is not let in', async () => {
		const client = clientOf([await secureMaster()], {tls: {ca: pem('ca')}});
		await expect(client.readLocks('sources')).rejects.toMatchObject({kind: expect.stringMatching(/tls|reset/)});
	});

	test('of an authority that is not known', async () => {
		const client = clientOf([await secureMaster()], {tls: {cert: pem('cert'), key: pem('key')}});
		await expect(client.readLocks('sources')).rejects.toMatchObject({kind: 'tls', sent: false});
	});
});
