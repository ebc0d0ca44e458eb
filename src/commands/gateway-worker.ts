import {parentPort} from 'node:worker_threads';
import {type GatewayOptions, sentenceOf, startGateway} from '../gateway/gateway.ts';
import {startSimulator} from '../simulator/server.ts';
import {worldOf} from './simulate.ts';

/** What the main thread tells the worker thread in which the gateway of its own full screen runs. */
export type WorkerOrder = Pick<GatewayOptions, 'masters' | 'everyMs' | 'program' | 'token'> & {
	readonly tls: GatewayOptions['tls'];
	/** Given, the worker starts a simulated dm-master and asks that one. */
	readonly simulate: {
		readonly scenario: string | null;
		readonly seed: number | null;
		readonly dm: string | null;
	} | null;
};

/** What comes back: where it listens, or why it does not. */
export type WorkerNews =
	| {readonly type: 'listening'; readonly url: string}
	| {readonly type: 'failed'; readonly message: string};

/** A free port of this machine that only it can reach. */
const anyPort = {host: '127.0.0.1', port: 0};

/** Runs the gateway, and for a demo the simulator too, beside the screen: parsing never holds up a key press. */
export async function runGatewayWorker(order: WorkerOrder): Promise<void> {
	const tell = (news: WorkerNews) => parentPort?.postMessage(news);
	try {
		const {simulate} = order;
		const simulator =
			simulate === null ? null : await startSimulator({listen: anyPort, now: Date.now, ...worldOf(simulate)});
		const {url} = await startGateway({
			masters: simulator === null ? order.masters : [simulator.url],
			...(order.tls != null && {tls: order.tls}),
			everyMs: order.everyMs,
			program: order.program,
			token: order.token,
			listen: anyPort,
			now: Date.now,
			random: Math.random,
		});
		tell({type: 'listening', url});
	} catch (error) {
		tell({type: 'failed', message: sentenceOf(error)});
	}
}
