import {setTimeout as sleep} from 'node:timers/promises';
import {createCluster, importStages} from './lib/cluster.mjs';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {startMaster} from './lib/processes.mjs';
import {startDmtop} from './lib/pty.mjs';
import {createBare, createScreen} from './lib/screen.mjs';

const sick = 'tenant_0006';
const locked = 'tenant_0012';
const source = 'mysql-dc1-03';
const top = 0;
const cursor = {id: null, index: 0, top: 0};
const tab = name => ({type: 'tab', task: locked, tab: name, top});

/** Every screen, by the view that shows it. */
const views = {
	tasks: {type: 'tasks', cursor},
	task: {type: 'task', task: sick, cursor},
	'tab sharding': tab('sharding'),
	'tab relay': tab('relay'),
	'tab errors': {...tab('errors'), task: sick},
	'tab events': tab('events'),
	'tab config': tab('config'),
	subtask: {type: 'subtask', task: locked, source, top},
	why: {type: 'why', task: sick, source: null, top},
	sources: {type: 'sources', cursor},
	source: {type: 'source', source, top},
	locks: {type: 'locks', cursor},
	lock: {type: 'lock', task: locked, target: `\`${locked}\`.\`orders\``, top},
	workers: {type: 'workers', cursor},
	events: {type: 'events', task: null, cursor},
	help: {type: 'help', top},
};

/** Every screen on `huge`: what a frame costs against a bare Ink app that draws the same rows; then key to screen. */
export async function bench({pairs}) {
	await costs(pairs);
	await keys(pairs * 2);
}

async function costs(pairs) {
	const stages = await importStages();
	const polls = pollsOf(stages);
	const rows = [['huge, a frame at 120x40', 'ours p50', 'p99', 'bare Ink p50', 'p99', 'in pairs', 'target']];
	for (const [name, view] of Object.entries(views)) {
		const ours = createScreen(stages);
		const opened = view.type === 'tasks' ? [] : [{type: 'open', view}];
		await ours.send([polls.hello, ...opened]);
		await ours.send([...polls.events(ours.topics(), 0), noticed('first')]);
		const bare = createBare(stages, ours.lines());
		await sleep(100);
		const [mine, bares] = [[], []];
		for (let pair = 0; pair < pairs + 5; pair++) {
			const next = [...polls.events(ours.topics(), pair % 2), noticed(pair)];
			// Ink draws at most 30 frames a second; the wait must not be measured.
			await sleep(45);
			const took = await ours.send(next);
			const lines = ours.lines();
			await sleep(45);
			const bareTook = await bare.show(lines);
			if (pair < 5) continue;
			mine.push(took);
			bares.push(bareTook);
		}
		const ratio = median(mine.map((figure, index) => figure / bares[index]));
		const figures = [mine, bares].flatMap(all => [ms(median(all)), ms(percentile(all, 99))]);
		const drawn = ours.hasTable() ? ' (ink-table)' : '';
		rows.push([`${name}${drawn}`, ...figures, times(ratio), ours.hasTable() ? '<= 4x' : '<= 2x']);
		ours.end();
		bare.end();
	}
	table(rows);
}

/** Something that is drawn on every screen, so that there is a frame also where nothing has changed. */
function noticed(number) {
	return {type: 'notice', text: `notice ${number}`};
}

/** Two readings of the cluster, as the messages in which they reach a viewer. */
function pollsOf(stages) {
	const cluster = createCluster(stages, 'huge');
	const sql = `ALTER TABLE \`${locked}\`.\`orders\` ADD COLUMN \`tag\` VARCHAR(32)`;
	const tables = [`\`${locked}\`.\`orders_1\``, `\`${locked}\`.\`orders_2\``];
	for (const [number, met] of [2, 2, 1].entries()) {
		cluster.befall({type: 'ddl-met', task: locked, source: `mysql-dc1-0${number + 1}`, sql, tables, met});
	}
	const hello = {
		type: 'hello',
		protocol: stages.protocolVersion,
		gateway: 'bench',
		nowMs: cluster.atMs(),
		everyMs: 3000,
	};
	const link = event => ({type: 'link', atMs: cluster.atMs(), event});
	const read = () => {
		cluster.remember(cluster.translate(cluster.parse(cluster.answer(3000))));
		return new Map(topics.map((topic, index) => [topic, decoded(stages, cluster.letters(topics)[index])]));
	};
	const topics = ['overview', 'sources', 'locks', 'events', `task/${sick}`, `task/${locked}`];
	read();
	const polls = [read(), read()];
	return {
		hello: link({...hello, type: 'link-open', hello}),
		/** The messages of these topics, and the heartbeat after them. */
		events(wanted, which) {
			const pulse = {type: 'heartbeat', nowMs: cluster.atMs(), lastGoodAtMs: cluster.atMs(), lastTookMs: 5};
			const messages = wanted.flatMap(topic => polls[which].get(topic) ?? []);
			return [...messages.map(link), link({...pulse, asking: null, trouble: null})];
		},
	};
}

function decoded(stages, letter) {
	const message = stages.decodeServerMessage(letter);
	if (!message.ok) throw new Error(message.problem);
	return message.message;
}

/** The keys that lead from the list of tasks to a screen, and what its title bar says then. */
const ways = {
	tasks: ['', ' tasks'],
	task: ['\r', `> ${sick}`],
	'tab sharding': ['d', '> sharding'],
	'tab relay': ['\r\t\t', '> relay'],
	'tab errors': ['\r\t\t\t', '> errors'],
	'tab events': ['\r\t\t\t\t', '> events'],
	'tab config': ['\r\t\t\t\t\t', '> config'],
	subtask: ['\r\r', `> ${sick} > mysql-`],
	why: ['e', '> why'],
	raw: ['i', '> raw'],
	sources: ['2', ' sources'],
	source: ['2\r', '> sources > '],
	locks: ['3', ' DDL lock'],
	workers: ['4', ' workers'],
	events: ['5', '> events'],
	help: ['?', '> help'],
};

/** From a key press to the frame that shows what it does, in the whole program, at odd moments between updates. */
async function keys(presses) {
	const master = await startMaster('--scenario', 'huge');
	const dmtop = startDmtop(['--master', master.address, '--every', '1s']);
	// Where nothing changes no frame comes, so what is there already counts.
	const shown = async met => met(dmtop.screen()) || dmtop.until(met);
	await shown(screen => screen.some(line => line.startsWith('>X') && line.includes(sick)));
	await sleep(5000);
	const rows = [['huge, key press to screen at 120x40', 'keys', 'p50', 'p90', 'p99', 'target']];
	for (const [name, [way, title]] of Object.entries(ways)) {
		dmtop.write('1');
		await shown(screen => screen[0].includes(' tasks'));
		for (const key of way) {
			dmtop.write(key);
			await sleep(300);
		}
		await shown(screen => screen[0].includes(title));
		const latencies = [];
		for (let press = 0; press < presses; press++) {
			await sleep(60 + ((press * 7919) % 250));
			const frozen = press % 2 === 0;
			const seen = dmtop.until(screen => screen[0].includes('FROZEN') === frozen, 2000);
			const pressedMs = performance.now();
			dmtop.write('z');
			const atMs = await seen.catch(() => null);
			if (atMs !== null) latencies.push(atMs - pressedMs);
		}
		const figures = [50, 90, 99].map(percent => ms(percentile(latencies, percent)));
		rows.push([name, latencies.length, ...figures, 'p50 <= 50 ms, p99 <= 120 ms']);
	}
	table(rows);
	await dmtop.quit();
	master.end();
}
