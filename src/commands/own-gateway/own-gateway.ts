import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Worker, WorkerOptions} from 'node:worker_threads';
import {GatewayDeath} from '../exit.ts';
import type {StartedGateway, WorkerNews, WorkerOrder, WorkerWord} from './gateway-worker.ts';

/** Starts an entry of the bundle in a thread of its own; the bundle's loader gives it. */
declare const __startThread__: (entry: 'gateway-thread', options: WorkerOptions) => Worker;

/** The gateways of a full screen, in a thread of their own. */
export type OwnGateway = {
	/** How each gateway has started, in the order in which they were asked for. Rejects with a GatewayDeath where the thread broke. */
	readonly started: Promise<readonly StartedGateway[]>;
	/** Aborts when it ends by itself; the reason is a GatewayDeath. */
	readonly gone: AbortSignal;
	/** Ends it; what it still awaits from DM is written down as unknown first. */
	readonly end: () => Promise<void>;
};

/** Starts them: parsing a huge answer there never holds up a key press here. */
export function startOwnGateway(order: WorkerOrder): OwnGateway {
	const worker = __startThread__('gateway-thread', {
		workerData: {order},
		// Huge answers fill the memory with what is soon garbage; in little room it is collected as it comes.
		resourceLimits: {maxYoungGenerationSizeMb: 4},
		// What Node says there for NODE_DEBUG would stand in the middle of the screen.
		stdout: true,
		stderr: true,
	});
	worker.stdout.resume();
	worker.stderr.resume();
	const gone = new AbortController();
	let ending = false;
	let listens = false;
	worker.once('error', error => die(`the gateway broke: ${error.message}`));
	worker.once('exit', code => die(`the gateway ended by itself, with ${code}`));
	const started = new Promise<readonly StartedGateway[]>((resolve, reject) => {
		worker.once('message', (news: WorkerNews) => {
			if (news.type !== 'started') return;
			listens = news.gateways.some(({type}) => type === 'listening');
			resolve(news.gateways);
		});
		gone.signal.addEventListener('abort', () => reject(gone.signal.reason));
	});
	// Whoever waits for it is told; nobody has to.
	started.catch(() => {});
	return {
		started,
		gone: gone.signal,
		async end() {
			ending = true;
			if (listens && !gone.signal.aborted) await askToEnd();
			await worker.terminate();
		},
	};

	/** It may be in the middle of a huge answer, or broken: it is not waited for for long. */
	async function askToEnd(): Promise<void> {
		const over = new AbortController();
		const {signal} = over;
		worker.postMessage('end' satisfies WorkerWord);
		const ends = [once(worker, 'message', {signal}), once(worker, 'exit', {signal}), sleep(patienceMs, null, {signal})];
		await Promise.race(ends).catch(() => {});
		for (const end of ends) end.catch(() => {});
		over.abort();
	}

	function die(message: string) {
		if (!ending) gone.abort(new GatewayDeath(message));
	}
}

/** How long it may take to come to an end by itself. */
const patienceMs = 2_000;
