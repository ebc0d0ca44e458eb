import {setTimeout as sleep} from 'node:timers/promises';
import {importSources} from './lib/bundle.mjs';
import {median, ms, percentile, table} from './lib/figures.mjs';
import {startGateway} from './lib/processes.mjs';

const sources = `
export {startSimulator} from './src/simulator/server.ts';
export {createDmClient} from './src/dm/ask/client.ts';
`;

/**
 * What it costs to ask a master for its DDL locks (ShowDDLLocks over gRPC), beside a status of the same cluster over HTTP;
 * and how often a gateway asks for them while a lock is known, and while none is. It costs no token of dm-master's.
 */
export async function bench({pairs, seconds}) {
	const {startSimulator, createDmClient} = await importSources(sources);
	const start = scenario =>
		startSimulator({
			listen: {host: '127.0.0.1', port: 0},
			now: () => performance.now(),
			scenario,
			dm: '6.5',
			wait: async () => {},
		});
	const simulator = await start('incident');
	const client = createDmClient({masters: [simulator.url], now: () => performance.now()});
	const [first, locks, status] = [[], [], []];
	for (let round = 0; round < pairs * 4; round++) {
		const startedMs = performance.now();
		await client.readLocks('sources');
		(round === 0 ? first : locks).push(performance.now() - startedMs);
		const statusMs = performance.now();
		await client.readStatus();
		if (round > 0) status.push(performance.now() - statusMs);
	}
	client.close();
	await simulator.close();
	table([
		['', 'median', '95 %'],
		['ShowDDLLocks, the first (loads what speaks gRPC)', ms(first[0]), ''],
		['ShowDDLLocks', ms(median(locks)), ms(percentile(locks, 95))],
		['the status, over HTTP', ms(median(status)), ms(percentile(status, 95))],
	]);
	const rows = [['in a minute, polled each second', 'ShowDDLLocks', 'status']];
	for (const scenario of ['incident', 'healthy']) {
		const master = await start(scenario);
		const gateway = await startGateway(['--master', master.url, '--every', '1s']);
		await sleep(Math.min(seconds, 20) * 1000);
		gateway.end();
		const perMinute = count => String(Math.round((count * 60) / Math.min(seconds, 20)));
		const isStatus = ({method, url}) => method === 'GET' && url.endsWith('/status/');
		rows.push([
			scenario === 'incident' ? 'a lock is known' : 'none is',
			perMinute(master.control.calls().length),
			perMinute(master.control.requests().filter(isStatus).length),
		]);
		await master.close();
	}
	table(rows);
}
