import {WebSocket} from 'ws';
import {mib, ms, table} from './lib/figures.mjs';
import {cpuMs, residentBytes, startGateway, startMaster} from './lib/processes.mjs';
import {startSlow} from './lib/slow.mjs';

const numbers = [1, 10, 1000];

/** What a gateway asks of dm-master, however many look through it: each reads the overview and one task, of a cluster to which nothing happens. */
export async function bench({seconds}) {
	const watchMs = (seconds * 1000) / 3;
	const master = await startMaster('--scenario', 'healthy');
	// It only counts what passes.
	const counted = await startSlow(master.address, 0);
	const gateway = await startGateway(['--master', counted.address, '--viewers', '1000', '--no-state']);
	const viewers = [];
	const rows = [
		['viewers', 'requests a second', 'of one viewer', 'gateway CPU', 'a viewer', 'memory', 'bytes a viewer'],
	];
	let alone = null;
	for (const number of numbers) {
		while (viewers.length < number)
			viewers.push(...(await Promise.all(hundred(number - viewers.length).map(() => open(gateway.url)))));
		// What is asked at the very start, such as configurations, is asked once.
		await pause(10_000);
		for (const viewer of viewers) viewer.bytes = 0;
		counted.forget();
		const [fromMs, busyMs] = [performance.now(), await cpuMs(gateway.pid)];
		await pause(watchMs);
		const spentSeconds = (performance.now() - fromMs) / 1000;
		const rate = counted.rounds() / spentSeconds;
		const cpu = ((await cpuMs(gateway.pid)) - busyMs) / spentSeconds;
		const bytes = viewers.reduce((total, viewer) => total + viewer.bytes, 0) / viewers.length / spentSeconds;
		alone ??= rate;
		rows.push([
			number,
			rate.toFixed(2),
			`${(rate / alone).toFixed(2)}x`,
			`${(cpu / 10).toFixed(1)} %`,
			ms(cpu / number),
			mib(await residentBytes(gateway.pid)),
			`${Math.round(bytes)} B/s`,
		]);
		const gone = viewers.filter(({socket}) => socket.readyState !== WebSocket.OPEN).length;
		if (gone > 0) process.stdout.write(`  ${gone} of ${number} viewers were cut off\n`);
	}
	for (const {socket} of viewers) socket.terminate();
	gateway.end();
	counted.end();
	master.end();
	table(rows);
}

/** As many as are still wanted, a hundred at most: a burst of them is another question. */
function hundred(wanted) {
	return Array.from({length: Math.min(100, wanted)});
}

function open(url) {
	return new Promise((resolve, reject) => {
		const viewer = {socket: new WebSocket(url, {perMessageDeflate: false}), bytes: 0};
		viewer.socket.on('message', data => {
			viewer.bytes += data.length;
		});
		viewer.socket.on('error', reject);
		viewer.socket.on('open', () => {
			viewer.socket.send(JSON.stringify({type: 'subscribe', topics: ['overview', 'task/crm'], deltas: true}));
			resolve(viewer);
		});
	});
}

function pause(ms) {
	return new Promise(resolve => setTimeout(resolve, ms));
}
