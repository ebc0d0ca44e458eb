import {parentPort} from 'node:worker_threads';
import {systemClock} from '../../clock.ts';
import {SetupError} from '../../dm/ask/setup-error.ts';
import type {Limits} from '../../domain/limits.ts';
import {thrownText} from '../../domain/text.ts';
import {type Gateway, type GatewayOptions, startGateway} from '../../gateway/gateway.ts';
import {oneKey} from '../../gateway/serve/tokens/keys.ts';
import {startSimulator} from '../../simulator/server.ts';
import {UsageError} from '../exit.ts';
import {type WritingOrder, writingOf} from '../operating/writing.ts';
import {worldOf} from '../simulate.ts';

/** What the main thread tells the worker thread in which the gateways of its own full screen run: one a cluster. */
export type WorkerOrder = {readonly gateways: readonly GatewayOrder[]};

/** One of them. */
export type GatewayOrder = Pick<GatewayOptions, 'masters' | 'everyMs' | 'program' | 'state' | 'keepReadings'> & {
	/** What only its own screen knows. */
	readonly token: string;
	readonly limits: Partial<Limits>;
	readonly workers: readonly string[];
	readonly workerMetrics: boolean;
	readonly tls: GatewayOptions['tls'];
	readonly runtimeFolder: string | null;
	readonly writing: WritingOrder;
	/** Given, the worker starts a simulated dm-master and asks that one. */
	readonly simulate: {
		readonly scenario: string | null;
		readonly seed: number | null;
		readonly dm: string | null;
		readonly troubles: Parameters<typeof worldOf>[0]['troubles'];
	} | null;
};

/** What the main thread says later on: to come to an end. */
export type WorkerWord = 'end';

/** What comes back: how each of them has started, in the order in which they were asked for; that all have ended. */
export type WorkerNews =
	| {readonly type: 'started'; readonly gateways: readonly StartedGateway[]}
	| {readonly type: 'ended'};

/** Where it listens, or why it does not, and whether what was typed is at fault. */
export type StartedGateway =
	| {readonly type: 'listening'; readonly url: string}
	| {readonly type: 'failed'; readonly message: string; readonly isMistake: boolean};

/** A free port of this machine that only it can reach. */
const anyPort = {host: '127.0.0.1', port: 0};

/**
 * Runs the gateways, and for a demo the simulator too, beside the screen: parsing never holds up a key press. They share
 * the thread, since each of its own would cost as much memory as all of them: who waits for one cluster holds up no other.
 */
export async function runGatewayWorker({gateways: orders}: WorkerOrder): Promise<void> {
	const tell = (news: WorkerNews) => parentPort?.postMessage(news);
	const starting = await Promise.all(orders.map(start));
	const running = starting.flatMap(it => (it.gateway === null ? [] : [it.gateway]));
	tell({type: 'started', gateways: starting.map(({told}) => told)});
	// The one word that there is.
	parentPort?.once('message', (_: WorkerWord) => {
		void Promise.allSettled(running.map(gateway => gateway.close())).finally(() => tell({type: 'ended'}));
	});
}

async function start(order: GatewayOrder): Promise<{readonly gateway: Gateway | null; readonly told: StartedGateway}> {
	try {
		const {simulate} = order;
		const clock = systemClock();
		const simulator =
			simulate === null ? null : await startSimulator({listen: anyPort, now: clock.now, ...worldOf(simulate)});
		const gateway = await startGateway({
			masters: simulator === null ? order.masters : [simulator.url],
			...(order.tls != null && {tls: order.tls}),
			everyMs: order.everyMs,
			limits: order.limits,
			workers: order.workers,
			workerMetrics: order.workerMetrics,
			program: order.program,
			keys: oneKey(order.token),
			door: {type: 'tcp', ...anyPort, tls: null, isNetworkTrusted: false},
			clock,
			random: Math.random,
			runtimeFolder: order.runtimeFolder,
			state: order.state ?? null,
			keepReadings: order.keepReadings ?? null,
			writing: writingOf(order.writing),
		});
		return {gateway, told: {type: 'listening', url: gateway.url}};
	} catch (error) {
		const isMistake = error instanceof SetupError || error instanceof UsageError;
		return {gateway: null, told: {type: 'failed', message: thrownText(error), isMistake}};
	}
}
