import http from 'node:http';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {bin, startMaster, wallTime} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';

/** From exec to the first frame with rows in it, and `status` from exec to exit, in pairs with `node -e 0`. */
export async function bench({pairs}) {
	const master = await startMaster('--scenario', 'showcase');
	const names = await taskNames(master.address);
	const bare = [];
	const screens = [];
	const statuses = [];
	const talks = [];
	const trips = [];
	await wallTime(['-e', '0']);
	for (let pair = 0; pair < pairs; pair++) {
		bare.push(await wallTime(['-e', '0']));
		screens.push(await firstFrame(master.address, names));
		statuses.push(await wallTime([bin, 'status', '--master', master.address]));
		trips.push(await timed(() => ask(master.address, '/apis/v1alpha1/status/')));
		talks.push(await timed(() => conversation(master.address, names)));
	}
	master.end();

	const node = median(bare);
	const inPairs = (figures, extra = () => 0) =>
		median(figures.map((figure, pair) => (figure - extra(pair)) / (bare[pair] ?? 0)));
	table([
		['', 'p50', 'p90', 'of node -e 0', 'target'],
		['node -e 0', ms(node), ms(percentile(bare, 90)), times(1), ''],
		['first complete frame', ms(median(screens)), ms(percentile(screens, 90)), times(inPairs(screens)), '<= 4x'],
		['status', ms(median(statuses)), ms(percentile(statuses, 90)), times(inPairs(statuses)), ''],
		['  without its round trips', '', '', times(inPairs(statuses, pair => talks[pair] ?? 0)), '<= 1.5x'],
		['one round trip (GET status)', ms(median(trips)), ms(percentile(trips, 90)), '', ''],
		['all that status asks', ms(median(talks)), ms(percentile(talks, 90)), '', ''],
	]);
}

async function firstFrame(address, names) {
	const dmtop = startDmtop(['--master', address]);
	const atMs = await dmtop.until(screen => names.every(name => screen.some(line => line.includes(name))));
	await dmtop.quit();
	return atMs - dmtop.startedMs;
}

async function taskNames(address) {
	const {sources} = JSON.parse(await ask(address, '/apis/v1alpha1/status/'));
	return [...new Set(sources.flatMap(({subTaskStatus}) => (subTaskStatus ?? []).map(({name}) => name)))];
}

/** What `status` asks, in its order, with nothing done in between. */
async function conversation(address, names) {
	const [first, ...others] = names;
	const config = name => ask(address, `/apis/v1alpha1/tasks/${encodeURIComponent(name)}?type=1`);
	await Promise.all([ask(address, '/apis/v1alpha1/status/'), ask(address, '/status')]);
	await config(first);
	for (let start = 0; start < others.length; start += 8) {
		await Promise.all(others.slice(start, start + 8).map(config));
	}
}

function ask(address, path) {
	return new Promise((resolve, reject) => {
		const request = http.get(`http://${address}${path}`, {agent: false}, response => {
			const chunks = [];
			response.on('data', chunk => chunks.push(chunk));
			response.on('end', () => resolve(Buffer.concat(chunks).toString()));
		});
		request.on('error', reject);
	});
}

async function timed(work) {
	const startedMs = performance.now();
	await work();
	return performance.now() - startedMs;
}
