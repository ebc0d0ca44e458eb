import {deflateRawSync} from 'node:zlib';
import {WebSocket} from 'ws';
import {mib, ms, percentile, sum, table} from './lib/figures.mjs';
import {cpuMs, residentBytes, startGateway, startMaster} from './lib/processes.mjs';
import {startSlow} from './lib/slow.mjs';

const many = 1000;

/**
 * How long the newest answer of a huge cluster takes to reach everybody of a team of one and of 1,000, each with the
 * overview and one task; the same for ten beside those who read nothing; and what compressing would bring.
 */
export async function bench({seconds}) {
	const master = await startMaster('--scenario', 'huge');
	const counted = await startSlow(master.address, 0);
	const gateway = await startGateway(['--master', counted.address, '--viewers', `${many + 50}`, '--no-state']);
	const first = await open(gateway.url, counted);
	await pause(15_000);
	const tasks = first.tasks();
	const rows = [
		['viewers', 'reached in half', 'in 99 %', 'at most', 'gateway CPU', 'a viewer', 'memory', 'bytes a viewer'],
	];
	const viewers = [first];
	for (const number of [1, 10, many]) {
		while (viewers.length < number) {
			const next = Array.from(
				{length: Math.min(100, number - viewers.length)},
				(_, at) => tasks[(viewers.length + at) % tasks.length],
			);
			viewers.push(...(await Promise.all(next.map(task => open(gateway.url, counted, task)))));
		}
		await pause(10_000);
		rows.push([number, ...(await measured(viewers, gateway.pid, seconds))]);
	}
	table(rows);
	const {raw, packed, tookMs} = packing(first.texts);
	process.stdout.write(
		`  of one viewer: ${Math.round((raw * 8) / seconds / 3000)} kbit/s as they are, ${Math.round((packed * 8) / seconds / 3000)} kbit/s deflated one by one, for ${ms(tookMs)} of CPU a message\n`,
	);
	for (const {socket} of viewers.splice(10)) socket.terminate();
	await pause(10_000);
	const beside = [
		['ten viewers', 'reached in half', 'in 99 %', 'at most', 'gateway CPU', 'a viewer', 'memory', 'bytes a viewer'],
	];
	beside.push(['alone', ...(await measured(viewers, gateway.pid, seconds))]);
	const deaf = await Promise.all(Array.from({length: 17}, () => open(gateway.url, counted, tasks[0])));
	for (const [index, {socket}] of deaf.entries()) {
		socket._socket.pause();
		if (index > 0) askRaw(socket, tasks);
	}
	beside.push(['beside 17 who read nothing', ...(await measured(viewers, gateway.pid, seconds))]);
	table(beside);
	for (const {socket} of [...viewers, ...deaf]) socket.terminate();
	gateway.end();
	counted.end();
	master.end();
}

/** Raw answers that nobody reads, until the gateway has enough of it. */
function askRaw(socket, tasks) {
	for (const [id, task] of tasks.slice(0, 40).entries()) {
		socket.send(JSON.stringify({type: 'request', id, ask: {type: 'raw', of: {type: 'task', task}}}), () => {});
	}
}

async function measured(viewers, pid, seconds) {
	for (const viewer of viewers) viewer.forget();
	const [fromMs, busyMs] = [performance.now(), await cpuMs(pid)];
	await pause(seconds * 1000);
	const spentMs = performance.now() - fromMs;
	const cpu = ((await cpuMs(pid)) - busyMs) / spentMs;
	const took = viewers.flatMap(({tookMs}) => tookMs);
	const bytes = sum(viewers.map(viewer => viewer.bytes)) / viewers.length / (spentMs / 1000);
	return [
		...[50, 99, 100].map(percent => ms(percentile(took, percent))),
		`${(cpu * 100).toFixed(0)} %`,
		ms((cpu * 1000) / viewers.length),
		mib(await residentBytes(pid)),
		`${Math.round(bytes)} B/s`,
	];
}

function packing(texts) {
	const fromMs = performance.now();
	const packed = sum(texts.map(text => deflateRawSync(text).length));
	return {raw: sum(texts.map(text => text.length)), packed, tookMs: (performance.now() - fromMs) / texts.length};
}

function open(url, counted, task = null) {
	return new Promise((resolve, reject) => {
		let names = [];
		const viewer = {
			socket: new WebSocket(url, {perMessageDeflate: false}),
			bytes: 0,
			/** From the newest answer of the master to each message of the overview. */
			tookMs: [],
			texts: [],
			tasks: () => names,
			forget() {
				viewer.bytes = 0;
				viewer.tookMs.length = 0;
			},
		};
		viewer.socket.on('message', data => {
			viewer.bytes += data.length;
			const head = data.subarray(0, 60).toString();
			if (head.includes('"overview"')) viewer.tookMs.push(performance.now() - counted.answeredMs());
			if (task === null) {
				viewer.texts.push(data);
				const {topic, value} = JSON.parse(data);
				if (topic === 'overview' && value !== undefined) names = value.tasks.map(({name}) => name);
			}
		});
		viewer.socket.on('error', reject);
		viewer.socket.on('open', () => {
			const topics = task === null ? ['overview'] : ['overview', `task/${task}`];
			viewer.socket.send(JSON.stringify({type: 'subscribe', topics, deltas: true}));
			resolve(viewer);
		});
	});
}

function pause(ms) {
	return new Promise(resolve => setTimeout(resolve, ms));
}
