import {translateCheck} from '../../src/dm/answer/acts/check.ts';
import {translateServerLocks} from '../../src/dm/answer/acts/server-locks.ts';
import {translateOperate, translateStart} from '../../src/dm/answer/operate.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {type ActRequest, actRequest} from '../../src/dm/ask/acts.ts';
import {DmError} from '../../src/dm/ask/error.ts';
import {readTaskFile} from '../../src/dm/ask/task-file.ts';
import {type Generation, type Method, methods} from '../../src/dm/grpc/methods.ts';
import {decodeMessage, encodeMessage, type Values} from '../../src/dm/grpc/protobuf.ts';
import type {Act, ActOutcome, ActProposal, ActTarget} from '../../src/domain/act/act.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import type {Seeing} from '../../src/gateway/operate/act/sight.ts';
import type {AuditEntry} from '../../src/gateway/operate/audit.ts';
import {createOperator} from '../../src/gateway/operate/operator.ts';
import {type Role, trustedVisitor} from '../../src/gateway/serve/visitor.ts';
import {callMaster} from '../../src/simulator/grpc/master.ts';
import {route} from '../../src/simulator/routes.ts';
import type {DmVersion, World} from '../../src/simulator/world/model.ts';
import {step} from '../../src/simulator/world/world.ts';
import {atOnce, keptAudit, somebody} from './counter.ts';

/** What reached the master, and the world in which it did. */
export type SentAct = {readonly request: ActRequest; readonly world: World};

/** Somebody who acts on a simulated cluster without any wire between; time passes there while what was sent is watched. */
export type ActBench = {
	world(): World;
	change(work: (world: World) => World): void;
	/** Reads the status once, as a poll does. */
	poll(): void;
	readonly sent: readonly SentAct[];
	readonly audit: readonly AuditEntry[];
	propose(act: Act, target: ActTarget): Promise<ActProposal>;
	/** Confirms what was proposed, as often as it asks for its name unless told otherwise. */
	confirm(proposal: ActProposal, how?: {readonly typed?: number; readonly role?: Role}): Promise<ActOutcome>;
};

const told = {'1.0': 'v1.0.7', '2.0': 'v2.0.7', '6.5': 'v6.5.0', '8.5': 'v8.5.7', '26.3': 'v26.3.3'} as const;

/** `file` is the text of a task's file: what is started is started from it. */
export function actBench(begin: World, {file}: {readonly file?: string} = {}): ActBench {
	let world = begin;
	const dm: DmVersion = world.dm;
	let memory: Memory = emptyMemory(['m:8261'], 1000);
	const sent: SentAct[] = [];
	const audit = keptAudit();
	const answered = <Value>(value: Value) => ({value, master: 'm:8261', tookMs: 1});
	const ask = (method: string, url: string, body = ''): unknown => {
		const routed = route(world, {method, url, body});
		world = routed.world;
		return JSON.parse(routed.answer.body);
	};
	const call = ({path, request, answer}: Method, values: Values): Values => {
		const called = callMaster(world, path, encodeMessage(request, values));
		world = called.world;
		if (called.reply === 'drop' || called.reply.type !== 'message')
			throw new DmError('gRPC', path, [
				{master: 'm', kind: 'no-method', problem: 'unknown method', sent: true, httpStatus: 200},
			]);
		return decodeMessage(answer, called.reply.bytes);
	};
	const client = {
		async readTask(task: string) {
			try {
				return answered(translateStatus(ask('GET', `/apis/v1alpha1/status/${encodeURIComponent(task)}`)));
			} catch (error) {
				const problem = error instanceof Error ? error.message : '';
				throw new DmError('GET', '', [{master: 'm', kind: 'result-false', problem, sent: true, httpStatus: 200}]);
			}
		},
		async readStatus() {
			const cluster = translateStatus(ask('GET', '/apis/v1alpha1/status/'));
			return {cluster, master: 'm', tookMs: 1, bodyBytes: 1, body: Buffer.alloc(0)};
		},
		async readLocks(generation: Generation) {
			return answered(translateServerLocks(call(methods.showLocks[generation], {}), generation));
		},
		async act(request: ActRequest) {
			sent.push({request, world});
			if (request.via === 'HTTP') {
				const answer = ask('PUT', request.path, JSON.stringify(request.values));
				return answered(translateOperate({op: null, ...(answer as object)}));
			}
			if (request.via === 'file') {
				const {sources, file} = request;
				const body = JSON.stringify({task: file.text, ...(sources !== null && {sources})});
				return answered(translateStart(ask('POST', '/apis/v1alpha1/tasks', body)));
			}
			const {request: wire, read} = actRequest(request);
			const called = callMaster(world, wire.path, Buffer.from(wire.body ?? ''));
			world = called.world;
			if (called.reply === 'drop' || called.reply.type !== 'message') throw new Error('no message');
			return answered(read({status: 200, location: null, body: called.reply.bytes}));
		},
	};
	const clock = {
		now: () => world.nowMs,
		wall: () => world.nowMs,
		after(ms: number, work: () => void) {
			world = step(world, ms);
			return atOnce(ms, work);
		},
	};
	const operator = createOperator({
		client: {readTask: client.readTask, operate: () => Promise.reject(new Error('no operation'))},
		memory: () => memory,
		tell() {},
		audit,
		clock,
	});
	const bench: ActBench = {
		world: () => world,
		change(work) {
			world = work(world);
		},
		poll() {
			const cluster = translateStatus(ask('GET', '/apis/v1alpha1/status/'));
			const status = {type: 'status', ok: true, tookMs: 1, master: 'm', version: told[dm]} as const;
			memory = remember(memory, {...status, atMs: world.nowMs, cluster});
		},
		sent,
		audit: audit.entries,
		propose: async (act, target) => actor().propose(act, target),
		confirm: async ({act, target, facts, times}, {typed = times, role = 'admin'} = {}) =>
			actor().act({act, target, seen: facts, typed, by: somebody}, {...trustedVisitor('viewer'), role}),
	};
	bench.poll();
	return bench;

	function actor() {
		return operator.actor({client, tell() {}, ...(file !== undefined && {start: started(file)})});
	}

	function started(text: string): NonNullable<Seeing['start']> {
		const task = readTaskFile(text, 'task.yaml');
		return {
			file: task,
			check: translateCheck(call(methods.checkTask[dm === '1.0' ? 'workers' : 'sources'], {task: text})),
		};
	}
}
