import {parentPort} from 'node:worker_threads';
import {SetupError} from '../dm/setup-error.ts';
import {type AuditEntry, openAuditLog} from '../gateway/audit.ts';
import {type GatewayOptions, sentenceOf, startGateway} from '../gateway/gateway.ts';
import type {Writing} from '../gateway/operate/operating.ts';
import {startSimulator} from '../simulator/server.ts';
import {UsageError} from './exit.ts';
import {worldOf} from './simulate.ts';

/** What the main thread tells the worker thread in which the gateway of its own full screen runs. */
export type WorkerOrder = Pick<GatewayOptions, 'masters' | 'everyMs' | 'program' | 'token'> & {
	readonly tls: GatewayOptions['tls'];
	readonly writing: WritingOrder;
	/** Given, the worker starts a simulated dm-master and asks that one. */
	readonly simulate: {
		readonly scenario: string | null;
		readonly seed: number | null;
		readonly dm: string | null;
		readonly troubles: Parameters<typeof worldOf>[0]['troubles'];
	} | null;
};

/** Whether the worker's gateway writes, as data that passes between threads. */
export type WritingOrder = {
	readonly allowed: boolean;
	readonly armed: boolean;
	/** Why not; null where it is allowed. */
	readonly reason: string | null;
	readonly auditPath: string;
};

/** What comes back: where it listens, or why it does not, and whether what was typed is at fault. */
export type WorkerNews =
	| {readonly type: 'listening'; readonly url: string}
	| {readonly type: 'failed'; readonly message: string; readonly isMistake: boolean};

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
			writing: writingOf(order),
		});
		tell({type: 'listening', url});
	} catch (error) {
		tell({
			type: 'failed',
			message: sentenceOf(error),
			isMistake: error instanceof SetupError || error instanceof UsageError,
		});
	}
}

function writingOf({writing: {allowed, armed, reason, auditPath}, simulate}: WorkerOrder): Writing {
	if (!allowed) return {type: 'read-only', reason: reason ?? 'this gateway only watches'};
	const audit = openAuditLog({path: auditPath});
	if (simulate === null) return {type: 'allowed', armed, audit};
	// What is played with must not look like a cluster of this address later on.
	const played = {...audit, write: (entry: AuditEntry) => audit.write({...entry, cluster: ['demo']})};
	return {type: 'allowed', armed, audit: played};
}
