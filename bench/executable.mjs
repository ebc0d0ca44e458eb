import {stat} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {ask, taskNames} from './lib/conversation.mjs';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {bin, startMaster} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';

/** From exec to the first frame with rows in it: the executable of `npm run package`, in pairs with the bundle under this Node. */
export async function bench({pairs}) {
	const executable = fileURLToPath(new URL(`../dist/package/dmtop-linux-${process.arch}`, import.meta.url));
	const {size} = await stat(executable);
	const master = await startMaster('--scenario', 'showcase');
	const names = taskNames(await ask(master.address, '/apis/v1alpha1/status/'));
	const bundles = [];
	const executables = [];
	for (let pair = 0; pair < pairs; pair++) {
		bundles.push(await firstFrame(master.address, names, [process.execPath, bin]));
		executables.push(await firstFrame(master.address, names, [executable]));
	}
	master.end();
	const inPairs = median(executables.map((figure, pair) => figure / (bundles[pair] ?? 0)));
	table([
		['first complete frame', 'p50', 'p90', 'of the bundle', 'target'],
		[`the bundle, Node ${process.version}`, ms(median(bundles)), ms(percentile(bundles, 90)), times(1), ''],
		[
			`the executable, ${Math.round(size / 1e6)} MB`,
			ms(median(executables)),
			ms(percentile(executables, 90)),
			times(inPairs),
			'<= 1.3x',
		],
	]);
}

async function firstFrame(address, names, program) {
	const dmtop = startDmtop(['--master', address, '--no-state'], {program});
	const atMs = await dmtop.until(screen => names.every(name => screen.some(line => line.includes(name))));
	await dmtop.quit();
	return atMs - dmtop.startedMs;
}
