import {expect, test} from 'vitest';
import {type OperateAnswer, translateOperate} from '../../../src/dm/answer/operate.ts';
import {DmError, type Try} from '../../../src/dm/ask/error.ts';
import type {Told} from '../../../src/dm/ask/masters.ts';
import type {Operation} from '../../../src/dm/ask/ops.ts';
import {dmVersion} from '../../../src/domain/version.ts';
import type {AuditEntry} from '../../../src/gateway/operate/audit.ts';
import {createLedger} from '../../../src/gateway/operate/ledger.ts';
import {send} from '../../../src/gateway/operate/send.ts';
import {trustedVisitor} from '../../../src/gateway/serve/visitor.ts';
import {fixtureJson} from '../../support/fixtures.ts';

const part = {source: 'mysql-replica-03', worker: 'worker3'};
const invalidOp: OperateAnswer = {
	op: 'Stop',
	accepted: false,
	message: '[code=38041:class=dm-master:scope=internal:level=medium], Message: invalid op Stop on task',
	targets: [],
};
const stopped = translateOperate(fixtureJson('6.5.0/operations/stop-finished.json'));
const oldStopped = translateOperate(fixtureJson('2.0.7/operations/stop-finished.json'));

/** Has a task stopped by a master that answers so, one answer for each request. */
async function stop(version: string | null, ...answers: readonly (OperateAnswer | DmError | Error)[]) {
	const asked: string[] = [];
	const lines: AuditEntry[] = [];
	let heard = 0;
	const client = {
		async operate({op}: Operation): Promise<Told<OperateAnswer>> {
			asked.push(op);
			const answer = answers[asked.length - 1];
			if (answer === undefined) throw new Error('asked once too often');
			if (answer instanceof Error) throw answer;
			return {value: answer, master: 'm:8261', tookMs: 1};
		},
	};
	const audit = {path: '', write: (entry: AuditEntry) => void lines.push(entry), refuse() {}, settle() {}};
	const target = {task: 'inventory', sources: null, seen: []};
	const by = {user: null, host: null, sshClient: null};
	const {outcome, untouched} = await send(
		{id: '1', by, viewer: trustedVisitor('v'), cluster: [], operation: 'stop', target},
		{type: 'send', shape: 'sources', addressed: [part], targets: [], left: []},
		{
			client,
			ledger: createLedger(audit, {now: () => 0, wall: () => 0}, () => []),
			version: dmVersion(version, {shape: 'sources', tellsValidation: false}),
			onSending: () => {
				heard += 1;
			},
		},
	);
	const {outcome: word, message} = outcome;
	return {asked, outcome: word, message, lines: lines.map(line => line.outcome), heard, untouched};
}

function failed(more: Partial<Try>): DmError {
	return new DmError('PUT', '/tasks/inventory', [
		{master: 'm:8261', kind: 'timeout', problem: 'no answer within 45 s', sent: true, httpStatus: null, ...more},
	]);
}

test.each<[string, Parameters<typeof stop>, Awaited<ReturnType<typeof stop>>['asked'], string]>([
	['up to 5.4', ['v5.4.0', oldStopped], ['stop'], 'done'],
	['from 6.0', ['v6.0.0', stopped], ['delete'], 'done'],
	['unknown and older', [null, oldStopped], ['stop'], 'done'],
	['unknown and newer', [null, invalidOp, stopped], ['stop', 'delete'], 'done'],
	['a version that has become another', ['v5.4.0', invalidOp, stopped], ['stop', 'delete'], 'done'],
	['neither', [null, invalidOp, {...invalidOp, op: 'Delete'}], ['stop', 'delete'], 'failed'],
	['unknown, and no answer', [null, failed({})], ['stop'], 'unknown'],
	['unknown, and no answer to the second', [null, invalidOp, failed({})], ['stop', 'delete'], 'unknown'],
])('which number stops: %s', async (_, given, asked, outcome) => {
	const it = await stop(...given);
	expect(it).toMatchObject({asked, outcome, heard: 1});
});

test('what DM refuses before it does anything has touched nothing', async () => {
	expect((await stop(null, invalidOp, {...invalidOp, op: 'Delete'})).untouched).toEqual([part.source]);
	expect((await stop(null, invalidOp, stopped)).untouched).toEqual([]);
});

test('each request has its own two lines', async () => {
	expect((await stop(null, invalidOp, stopped)).lines).toEqual(['sending', 'refused', 'sending', 'done']);
});

test.each<[string, DmError | Error, string, RegExp]>([
	['no answer', failed({}), 'unknown', /^unknown, watching: .* no answer within 45 s$/],
	['cut', failed({kind: 'reset'}), 'unknown', /^unknown, watching/],
	['broken off', failed({kind: 'truncated'}), 'unknown', /^unknown, watching/],
	['a page', failed({kind: 'html', httpStatus: 200}), 'unknown', /^unknown, watching/],
	['canceled after sending', failed({kind: 'canceled'}), 'unknown', /^unknown, watching/],
	['a gateway gave up', failed({kind: 'http', httpStatus: 504}), 'unknown', /^unknown, watching/],
	['out of service', failed({kind: 'http', httpStatus: 503}), 'unknown', /^unknown, watching/],
	['no such route', failed({kind: 'http', httpStatus: 501}), 'failed', /^PUT/],
	['bad request', failed({kind: 'http', httpStatus: 400}), 'failed', /^PUT/],
	['a redirect', failed({kind: 'http', httpStatus: 301}), 'failed', /^PUT/],
	['no leader', failed({kind: 'not-leader', httpStatus: 500}), 'failed', /^PUT/],
	['nobody there', failed({kind: 'refused', sent: false}), 'refused', /^nothing was sent: /],
	['canceled before', failed({kind: 'canceled', sent: false}), 'refused', /^nothing was sent: /],
	['a mistake of ours', new Error('oops'), 'unknown', /^unknown, watching: oops$/],
])('what no answer means: %s', async (_, error, outcome, message) => {
	const it = await stop('v6.5.0', error);
	expect(it).toMatchObject({asked: ['delete'], outcome, message: expect.stringMatching(message)});
	expect(it.lines).toEqual(['sending', outcome]);
	// What was refused over HTTP did nothing; of what is unknown nobody can say so.
	expect(it.untouched).toEqual(outcome === 'failed' ? [part.source] : []);
});
