import type {WorkerMetrics} from '../../domain/slow/worker-metrics.ts';
import {parseAddress} from '../ask/address.ts';
import {ExchangeError} from '../ask/error.ts';
import {exchange} from '../ask/exchange.ts';
import type {Tls} from '../ask/tls.ts';
import {parseWorkerMetrics} from './parse-metrics.ts';

/**
 * Asks a worker for its metrics, on a connection of its own. Throws a SetupError where its address cannot be read, else
 * an ExchangeError, also where it answers with anything but 200.
 */
export async function readWorkerMetrics(
	worker: string,
	source: string,
	{tls, signal}: {readonly tls: Tls | null; readonly signal: AbortSignal},
): Promise<WorkerMetrics> {
	const {status, body} = await exchange({
		address: parseAddress(worker, tls !== null),
		method: 'GET',
		path: '/metrics',
		body: null,
		agent: false,
		tls,
		connectMs: timeoutMs,
		answerMs: timeoutMs,
		maxBytes,
		signal,
	});
	if (status !== 200) throw new ExchangeError('http', `received HTTP ${status}, expected metrics`, {sent: true});
	return parseWorkerMetrics(body.toString('utf8'), source);
}

const timeoutMs = 3000;

/** A worker of 6.5 with one task tells 170 kB. */
const maxBytes = 8 * 1024 * 1024;
