import type {Worker, WorkerOptions} from 'node:worker_threads';
import {GatewayDeath, UsageError} from './exit.ts';
import type {WorkerNews, WorkerOrder} from './gateway-worker.ts';

/** Starts an entry of the bundle in a thread of its own; the bundle's loader gives it. */
declare const __startThread__: (entry: 'gateway-thread', options: WorkerOptions) => Worker;

/** The gateway of a full screen, in a thread of its own. */
export type OwnGateway = {
	/** Where it listens. Rejects with a UsageError where what was typed is at fault, else with a GatewayDeath. */
	readonly url: Promise<string>;
	/** Aborts when it ends by itself; the reason is a GatewayDeath. */
	readonly gone: AbortSignal;
	readonly end: () => Promise<void>;
};

/** Starts it: parsing a huge answer there never holds up a key press here. */
export function startOwnGateway(order: WorkerOrder): OwnGateway {
	const worker = __startThread__('gateway-thread', {
		workerData: {order},
		// Huge answers fill the memory with what is soon garbage; in little room it is collected as it comes.
		resourceLimits: {maxYoungGenerationSizeMb: 4},
	});
	const gone = new AbortController();
	let ending = false;
	worker.once('error', error => die(`the gateway broke: ${error.message}`));
	worker.once('exit', code => die(`the gateway ended by itself, with ${code}`));
	const url = new Promise<string>((resolve, reject) => {
		worker.once('message', (news: WorkerNews) => {
			if (news.type === 'listening') resolve(news.url);
			else reject(news.isMistake ? new UsageError(news.message) : new GatewayDeath(news.message));
		});
		gone.signal.addEventListener('abort', () => reject(gone.signal.reason));
	});
	return {
		url,
		gone: gone.signal,
		async end() {
			ending = true;
			await worker.terminate();
		},
	};

	function die(message: string) {
		if (!ending) gone.abort(new GatewayDeath(message));
	}
}
