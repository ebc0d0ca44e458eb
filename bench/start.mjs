import {fileURLToPath} from 'node:url';
import {ask, conversation, taskNames} from './lib/conversation.mjs';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {bin, startMaster, wallTime} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';

const asker = fileURLToPath(new URL('lib/conversation.mjs', import.meta.url));

/** From exec to the first frame with rows in it, and `status` from exec to exit, in pairs with `node -e 0`. */
export async function bench({pairs}) {
	const master = await startMaster('--scenario', 'showcase');
	const names = taskNames(await ask(master.address, '/apis/v1alpha1/status/'));
	const bare = [];
	const screens = [];
	const statuses = [];
	const askers = [];
	const talks = [];
	const trips = [];
	await wallTime(['-e', '0']);
	for (let pair = 0; pair < pairs; pair++) {
		bare.push(await wallTime(['-e', '0']));
		screens.push(await firstFrame(master.address, names));
		statuses.push(await wallTime([bin, 'status', '--master', master.address]));
		askers.push(await wallTime([asker, master.address]));
		trips.push(await timed(() => ask(master.address, '/apis/v1alpha1/status/')));
		talks.push(await timed(() => conversation(master.address)));
	}
	master.end();

	const inPairs = (figures, extra = () => 0) =>
		median(figures.map((figure, pair) => (figure - extra(pair)) / (bare[pair] ?? 0)));
	table([
		['', 'p50', 'p90', 'of node -e 0', 'target'],
		['node -e 0', ms(median(bare)), ms(percentile(bare, 90)), times(1), ''],
		['first complete frame', ms(median(screens)), ms(percentile(screens, 90)), times(inPairs(screens)), '<= 4x'],
		['status', ms(median(statuses)), ms(percentile(statuses, 90)), times(inPairs(statuses)), ''],
		['  without its round trips', '', '', times(inPairs(statuses, pair => talks[pair] ?? 0)), '<= 1.5x'],
		[
			'  without what a bare process pays for them',
			'',
			'',
			times(inPairs(statuses, pair => (askers[pair] ?? 0) - (bare[pair] ?? 0))),
			'<= 1.5x',
		],
		['one round trip (GET status)', ms(median(trips)), ms(percentile(trips, 90)), '', ''],
		['all that status asks, in a warm process', ms(median(talks)), ms(percentile(talks, 90)), '', ''],
		[
			'all that status asks, in a bare process',
			ms(median(askers)),
			ms(percentile(askers, 90)),
			times(inPairs(askers)),
			'',
		],
	]);
}

async function firstFrame(address, names) {
	const dmtop = startDmtop(['--master', address]);
	const atMs = await dmtop.until(screen => names.every(name => screen.some(line => line.includes(name))));
	await dmtop.quit();
	return atMs - dmtop.startedMs;
}

async function timed(work) {
	const startedMs = performance.now();
	await work();
	return performance.now() - startedMs;
}
