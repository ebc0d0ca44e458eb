import {describe, expect, test} from 'vitest';
import {createAnonymizer} from '../../../src/commands/record/anonymous.ts';
import {createRecorder} from '../../../src/commands/record/recorder.ts';

function recording({limitBytes = 1e6, anonymous = false} = {}) {
	const lines: string[] = [];
	let nowMs = 5_000;
	const recorder = createRecorder({
		write: line => lines.push(line),
		now: () => nowMs,
		limitBytes,
		anonymous: anonymous ? createAnonymizer() : null,
	});
	const answer = (asked: string, body: unknown, status = 200) =>
		recorder.onAnswer(asked, {status, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))});
	return {
		...recorder,
		answer,
		lines: () => lines.map(line => JSON.parse(line)),
		text: () => lines.join(''),
		pass: (ms: number) => {
			nowMs += ms;
		},
	};
}

const wholeStatus = 'GET /apis/v1alpha1/status/';
const status = (...sources: readonly string[]) => ({
	result: true,
	msg: '',
	sources: sources.map(source => ({result: true, sourceStatus: {source, worker: `w-${source}`}, subTaskStatus: []})),
});

describe('a recording', () => {
	test('has a line for each status, and for each other answer that is new', () => {
		const it = recording();
		it.answer('GET /apis/v1alpha1/members', {members: []});
		it.answer(wholeStatus, status('a'));
		it.asked(null);
		it.pass(1000);
		it.answer('GET /apis/v1alpha1/members', {members: []});
		it.answer('GET /apis/v1alpha1/status/orders', status('a'));
		it.answer(wholeStatus, status('a', 'b'));
		it.asked(null);
		it.pass(1000);
		it.asked('nobody answers');
		expect(it.lines()).toEqual([
			{atMs: 0, asked: 'GET /apis/v1alpha1/members', status: 200, body: {members: []}},
			{atMs: 0, status: 200, body: status('a')},
			{atMs: 1000, status: 200, body: status('a', 'b')},
			{atMs: 2000, error: 'nobody answers'},
		]);
		expect(it.statuses()).toBe(3);
		expect(it.bytes()).toBe(Buffer.byteLength(it.text()));
	});

	test('joins the parts of a status, also where the whole was too large', () => {
		const it = recording();
		it.answer(wholeStatus, {code: 8, message: 'grpc: received message larger than max'}, 429);
		it.answer(`${wholeStatus}?sources=a`, status('a'));
		it.answer(`${wholeStatus}?sources=b`, status('b'));
		it.asked(null);
		expect(it.lines()).toEqual([{atMs: 0, status: 200, body: status('a', 'b')}]);
	});

	test('steers no terminal that shows it, and says the same', () => {
		const hostile = 'a\u001B[31m\u009B2J\u202Eb\u007F';
		const it = recording();
		it.answer(wholeStatus, status(hostile));
		it.asked(null);
		expect(it.text()).toMatch(/^[\x20-\x7e]*\n$/);
		expect(it.lines()[0].body).toEqual(status(hostile));
	});

	test('never has more bytes than it may', () => {
		const it = recording({limitBytes: 700});
		for (let poll = 0; poll < 20; poll++) {
			it.answer(wholeStatus, status(`s-${poll}`, 'ünïcödé'));
			it.asked(null);
		}
		expect(it.isFull()).toBe(true);
		expect(Buffer.byteLength(it.text())).toBeLessThanOrEqual(700);
		expect(it.lines().length).toBeGreaterThan(1);
	});
});

/** Each gives `hunter2` away in another way; what is beside it has to stay. */
const secrets: readonly (readonly [string, unknown, string?])[] = [
	['a configuration', {cfg: 'name: x\ntarget-database:\n  host: h\n  password: hunter2\n  port: 4000\n'}, 'port: 4000'],
	['a folded one', {cfg: 'from:\n  password: >-\n    hunter2\n  user: u\n'}, 'user: u'],
	['one in a row', {cfg: 'a: 1\nfrom: {host: h, password: "hunter2", user: u}\n'}, 'user: u'],
	['a key of a certificate', {cfg: 'security:\n  ssl-key-bytes: hunter2\n  ssl-ca: ca\n'}, 'ssl-ca: ca'],
	['a member', {password: 'hunter2', user: 'u'}, 'u'],
	['a member of a member', {from: {PassWord: {value: 'hunter2'}, port: 1}}, 'port'],
	['a token', {list: [{'auth-token': 'hunter2'}, 'next']}, 'next'],
	['an address of MySQL', {message: 'dial root:hunter2@tcp(10.0.0.1:3306)/db failed'}, 'tcp(10.0.0.1:3306)/db failed'],
	['an address of a store', {message: 'open s3://u:hunter2@bucket/path'}, 'bucket/path'],
	['a statement', {message: "CREATE USER 'u' IDENTIFIED BY 'hunter2' REQUIRE SSL"}, 'REQUIRE SSL'],
	['one with a plugin', {message: "ALTER USER u IDENTIFIED WITH mysql_native_password AS 'hunter2'"}, 'ALTER USER u'],
	['one that sets it', {message: "SET PASSWORD FOR 'u' = PASSWORD('hunter2') done"}, 'done'],
	['one with a quote in it', {message: "IDENTIFIED BY 'it''s hunter2' next"}, 'next'],
	['a setting', {message: 'connect failed: user=u password=hunter2 host=h'}, 'host=h'],
	['a setting in JSON in a text', {message: '{"user":"u","password":"hunter2","port":3306}'}, '3306'],
	['a header', {message: 'sent Authorization: Bearer hunter2.a-b_c== to h'}, 'to h'],
	['a private key', {message: 'x -----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY----- y'}, ' y'],
	['a broken private key', {message: 'x -----BEGIN PRIVATE KEY-----\nhunter2'}, 'x '],
	['no JSON at all', 'proxy says: password=hunter2; go away', 'go away'],
];

describe('no secret is written', () => {
	test.for(secrets)('of %s', ([, body, stays = '']) => {
		for (const anonymous of [false, true]) {
			const it = recording({anonymous});
			it.answer('GET /apis/v1alpha1/tasks/x?type=1', body as object);
			it.tell(typeof body === 'string' ? {text: body} : (body as Readonly<Record<string, unknown>>));
			expect(it.lines()).toHaveLength(2);
			expect(it.text()).not.toContain('hunter2');
			if (!anonymous) expect(it.text()).toContain(JSON.stringify(stays).slice(1, -1));
		}
	});
});

describe('an anonymous recording', () => {
	const body = {
		sources: [
			{
				sourceStatus: {source: 'mysql-prod-01', worker: 'worker-hz-1'},
				subTaskStatus: [
					{
						name: 'orders',
						stage: 'Running',
						unit: 'Sync',
						unresolvedDDLLockID: 'orders-`shop`.`customers`',
						result: {
							errors: [
								{
									ErrClass: 'database',
									Message:
										"mysql-prod-01: Duplicate entry 'jane@acme.example' for key 'PRIMARY' in `shop`.`customers` (`id`) at db7.acme.example:3306, 10.1.2.3, mysql-bin.000001, server-id 3",
								},
							],
						},
					},
				],
			},
		],
	};
	const names = /mysql-prod|worker-hz|orders|shop|customers|jane|acme|10\.1\.2\.3/;

	test('has other names, the same each time, and keeps what DM says', () => {
		const it = recording({anonymous: true});
		it.answer('GET /apis/v1alpha1/members', {
			members: [{worker: {workers: [{name: 'worker-hz-1', addr: 'w1.acme.example:8262', source: 'mysql-prod-01'}]}}],
		});
		it.answer(wholeStatus, body);
		it.asked(null);
		it.answer('GET /apis/v1alpha1/tasks/orders?type=1', {
			cfg: 'name: orders\ntask-mode: all\nmysql-instances:\n  - source-id: mysql-prod-01\n    route-rules: [shop-route]\nroutes:\n  r:\n    schema-pattern: shop_*\n',
		});
		it.tell({events: [{task: 'orders', source: 'mysql-prod-01', text: 'orders: paused'}], masters: ['10.1.2.3:8261']});
		expect(it.text()).not.toMatch(names);
		const [, told, config] = it.lines();
		const [{sourceStatus, subTaskStatus}] = told.body.sources;
		expect(sourceStatus).toEqual({source: 'source-1', worker: 'member-1'});
		expect(subTaskStatus[0]).toMatchObject({name: 'task-1', stage: 'Running', unit: 'Sync'});
		expect(subTaskStatus[0].unresolvedDDLLockID).toBe('task-1-`schema-1`.`table-1`');
		expect(subTaskStatus[0].result.errors[0].Message).toMatch(
			/^source-1: Duplicate entry 'value-1' for key 'PRIMARY' in `schema-1`\.`table-1` \(`name-1`\) at 192\.0\.2\.\d+:3306, 192\.0\.2\.\d+, mysql-bin\.000001, server-id 3$/,
		);
		expect(config.asked).toBe('GET /apis/v1alpha1/tasks/task-1?type=1');
		expect(config.body.cfg).toContain('- source-id: source-1\n');
		expect(config.body.cfg).toContain("schema-pattern: '*'\n");
	});
});
