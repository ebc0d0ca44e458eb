import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {Worker} from 'node:worker_threads';
import {readTls} from '../dm/tls.ts';
import {exit, UsageError} from './exit.ts';
import type {WorkerNews, WorkerOrder} from './gateway-worker.ts';
import type {Options} from './usage.ts';

export type WatchIo = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: Writable;
	readonly env: NodeJS.ProcessEnv;
	readonly version: string;
};

/** The full screen: on a gateway of its own, on a simulated cluster, or on somebody's gateway. */
export async function watch(command: 'watch' | 'demo' | 'connect', options: Options, io: WatchIo): Promise<number> {
	const {stdin, stdout, env} = io;
	const token = command === 'connect' ? null : randomBytes(32).toString('base64url');
	// The gateway starts in its thread while this one loads the screen.
	const gateway = command === 'connect' ? null : startWorker(await orderOf(command, options, token, io.version));
	const [{runTui}, {createLink}, url] = await Promise.all([
		import('../tui/run.tsx'),
		import('../tui/link.ts'),
		gateway === null ? urlOf(options.argument) : gateway.url,
	]);
	try {
		await runTui({
			createLink: onEvent => createLink({url, token, onEvent, random: Math.random, now: Date.now}),
			stdin,
			stdout,
			colours: !env['NO_COLOR'],
			ascii: options.ascii,
			tmux: Boolean(env['TMUX']),
			title: command === 'demo' ? 'demo' : (options.masters[0] ?? null),
			now: Date.now,
		});
	} finally {
		await gateway?.end();
	}
	return exit.fine;
}

async function orderOf(
	command: 'watch' | 'demo',
	options: Options,
	token: string | null,
	version: string,
): Promise<WorkerOrder> {
	const {masters, everyMs, scenario, seed, dm} = options;
	return {
		masters,
		token,
		tls: await readTls(options.tls),
		program: `dmtop ${version}`,
		everyMs: everyMs ?? (command === 'demo' ? 1000 : 3000),
		simulate: command === 'demo' ? {scenario, seed, dm} : null,
	};
}

function startWorker(order: WorkerOrder): {readonly url: Promise<string>; readonly end: () => Promise<unknown>} {
	const worker = new Worker(new URL(import.meta.url), {
		workerData: order,
		// Huge answers fill the memory with what is soon garbage; in little room it is collected as it comes.
		resourceLimits: {maxYoungGenerationSizeMb: 4},
	});
	const gone = once(worker, 'exit').then(() => {
		throw new Error('the gateway ended before it listened');
	});
	gone.catch(() => {});
	const url = Promise.race([once(worker, 'message'), gone]).then(([news]: WorkerNews[]) => {
		if (news?.type === 'listening') return news.url;
		throw new UsageError(news?.message ?? 'the gateway did not start');
	});
	return {url, end: () => worker.terminate()};
}

/** The URL of somebody's gateway. Throws a UsageError where it is none. */
export function urlOf(text: string | null): string {
	const url = URL.canParse(text ?? '') ? new URL(text ?? '') : null;
	if (url?.protocol === 'ws:') return url.href.replace(/\/$/, '');
	throw new UsageError(`connect: received "${text ?? ''}", expected a URL such as ws://127.0.0.1:8271`);
}
