import {setTimeout as sleep} from 'node:timers/promises';
import {createCluster, importStages} from './lib/cluster.mjs';
import {median, mib, ms, percentile, slope, sum, table} from './lib/figures.mjs';
import {residentBytes, startMaster} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';
import {createScreen} from './lib/screen.mjs';

/** 500 tasks x 16 sources: where the time of an update goes, and what the program holds in memory. */
export async function bench({minutes, pairs}) {
	await stagesOf(pairs);
	await memory(minutes);
}

async function stagesOf(rounds) {
	const stages = await importStages();
	const cluster = createCluster(stages, 'huge');
	const ours = createScreen(stages);
	const link = event => ({type: 'link', atMs: cluster.atMs(), event});
	const hello = {
		type: 'hello',
		protocol: stages.protocolVersion,
		gateway: 'bench',
		nowMs: cluster.atMs(),
		everyMs: 3000,
	};
	await ours.send([link({...hello, type: 'link-open', hello})]);
	const took = {};
	const sizes = [];
	const timed = async (stage, work) => {
		const startedMs = performance.now();
		const value = await work();
		took[stage] = [...(took[stage] ?? []), performance.now() - startedMs];
		return value;
	};
	for (let round = 0; round < rounds + 3; round++) {
		const body = cluster.answer(3000);
		const json = await timed('JSON of the answer', () => cluster.parse(body));
		const read = await timed('-> domain', () => cluster.translate(json));
		await timed('-> memory', () => cluster.remember(read));
		const letters = await timed('-> topics', () => cluster.letters(ours.topics()));
		const messages = await timed('-> decoded in the viewer', () =>
			letters.map(letter => stages.decodeServerMessage(letter)),
		);
		const events = messages.map(({message}) => link(message));
		await sleep(45);
		await timed('-> frame written', () => ours.send(events));
		sizes.push([body.length, sum(letters.map(letter => letter.length))]);
		if (round === 2) for (const stage of Object.keys(took)) took[stage] = [];
	}
	ours.end();
	const [bodyBytes, letterBytes] = sizes.at(-1) ?? [0, 0];
	table([
		[`huge: ${mib(bodyBytes)} an answer, ${mib(letterBytes)} of topics`, 'p50', 'p99', 'thread'],
		...Object.entries(took).map(([stage, figures], index) => [
			stage,
			ms(median(figures)),
			ms(percentile(figures, 99)),
			index < 4 ? 'gateway' : 'screen',
		]),
		['all', ms(sum(Object.values(took).map(median))), '', ''],
	]);
}

async function memory(minutes) {
	const master = await startMaster('--scenario', 'huge');
	const dmtop = startDmtop(['--master', master.address]);
	await dmtop.until(screen => screen.some(line => line.includes('tenant_')));
	const startedMs = performance.now();
	const points = [];
	while (performance.now() - startedMs < minutes * 60_000) {
		points.push({x: (performance.now() - startedMs) / 60_000, y: await residentBytes(dmtop.pid)});
		await sleep(1000);
	}
	await dmtop.quit();
	master.end();
	// The heaps grow to their working size first.
	const settled = points.slice(Math.floor(points.length / 3));
	const [first, last] = [points[0]?.y ?? 0, points.at(-1)?.y ?? 0];
	table([
		['RSS of dmtop --master', 'start', 'p50', 'max', 'end', 'slope of the last two thirds', 'target'],
		[
			`over ${minutes} min`,
			mib(first),
			mib(median(points.map(({y}) => y))),
			mib(Math.max(...points.map(({y}) => y))),
			mib(last),
			`${mib(slope(settled))} a minute`,
			'< 256 MiB, flat',
		],
	]);
}
