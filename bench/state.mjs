import {mkdtemp, readdir, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {importSources} from './lib/bundle.mjs';
import {createCluster} from './lib/cluster.mjs';
import {median, mib, ms, percentile, sum, table} from './lib/figures.mjs';
import {onCleanUp} from './lib/processes.mjs';

const sources = `
export {createWorld, step, befall} from './src/simulator/world/world.ts';
export {route} from './src/simulator/routes.ts';
export {translateStatus} from './src/dm/answer/translate.ts';
export {emptyMemory, remember} from './src/gateway/memory/memory.ts';
export {openState} from './src/gateway/state/state.ts';
export {openDatabase} from './src/gateway/state/database.ts';
`;

/**
 * What is saved costs: an hour of `huge` (500 tasks x 16 sources), and a day of `showcase` and of `storm`, on a clock
 * that goes on by itself.
 */
export async function bench({minutes, hours}) {
	const stages = await importSources(sources);
	await run(stages, {
		scenario: 'huge',
		everyMs: 10_000,
		answerEveryMs: 300_000,
		spanMs: Math.max(minutes, 65) * 60_000,
		limitBytes: 512e6,
	});
	await run(stages, {scenario: 'showcase', everyMs: 3000, spanMs: hours * 3_600_000, limitBytes: 512e6});
	await run(stages, {scenario: 'storm', everyMs: 3000, spanMs: hours * 3_600_000, limitBytes: 4e6});
}

async function run(stages, {scenario, everyMs, answerEveryMs = everyMs, spanMs, limitBytes}) {
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-bench-'));
	onCleanUp(() => rm(folder, {recursive: true, force: true}));
	const clock = manualClock();
	const notes = [];
	const onNote = note => note !== null && notes.push(note);
	const options = {folder: join(folder, 'state'), masters: ['m:8261'], limitBytes, clock, instance: 'bench', onNote};
	const state = await stages.openState(options);
	const cluster = createCluster(stages, scenario);
	const seen = new Set();
	const writes = [];
	const memories = [];
	globalThis.gc?.();
	const before = process.memoryUsage().rss;
	let answer = null;
	for (let atMs = 0; atMs < spanMs; atMs += everyMs) {
		// The simulator and its JSON are not what is measured here.
		if (atMs % answerEveryMs === 0) answer = cluster.translate(cluster.parse(cluster.answer(0)));
		cluster.pass(everyMs);
		const memory = cluster.remember(answer);
		clock.set(cluster.atMs());
		state.note(memory);
		for (const {firstAtMs, type, task, source, from, to, text} of memory.events) {
			seen.add([firstAtMs, type, task, source, from, to, text].join('|'));
		}
		const cpu = process.cpuUsage();
		const isDue = clock.due();
		// What is large is written in turns.
		await new Promise(resolve => setImmediate(resolve));
		if (isDue) {
			const {user, system} = process.cpuUsage(cpu);
			writes.push((user + system) / 1000);
		}
		if (atMs % Math.max(everyMs, Math.floor(spanMs / 20 / everyMs) * everyMs) === 0) {
			globalThis.gc?.();
			const {rss, heapUsed, arrayBuffers} = process.memoryUsage();
			memories.push({rss, heap: heapUsed, blocks: arrayBuffers});
		}
	}
	state.close();
	const file = join(options.folder, 'm_8261.db');
	const {size} = await stat(file);
	const database = stages.openDatabase(file);
	const [counted] = database.all(
		'SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM minute) AS minutes, (SELECT count(*) FROM ten_minutes) AS tens, (SELECT integrity_check FROM pragma_integrity_check) AS verdict',
	);
	database.close();
	const last = memories.at(-1);
	const half = memories[Math.floor(memories.length / 2)];
	table([
		[`${scenario}, ${(spanMs / 3_600_000).toFixed(1)} h on a fake clock`, '', ''],
		[
			'written: p50, p99, of a core',
			`${ms(median(writes))}  ${ms(percentile(writes, 99))}`,
			`${((100 * sum(writes)) / spanMs).toFixed(2)} %`,
		],
		['RSS, begin, half, end', `${mib(before)}  ${mib(half.rss)}`, mib(last.rss)],
		['heap, half, end', mib(half.heap), mib(last.heap)],
		['histories, half, end', mib(half.blocks), mib(last.blocks)],
		['file, limit', mib(size), mib(limitBytes)],
		['rows: minutes, ten minutes', String(counted.minutes), String(counted.tens)],
		['events: seen, saved', String(seen.size), String(counted.events)],
		['check of the file', String(counted.verdict), notes.length === 0 ? 'no note' : notes[0]],
		['left in the folder', (await readdir(options.folder)).join(' '), ''],
	]);
}

function manualClock() {
	let nowMs = 0;
	let timers = [];
	return {
		now: () => nowMs,
		wall: () => nowMs,
		after(after, work) {
			const timer = {atMs: nowMs + after, work};
			timers.push(timer);
			return () => {
				timers = timers.filter(it => it !== timer);
			};
		},
		set(ms) {
			// The first time only tells when it began.
			if (nowMs === 0) timers = timers.map(({work, atMs}) => ({work, atMs: ms + atMs}));
			nowMs = ms;
		},
		due() {
			const ripe = timers.filter(({atMs}) => atMs <= nowMs);
			timers = timers.filter(({atMs}) => atMs > nowMs);
			for (const {work} of ripe) work();
			return ripe.length > 0;
		},
	};
}
