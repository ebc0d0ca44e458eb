import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {importSources} from './lib/bundle.mjs';
import {median, mib, ms, percentile, table} from './lib/figures.mjs';
import {onCleanUp} from './lib/processes.mjs';

const sources = `
export {createWorld, step} from './src/simulator/world/world.ts';
export {route} from './src/simulator/routes.ts';
export {translateStatus} from './src/dm/answer/translate.ts';
export {emptyMemory, remember} from './src/gateway/memory/memory.ts';
export {topicValue} from './src/gateway/views/views.ts';
export {createPast} from './src/gateway/past/past.ts';
`;

/**
 * What the past costs: how large a day of it is, what keeping it takes of a core, and how long it is until a moment is
 * told, of a tenth of `huge` (50 tasks x 16 sources), and of `showcase`, on a clock that goes on by itself.
 */
export async function bench({minutes}) {
	const stages = await importSources(sources);
	const spanMs = Math.max(minutes, 70) * 60_000;
	await run(stages, {name: "huge's tenth", scenario: 'huge', tasks: 50, everyMs: 3200, spanMs});
	await run(stages, {name: 'showcase', scenario: 'showcase', tasks: null, everyMs: 3000, spanMs});
}

async function run(stages, {name, scenario, tasks, everyMs, spanMs}) {
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-bench-'));
	onCleanUp(() => rm(folder, {recursive: true, force: true}));
	let world = stages.createWorld(scenario, {seed: 1, dm: '6.5'});
	if (tasks !== null) world = {...world, tasks: world.tasks.slice(0, tasks)};
	let memory = stages.emptyMemory(['m:8261'], everyMs);
	let atMs = Date.UTC(2026, 10, 27, 14, 0, 0);
	const past = stages.createPast(
		{keepMs: 86_400_000, limitBytes: 300e6, memoryLimitBytes: 20e6},
		{
			now: () => atMs,
			wall: () => atMs,
			form: 'bench',
			session: 'bench',
			yieldTurn: async () => {},
			onNote: note => note !== null && process.stdout.write(`  ${note}\n`),
		},
	);
	past.keepIn({folder: join(folder, 'm.readings'), isOurs: true});
	const question = {method: 'GET', url: '/apis/v1alpha1/status/', body: ''};
	const folds = [];
	const keeps = [];
	const moments = [];
	for (let passedMs = 0; passedMs < spanMs; passedMs += everyMs) {
		// Answers are never the same time apart.
		const pauseMs = everyMs + ((passedMs / everyMs) % 7);
		world = stages.step(world, pauseMs);
		atMs += pauseMs;
		const cluster = stages.translateStatus(JSON.parse(String(stages.route(world, question).answer.body)));
		const reading = {type: 'status', ok: true, atMs, tookMs: 5, master: 'm:8261', version: 'v6.5.0', cluster};
		folds.push(cpuOf(() => (memory = stages.remember(memory, reading))));
		keeps.push(cpuOf(() => past.took(reading, memory)));
		if (moments.length < 40 && (passedMs * 7919) % spanMs < spanMs / 30)
			moments.push({atMs, view: JSON.stringify(stages.topicValue(memory, 'overview'))});
	}
	moments.push({atMs, view: JSON.stringify(stages.topicValue(memory, 'overview'))});
	past.close();
	const told = [];
	const cpus = [];
	let isSame = true;
	for (const moment of moments.toReversed()) {
		const began = performance.now();
		const before = process.cpuUsage();
		const {values} = await past.tell({type: 'moment', find: {type: 'at', atMs: moment.atMs}, topics: ['overview']});
		const text = JSON.stringify(values[0].value);
		told.push(performance.now() - began);
		const {user, system} = process.cpuUsage(before);
		cpus.push((user + system) / 1000);
		isSame &&= text === moment.view;
	}
	const bytes = await sizeOf(join(folder, 'm.readings'));
	table([
		[`${name}, ${(spanMs / 3_600_000).toFixed(1)} h on a fake clock`, '', ''],
		['a day of it, limit', mib((bytes * 86_400_000) / spanMs), mib(300e6)],
		['fold: p50', ms(median(folds)), ''],
		['keep: p50, p99', ms(median(keeps)), ms(percentile(keeps, 99))],
		[`a moment: p50, p95 of ${told.length}`, ms(median(told)), ms(percentile(told, 95))],
		['the same, of a core', ms(median(cpus)), ms(percentile(cpus, 95))],
		['the longest, limit', ms(Math.max(...told)), ms(500)],
		['as it was', isSame ? 'all' : 'NOT ALL', ''],
	]);
}

async function sizeOf(folder) {
	const {readdir, stat} = await import('node:fs/promises');
	const files = await readdir(folder);
	const sizes = await Promise.all(files.map(async file => (await stat(join(folder, file))).size));
	return sizes.reduce((total, size) => total + size, 0);
}

function cpuOf(work) {
	const before = process.cpuUsage();
	work();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}
