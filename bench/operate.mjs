import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {WebSocket} from 'ws';
import {importSources} from './lib/bundle.mjs';
import {median, ms, percentile, table} from './lib/figures.mjs';
import {onCleanUp, startGateway, startMaster} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';

const sources = `
import {createWorld} from './src/simulator/world/world.ts';
import {route} from './src/simulator/routes.ts';
import {listenTo} from './src/simulator/listener.ts';
const world = createWorld('huge', {seed: 1, dm: '6.5'});
const whole = route(world, {method: 'GET', url: '/apis/v1alpha1/status/', body: ''}).answer;
/** A master whose answers cost it nothing: huge, and always the same. */
export function startStill(onRequest) {
	return listenTo(
		{host: '127.0.0.1', port: 0},
		request => {
			onRequest(request);
			return request.url === '/apis/v1alpha1/status/' ? whole : route(world, request).answer;
		},
		async () => {},
	);
}
`;

/**
 * From a confirmation to the gateway's second look, and to the viewer's knowing, while the gateway of 500 tasks x 16
 * sources asks on and on. What was seen is never what is, so that nothing is sent and no reading comes early.
 */
export async function bench({pairs}) {
	const {startStill} = await importSources(sources);
	const looks = new Map();
	let readings = 0;
	const master = await startStill(({url}) => {
		const task = /\/status\/(.+)$/.exec(url)?.[1];
		if (task !== undefined) looks.get(task)?.(performance.now());
		else if (url.endsWith('/status/')) readings += 1;
	});
	const state = await mkdtemp(path.join(tmpdir(), 'dmtop-bench-'));
	onCleanUp(() => rm(state, {recursive: true, force: true}));
	const gateway = await startGateway(['--master', master.url, '--allow-operate'], {XDG_STATE_HOME: state});
	const viewer = await connect(gateway.url);
	const {tasks} = await viewer.topic('overview', value => value.tasks.length > 0);
	const [toLook, toReply] = [[], []];
	const rounds = pairs * 8;
	for (let round = 0; round < rounds + 5; round++) {
		const {name} = tasks[(round * 37) % tasks.length];
		const looked = new Promise(resolve => looks.set(name, resolve));
		// So that the readings of the gateway are met at every point of theirs.
		await sleep(20 + ((round * 61) % 180));
		const startedMs = performance.now();
		const replied = viewer.ask({
			type: 'operate',
			operation: 'stop',
			targets: [{task: name, sources: null, seen: [{...nobody}]}],
			by: {user: 'bench', host: null, sshClient: null},
		});
		const [lookMs] = await Promise.all([looked, replied]);
		if (round < 5) continue;
		toLook.push(lookMs - startedMs);
		toReply.push(performance.now() - startedMs);
	}
	viewer.close();
	gateway.end();
	await master.down();
	table([
		[`huge: ${rounds} confirmations, ${readings} readings of it meanwhile`, 'p50', 'p99', 'max', 'target'],
		row('to the second look', toLook),
		row('to the refusal in the viewer', toReply),
	]);
	process.env.XDG_STATE_HOME = state;
	await dialogs(pairs * 4);
}

/** From the key press to the dialog on the screen of the built program, at odd moments between updates; all are refused. */
async function dialogs(rounds) {
	const master = await startMaster('--scenario', 'huge');
	const dmtop = startDmtop(['--master', master.address, '--write']);
	await dmtop.until(screen => screen.some(line => line.includes('LIVE')));
	const shows = text => dmtop.until(screen => screen.some(line => line.includes(text)));
	const figures = [];
	for (let round = 0; round < rounds + 5; round++) {
		dmtop.write('j');
		await sleep(40 + ((round * 131) % 800));
		const startedMs = performance.now();
		dmtop.write('X');
		const atMs = await shows('-- STOP --');
		await sleep(60);
		dmtop.write('\u001b');
		await dmtop.until(screen => !screen.some(line => line.includes('-- STOP --')));
		if (round >= 5) figures.push(atMs - startedMs);
	}
	await dmtop.quit();
	master.end();
	table([[`huge: ${rounds} dialogs opened`, 'p50', 'p99', 'max', 'target'], row('key press to dialog', figures)]);
}

const nobody = {source: 'nobody', worker: null, stage: null, unit: null, situation: 'silent'};

function row(name, figures) {
	return [
		name,
		ms(median(figures)),
		ms(percentile(figures, 99)),
		ms(Math.max(...figures)),
		'p50 < 50 ms, p99 < 120 ms',
	];
}

/** A viewer without a screen. */
async function connect(url) {
	const socket = new WebSocket(url);
	const heard = [];
	const waiting = new Map();
	let instance = '';
	let wake = () => {};
	let id = 0;
	socket.on('message', data => {
		const message = JSON.parse(String(data));
		if (message.type === 'hello') ({instance} = message);
		if (message.type === 'reply') waiting.get(message.id)?.(message);
		if (message.type === 'topic') heard.push(message);
		wake();
	});
	await new Promise((resolve, reject) => {
		socket.on('open', resolve);
		socket.on('error', reject);
	});
	return {
		async topic(topic, wanted) {
			socket.send(JSON.stringify({type: 'subscribe', topics: [topic]}));
			for (;;) {
				const found = heard.find(message => message.topic === topic && wanted(message.value));
				if (found !== undefined) return found.value;
				await new Promise(resolve => {
					wake = resolve;
				});
			}
		},
		ask(ask) {
			id += 1;
			const asked = id;
			return new Promise(resolve => {
				waiting.set(asked, resolve);
				socket.send(JSON.stringify({type: 'request', id: asked, ask: {...ask, instance}}));
			});
		},
		close: () => socket.close(),
	};
}
