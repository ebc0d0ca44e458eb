import {describe, expect, test} from 'vitest';
import {route} from '../../src/simulator/routes.ts';
import type {DmVersion} from '../../src/simulator/world/model.ts';
import {fixture, lab, recorded, recordedOn, told, versions} from './lab.ts';

/** A line of a recording's index. */
type Line = {
	readonly file: string;
	readonly method?: string;
	readonly path: string;
	readonly body?: unknown;
	readonly httpStatus: number;
	readonly contentType?: string;
};

/** Requests to which a master answers the same whatever its cluster looks like: byte for byte. */
const files = [
	'status-unknown-task',
	'status-without-slash',
	'unknown-route',
	'bad-json',
	'bad-op',
	'pause-unknown-task',
	'resume-unknown-task',
	'stop-unknown-task',
] as const;

function check(dm: DmVersion, scenario: string, name: string) {
	const index = fixture(`${recorded[dm]}/${scenario}/index.jsonl`).trim().split('\n');
	const lines = index.map((line): Line => JSON.parse(line)).filter(({file}) => file.replace(/\.\w+$/, '') === name);
	expect(lines).toHaveLength(1);
	for (const {file, method = 'GET', path, body, httpStatus, contentType} of lines) {
		const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
		const {answer} = route(lab(dm), {method, url: path, body: text});
		expect(answer.body).toBe(fixture(`${recorded[dm]}/${scenario}/${file}`));
		expect(answer.status).toBe(httpStatus);
		expect(answer.contentType).toBe(contentType);
	}
}

describe('odd requests are answered as recorded', () => {
	for (const dm of versions) {
		for (const name of files) test(`${dm}: ${name}`, () => check(dm, 'empty', name));
		for (const name of ['pause-empty-name', 'pause-unknown-source', 'old-stop-op']) {
			if (recordedOn('operations/index.jsonl', [dm]).length === 0) continue;
			test(`${dm}: ${name}`, () => check(dm, 'operations', name));
		}
		test(`${dm}: version`, () => {
			const {answer} = route(lab(dm), {method: 'GET', url: '/status', body: ''});
			const [release, ...others] = answer.body.split('\n');
			expect(release).toBe(`Release Version: ${told[dm]}`);
			// The recorded builds of the newer two call their commit `port`.
			const real = fixture(`${recorded[dm]}/empty/version.txt`).replace('Hash: port', 'Hash: None');
			expect(others).toEqual(real.split('\n').slice(1));
			expect(answer).toMatchObject({status: 200, contentType: 'text/plain'});
		});
	}

	test('1.0 has no members and no task configuration', () => {
		for (const url of ['/apis/v1alpha1/members', '/apis/v1alpha1/tasks/billing?type=1']) {
			const {answer} = route(lab('1.0'), {method: 'GET', url, body: ''});
			expect(answer).toEqual({status: 404, contentType: 'text/plain; charset=utf-8', body: 'Not Found\n'});
		}
	});

	for (const dm of ['2.0', '6.5', '8.5', '26.3'] as const) {
		test(`${dm}: the task's configuration has the recorded keys, as far as it goes`, () => {
			const {answer} = route(lab(dm), {method: 'GET', url: '/apis/v1alpha1/tasks/orders_merge?type=1', body: ''});
			const real = JSON.parse(fixture(`${recorded[dm]}/sync/task-config.json`)).cfg.split('\n');
			const mine: string[] = JSON.parse(answer.body).cfg.split('\n');
			const said = ['name: orders_merge', 'task-mode: all', 'shard-mode: pessimistic', "  password: '******'"];
			const listed = [
				'- source-id: mysql-replica-01',
				'- source-id: mysql-replica-02',
				'- source-id: mysql-replica-03',
			];
			expect(mine).toEqual(expect.arrayContaining([...said, ...listed]));
			const keys = (lines: readonly string[]) => new Set(lines.map(line => line.replace(/: .*$/, ':')));
			expect([...keys(mine)].filter(key => !keys(real).has(key) && !/load-|-0\d|do-dbs|expression/.test(key))).toEqual(
				[],
			);
		});
	}
});
