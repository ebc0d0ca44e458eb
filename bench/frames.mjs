import {setTimeout as sleep} from 'node:timers/promises';
import {createCluster, importStages} from './lib/cluster.mjs';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {startMaster} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';
import {createBare, createScreen} from './lib/screen.mjs';

/** What a frame costs against a bare Ink app that draws the same rows, in pairs; then from key press to screen. */
export async function bench({pairs}) {
	await costs('storm', pairs * 4, ['storm, as it comes', 'one cell', 'key (cursor moves)']);
	await costs('huge', pairs * 4, ['key (cursor moves)']);
	const rows = [['key press to screen, 120x40', 'keys', 'p50', 'p90', 'p99', 'target']];
	for (const scenario of ['showcase', 'storm', 'huge']) {
		const latencies = await keys(scenario, pairs * 6);
		const figures = [50, 90, 99].map(percent => ms(percentile(latencies, percent)));
		rows.push([scenario, latencies.length, ...figures, 'p50 <= 50 ms, p99 <= 120 ms']);
	}
	table(rows);
}

async function costs(scenario, pairs, measured) {
	const stages = await importStages();
	const cluster = createCluster(stages, scenario);
	const ours = createScreen(stages);
	const link = event => ({type: 'link', atMs: cluster.atMs(), event});
	const hello = {
		type: 'hello',
		protocol: stages.protocolVersion,
		gateway: 'bench',
		nowMs: cluster.atMs(),
		everyMs: 1000,
	};
	const pulse = () => ({type: 'heartbeat', nowMs: cluster.atMs(), lastGoodAtMs: cluster.atMs(), lastTookMs: 5});
	const heartbeat = () => link({...pulse(), asking: null, trouble: null});
	const poll = () => {
		cluster.remember(cluster.translate(cluster.parse(cluster.answer(1000))));
		return letters();
	};
	const letters = () =>
		cluster.letters(ours.topics()).map(letter => {
			const decoded = stages.decodeServerMessage(letter);
			if (!decoded.ok) throw new Error(decoded.problem);
			return link(decoded.message);
		});

	await ours.send([link({...hello, type: 'link-open', hello}), heartbeat()]);
	await ours.send([...poll(), heartbeat()]);
	await ours.send(letters());
	const bare = createBare(stages, ours.lines());
	await sleep(100);

	let odd = false;
	const kinds = {
		'storm, as it comes': () => [...poll(), heartbeat()],
		'one cell': () => {
			odd = !odd;
			const {overview} = ours.read();
			const tasks = overview.tasks.map((row, index) => (index === 5 ? {...row, good: odd ? 1 : 2} : row));
			return [link({type: 'topic', topic: 'overview', value: {...overview, tasks}})];
		},
		'key (cursor moves)': () => {
			odd = !odd;
			return [{type: 'step', step: odd ? 'down' : 'up'}];
		},
	};
	const rows = [
		[`${scenario}, a frame at 120x40`, 'ours p50', 'p99', 'CPU', 'bare Ink p50', 'p99', 'in pairs', 'target'],
	];
	for (const [name, events] of Object.entries(kinds).filter(([name]) => measured.includes(name))) {
		const [mine, bares, cpu] = [[], [], []];
		for (let pair = 0; pair < pairs + 10; pair++) {
			const next = events();
			// Ink draws at most 30 frames a second; the wait must not be measured.
			await sleep(45);
			const before = process.cpuUsage();
			const took = await ours.send(next);
			const {user, system} = process.cpuUsage(before);
			const lines = ours.lines();
			await sleep(45);
			const bareTook = await bare.show(lines);
			if (pair < 10) continue;
			mine.push(took);
			cpu.push((user + system) / 1000);
			bares.push(bareTook);
		}
		const ratio = median(mine.map((figure, index) => figure / bares[index]));
		const [own, bareOnes] = [mine, bares].map(all => [ms(median(all)), ms(percentile(all, 99))]);
		rows.push([name, ...own, ms(median(cpu)), ...bareOnes, times(ratio), '<= 2x']);
	}
	table(rows);
	ours.end();
	bare.end();
}

/** From a key press to the frame in which the cursor has moved, at odd moments between updates, in ms. */
async function keys(scenario, presses) {
	const master = await startMaster('--scenario', scenario);
	const dmtop = startDmtop(['--master', master.address, '--every', '1s']);
	const cursorRow = screen => screen.findIndex(line => line.startsWith('>'));
	await dmtop.until(screen => cursorRow(screen) >= 0);
	await sleep(5000);
	const latencies = [];
	for (let press = 0; press < presses; press++) {
		await sleep(60 + ((press * 7919) % 250));
		const screen = dmtop.screen();
		const before = named(screen);
		const moved = dmtop.until(now => named(now) !== before, 2000);
		const pressedMs = performance.now();
		// Near the top, so that the cursor can go both ways.
		dmtop.write(cursorRow(screen) < 8 ? 'j' : 'k');
		const atMs = await moved.catch(() => null);
		if (atMs !== null) latencies.push(atMs - pressedMs);
	}
	await dmtop.quit();
	master.end();
	return latencies;

	/** The task on which the cursor is; rows may move under it. */
	function named(screen) {
		return /^>.{3}(\S+)/.exec(screen[cursorRow(screen)] ?? '')?.[1];
	}
}
