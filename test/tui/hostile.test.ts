import {describe, expect, test} from 'vitest';
import {AnswerError} from '../../src/dm/ask/error.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {topicValue} from '../../src/gateway/views/views.ts';
import {eventFor} from '../../src/tui/keys/hotkeys.ts';
import {lockDetailLines} from '../../src/tui/pages/locks/lock-detail.ts';
import {sourceDetailLines} from '../../src/tui/pages/sources/source-detail.ts';
import {subtaskPageLines} from '../../src/tui/pages/subtask/subtask-page.ts';
import {tabTitle, taskTabs} from '../../src/tui/pages/tabs/tab-line.ts';
import {tabLines} from '../../src/tui/pages/tabs/tabs.ts';
import type {Model} from '../../src/tui/state.ts';
import {createFrames} from '../../src/tui/ui/frame.ts';
import {type PageLine, paintLine, textOf} from '../../src/tui/ui/line.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {tableText} from '../../src/tui/ui/table.ts';
import {topics} from '../../src/tui/update.ts';
import {decodeServerMessage} from '../../src/wire/decode.ts';
import {encodeServerMessage} from '../../src/wire/messages.ts';
import {isTopic, type Topic, type TopicMessage} from '../../src/wire/topics.ts';
import {painter} from '../../src/words/theme.ts';
import {width} from '../../src/words/width.ts';
import {afterEvents, ago, heartbeat, hello, link, modelOf} from '../support/builder.ts';
import {isLong, runsOf} from '../support/long.ts';
import {mutated, seeded} from '../support/mutate.ts';
import {statusReading} from '../support/recorded.ts';
import {fixture} from '../support/recordings.ts';

const seed = Number(process.env['DMTOP_SEED'] ?? 20_261_120);
const runs = runsOf(12, 100);
const versions = ['v26.3.3', 'v8.5.7', 'v6.5.0', 'v2.0.7', 'v1.0.7', null, 'None'];

const answers: readonly string[] = [
	'6.5.0/dump/running-dump-6',
	'6.5.0/dump/running-load-11',
	'6.5.0/full/finished',
	'6.5.0/sync/writing-2',
	'6.5.0/shard-pessimistic/two-and-a-half',
	'6.5.0/shard-optimistic/conflict',
	'6.5.0/validated/later',
	'6.5.0/relay/paused',
	'6.5.0/error/sync-table-missing',
	'6.5.0/error/load-column-missing',
	'6.5.0/worker-dead/source-not-bound',
	'6.5.0/worker-dead/failed-over',
	'6.5.0/upstream-down/early',
	'8.5.7/error/ddl-unsupported-every-task',
	'8.5.7/worker-dead/source-not-bound',
	'26.3.3-head/upstream-down/early',
	'26.3.3-head/validated/later',
	'26.3.3-head/worker-dead/just-died',
	'2.0.7/dump/running-dump-6',
	'2.0.7/dump/running-load-11',
	'2.0.7/shard-pessimistic/two-and-a-half',
	'2.0.7/shard-optimistic/conflict',
	'2.0.7/upstream-down/early',
	'2.0.7/worker-dead/just-died',
	'1.0.7/full/running-dump-5',
	'1.0.7/full/running-load-26',
	'1.0.7/shard-pessimistic/two-and-a-half',
	'1.0.7/error/load-column-missing',
	'1.0.7/upstream-down/later',
	'1.0.7/worker-dead/just-died',
];
const pageSizes = [
	[20, 3],
	[40, 10],
	[80, 24],
	[120, 40],
] as const;
/** Keys that lead through every screen, pressed one after another. */
const walk = [
	...'e',
	'esc',
	'enter',
	...'ei',
	'esc',
	'esc',
	'tab',
	'tab',
	'tab',
	'tab',
	'tab',
	'shift-tab',
	'esc',
	...'j',
];
const views = [...'12345'].flatMap(key => [key, 'enter', 'i', 'esc', 'esc']);

describe(`recorded answers, damaged (seed ${seed}; DMTOP_SEED sets another)`, () => {
	test.each([
		['page', checkPages],
		['screen', checkScreens],
	] as const)(`${runs} times, on every %s`, (_, checkAll) => {
		const random = seeded(seed);
		let drawn = 0;
		for (let run = 0; run < runs; run++) {
			const memory = damagedMemory(random);
			const [columns, rows] = pageSizes[run % pageSizes.length] ?? [80, 24];
			if (memory === null) continue;
			drawn++;
			inRun(run, () => checkAll(memory, columns, rows));
		}
		expect(drawn).toBeGreaterThan(runs / 2);
	});

	test.runIf(isLong)('with 10,000 groups', () => {
		const body = structuredClone(fixture('6.5.0/shard-pessimistic/two-and-a-half.json')) as Status;
		for (const {subTaskStatus} of body.sources.slice(0, 1)) {
			for (const {sync} of subTaskStatus) {
				const [group] = sync?.unresolvedGroups ?? [];
				if (sync === undefined || group === undefined) continue;
				sync.unresolvedGroups = Array.from({length: 10_000}, (_, at) => ({
					...group,
					target: `\`shop\`.\`orders_${at}\``,
				}));
			}
		}
		const memory = remember(start(), statusReading(body, ago(5), 'v6.5.0'));
		checkPages(memory, 80, 24);
		checkScreens(memory, 120, 40);
	});
});

type Status = {
	sources: {subTaskStatus: {sync?: {unresolvedGroups: {target: string}[]}}[]}[];
};

function start(): Memory {
	return emptyMemory(['10.0.3.1:8261'], 3000);
}

/** One to three readings of one cluster, each damaged on its own; null where DM's answer could not be read at all. */
function damagedMemory(random: () => number): Memory | null {
	const name = answers[Math.floor(random() * answers.length)] ?? '';
	const version = versions[Math.floor(random() * versions.length)] ?? null;
	const body = fixture(`${name}.json`);
	let memory: Memory | null = null;
	for (const seconds of [65, 30, 2].slice(Math.floor(random() * 3))) {
		const damaged = mutated(body, Math.floor(random() * 9), random);
		try {
			memory = remember(memory ?? start(), statusReading(damaged, ago(seconds), version));
		} catch (error) {
			if (!(error instanceof AnswerError)) throw error;
		}
	}
	return memory;
}

/** A topic as it comes out of the wire at the viewer; one memory's topics are encoded once. */
function wired(memory: Memory, topic: Topic): TopicMessage {
	const known = messages.get(memory) ?? new Map<Topic, TopicMessage>();
	messages.set(memory, known);
	const message = known.get(topic) ?? overTheWire(memory, topic);
	known.set(topic, message);
	return message;
}

const messages = new WeakMap<Memory, Map<Topic, TopicMessage>>();

function overTheWire(memory: Memory, topic: Topic): TopicMessage {
	const text = encodeServerMessage({type: 'topic', topic, value: topicValue(memory, topic)} as TopicMessage);
	const decoded = decodeServerMessage(text);
	if (!decoded.ok) expect.fail(`${topic}: ${decoded.problem}`);
	if (decoded.message.type !== 'topic') expect.fail(`${topic} came as ${decoded.message.type}`);
	return decoded.message;
}

function fed(model: Model, memory: Memory): Model {
	return afterEvents(
		model,
		topics(model)
			.filter(isTopic)
			.map(topic => link(wired(memory, topic))),
	);
}

function opened(columns: number, rows: number, memory: Memory): Model {
	return fed(modelOf(columns, rows, [link({type: 'link-open', hello}), link(heartbeat())]), memory);
}

function checkPages(memory: Memory, columns: number, rows: number) {
	const model = opened(columns, rows, memory);
	for (const name of memory.tasks.keys()) {
		const topic = `task/${name}` as const;
		if (!isTopic(topic)) continue;
		const message = wired(memory, topic);
		const task = message.topic.startsWith('task/') && 'task' in message.value ? message.value.task : null;
		if (task === null) continue;
		for (const row of task.subtasks) check(subtaskPageLines(model, task, row), columns, `subtask ${row.source}`);
		for (const tab of taskTabs) {
			check([` ${tabTitle(task, tab)}`], 600, `title ${tab}`);
			if (tab !== 'subtasks') check(tabLines(model, task, tab), columns, tab);
		}
		for (const lock of task.locks.slice(0, 100)) check(lockDetailLines(model, lock), columns, `lock ${lock.target}`);
	}
	const sources = wired(memory, 'sources');
	if (sources.topic !== 'sources') return;
	for (const row of sources.value.sources) check(sourceDetailLines(model, row), columns, `source ${row.source}`);
}

function checkScreens(memory: Memory, columns: number, rows: number) {
	let model = opened(columns, rows, memory);
	for (const key of [...walk, ...views]) {
		const event = eventFor(model, key);
		if (event === null) continue;
		model = fed(afterEvents(model, [event]), memory);
		const lines = screenLines(model);
		if (lines.length !== rows) expect.fail(`${lines.length} lines instead of ${rows} after ${key}`);
		check(lines, columns, `the screen after ${key}`);
		// What ink-table draws is what the lines say.
		const blocks = createFrames()(model).regions.flatMap(region => region.blocks);
		const drawn = blocks.flatMap(it => (it.type === 'table' ? tableText(it.table) : [paintLine(it.line, plain)]));
		if (drawn.join('\n') !== lines.join('\n')) expect.fail(`the tables after ${key} are not those of the lines`);
	}
}

const plain = painter(false);

function check(shown: readonly PageLine[], columns: number, what: string) {
	const lines = textOf(shown);
	const text = lines.join('\n');
	if (text.trim() === '') expect.fail(`${what} is empty`);
	const wrong =
		/.{0,40}(undefined|NaN|\[object|Infinity|[^\P{Cc}\n]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]).{0,40}/u.exec(
			text,
		);
	if (wrong !== null) expect.fail(`${what} shows ${JSON.stringify(wrong[0])}`);
	const wide = lines.find(line => width(line) > columns);
	if (wide !== undefined) expect.fail(`${what} is ${width(wide)} wide at ${columns}: ${wide.slice(0, 200)}`);
}

function inRun(run: number, body: () => void) {
	try {
		body();
	} catch (error) {
		throw new Error(`run ${run} of seed ${seed}: ${error instanceof Error ? error.message : error}`, {cause: error});
	}
}
