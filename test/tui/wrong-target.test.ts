import {expect, test} from 'vitest';
import type {Operation as DmOperation} from '../../src/dm/ask/ops.ts';
import type {TargetOutcome} from '../../src/domain/operation/operation.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {createOperator} from '../../src/gateway/operate/operator.ts';
import {trustedVisitor} from '../../src/gateway/serve/visitor.ts';
import {topicValue} from '../../src/gateway/views/views.ts';
import {keyEvent, pasteEvent} from '../../src/tui/find/input.ts';
import type {Command, Event} from '../../src/tui/state.ts';
import {dialogGeometry, dialogRoom, dialogSheet} from '../../src/tui/ui/dialog/dialog.ts';
import {paintLine} from '../../src/tui/ui/line.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {initialModel, topics, update} from '../../src/tui/update.ts';
import type {Topic, TopicMessage} from '../../src/wire/topics.ts';
import {painter} from '../../src/words/theme.ts';
import {heartbeat, hello, link} from '../support/builder.ts';
import {atOnce, keptAudit, somebody} from '../support/counter.ts';
import {
	befallen,
	differs,
	type Fickle,
	fickleCluster,
	operated,
	pick,
	type Random,
	randomOf,
	reached,
	statusOf,
	twinOf,
} from '../support/fickle.ts';

const runs = 10_000;
const runsPerCluster = 10;

const sizes = [
	{columns: 120, rows: 50},
	{columns: 100, rows: 34},
	{columns: 80, rows: 24},
] as const;

/** What a dialog says will be sent: the lines that a person would type into dmctl. */
type Said = {readonly op: string; readonly task: string; readonly names: readonly string[]; readonly flag: string};

type Tally = Record<
	| 'dialogs'
	| 'confirmed'
	| 'sent'
	| 'several'
	| 'refused'
	| 'done'
	| 'stopped'
	| 'refusedKeys'
	| 'gaps'
	| 'swaps'
	| 'spoilt',
	number
>;

type OperateCommand = Extract<Command, {type: 'operate'}>;

/** One viewer, one gateway and one cluster, each of which may be behind the next, or become another one. */
function createStage(random: Random, tally: Tally) {
	let world = fickleCluster(random);
	let polled = world;
	let nowMs = 1_800_000_000_000;
	let memory: Memory = emptyMemory(['10.0.3.1:8261'], 1000);
	/** What the cluster was like when the newest value of each task that has reached the viewer was read. */
	const shown = new Map<string, Fickle>();
	/** The same for each open dialog, at the moment when it knew all that it says. */
	let seen: {readonly id: number; readonly worlds: ReadonlyMap<string, Fickle>} | null = null;
	let looked: Fickle | null = null;
	/** Which gateway answers, and how often there was a gap in what the viewer hears. */
	let instance = 1;
	let gaps = 0;
	/** The same when the newest dialog was opened. */
	let opened: {readonly id: number; readonly instance: number; readonly gaps: number} | null = null;
	const requests: {readonly request: DmOperation; readonly world: Fickle}[] = [];
	const trace: string[] = [];

	let model = initialModel({size: pick(random, sizes), colours: false, title: 'test', nowMs});
	const operator = createOperator({
		client: {
			async readTask(task) {
				disturb(0.2);
				const cluster = statusOf(world, task);
				looked = world;
				return {value: cluster, master: 'm:8261', tookMs: 1};
			},
			async operate(request) {
				requests.push({request, world});
				expect(looked).toBe(world);
				const {world: after, answer} = operated(world, request);
				world = after;
				return {value: answer, master: 'm:8261', tookMs: 1};
			},
		},
		memory: () => memory,
		tell(news) {
			memory = remember(memory, news);
		},
		audit: keptAudit(),
		clock: {now: () => nowMs, wall: () => nowMs, after: atOnce},
	});

	function send(event: Event): OperateCommand | null {
		const [next, ...commands] = update(model, event);
		model = next;
		const dialog = model.dialog;
		if (dialog !== null && opened?.id !== dialog.id) opened = {id: dialog.id, instance, gaps};
		if (dialog?.phase.type === 'asking' && seen?.id !== dialog.id) {
			tally.dialogs += 1;
			seen = {id: dialog.id, worlds: new Map(shown)};
		}
		const command = commands.find(each => each.type === 'operate') ?? null;
		if (command !== null && (opened?.gaps !== gaps || command.instance !== nameOf(opened.instance))) {
			throw new Error(`sent to ${command.instance} over a gap: opened at ${JSON.stringify(opened)}, ${gaps} gaps now`);
		}
		return command;
	}

	/** The link breaks, or the gateway cannot ask its cluster; what comes back may be another gateway and cluster. */
	function gap() {
		gaps += 1;
		tally.gaps += 1;
		const roll = random();
		trace.push(roll < 0.25 ? 'trouble' : roll < 0.5 ? 'reconnect' : 'swap');
		if (roll < 0.25) {
			const trouble = {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null};
			send(link(heartbeat({nowMs, lastGoodAtMs: memory.lastGood?.atMs ?? null, trouble}), nowMs));
			if (random() < 0.8) deliver();
			return;
		}
		if (random() < 0.8) send(link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs}, nowMs));
		if (roll >= 0.5) {
			instance += 1;
			tally.swaps += 1;
			world = twinOf(world, random);
			memory = emptyMemory(['10.0.3.2:8261'], 1000);
			shown.clear();
		}
		greet();
		if (random() < 0.8) poll();
		if (random() < 0.8) deliver();
	}

	function greet() {
		const more = {nowMs, instance: nameOf(instance), allowOperate: true, startArmed: true};
		send(link({type: 'link-open', hello: {...hello, ...more}}, nowMs));
	}

	function later(ms: number) {
		nowMs += ms;
		send({type: 'tick', nowMs});
	}

	function disturb(chance: number) {
		while (random() < chance) world = befallen(world, random);
	}

	function poll() {
		nowMs += 40;
		const version = world.shape === 'sources' ? 'v6.5.0' : 'v1.0.7';
		const answer = {type: 'status', ok: true, atMs: nowMs, tookMs: 12, master: 'm:8261', version} as const;
		memory = remember(memory, {...answer, cluster: statusOf(world)});
		polled = world;
	}

	/** The values of what the viewer reads reach it, and what it comes to read because of them. */
	function deliver() {
		const told = new Set<Topic>();
		for (let round = 0; round < 2; round += 1) {
			for (const topic of topics(model)) {
				if (told.has(topic)) continue;
				told.add(topic);
				if (topic.startsWith('task/')) shown.set(topic.slice('task/'.length), polled);
				send(link({type: 'topic', topic, value: topicValue(memory, topic)} as TopicMessage, nowMs));
			}
		}
		send(link(heartbeat({nowMs, lastGoodAtMs: memory.lastGood?.atMs ?? null}), nowMs));
	}

	function press(key: string, alone = true): OperateCommand | null {
		trace.push(alone ? key : `${key}(burst)`);
		const event = keyEvent(model, key, {alone, atMs: nowMs});
		return event === null ? null : send(event);
	}

	/** The frame with the dialog is written. */
	function draw() {
		if (model.dialog === null) return;
		send({type: 'operate', change: {type: 'shown', atMs: nowMs, lines: dialogRoom(model)}});
	}

	/** What the dialog that is on the screen says will be sent; where only a part of it is shown, what it says in all. */
	function said(): readonly Said[] {
		const plain = painter(model.colours);
		const over = (rows: number) => {
			const size = {...model.size, rows};
			const sheet = dialogSheet({...model, size}, '');
			const lines = Array.from({length: rows}, () => '');
			if (sheet !== null) lines.splice(sheet.row, sheet.lines.length, ...sheet.lines.map(it => paintLine(it, plain)));
			return lines.slice(0, rows);
		};
		const lines = over(model.size.rows);
		const isCut = lines.some(line => /^━+ lines \d+-\d+ of \d+/.test(line));
		const told = saidBy(isCut ? over(200) : lines);
		// The whole screen costs much more, and what lies under a dialog changes nothing about it.
		if (!isCut && random() < 0.05) expect(saidBy(screenLines(model))).toEqual(told);
		return told;
	}

	greet();
	return {
		model: () => model,
		requests,
		trace,
		disturb: (chance: number) => disturb(chance),
		gap,
		poll,
		deliver,
		press,
		paste: (text: string) => {
			trace.push(`paste ${text}`);
			const event = pasteEvent(model, text);
			return event === null ? null : send(event);
		},
		draw,
		said,
		later,
		seen: (task: string) => seen?.worlds.get(task) ?? null,
		size: () => send({type: 'resize', size: pick(random, sizes)}),
		async operate({operation, targets, ...command}: OperateCommand): Promise<readonly TargetOutcome[]> {
			// What a gateway says to what was seen through another one.
			if (command.instance !== nameOf(instance)) throw new Error('seen through another gateway');
			return operator.operate({operation, targets, by: somebody}, trustedVisitor('viewer'));
		},
		answer(id: number, value: readonly TargetOutcome[]) {
			send({type: 'operate', change: {type: 'answer', id, reply: {type: 'answered', value}}});
		},
	};
}

type Stage = ReturnType<typeof createStage>;

function nameOf(instance: number): string {
	return `gateway ${instance}`;
}

/** The dmctl commands among the lines of the dialog: between its title and its end. */
function saidBy(lines: readonly string[]): readonly Said[] {
	const from = lines.findIndex(line => /^━ {2}(PAUSE|RESUME|STOP) /.test(line));
	const length = lines.slice(from + 1).findIndex(line => /^━{10}/.test(line));
	const dialog = from < 0 ? [] : lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
	// A long command goes on in the lines below it, which are indented more.
	const commands = dialog
		.join('\n')
		.replaceAll(/\n(?: {11}| {4})(?=\S)/g, ' ')
		.split('\n');
	return commands.flatMap(line => {
		const [, op, task, rest] =
			/^ *dmctl +--master-addr \S+ (pause|resume|stop)-task (\S+)((?: -[sw] \S+)*) *$/.exec(line) ?? [];
		if (op === undefined || task === undefined) return [];
		const parts = (rest ?? '').trim().split(/\s+/);
		return [
			{
				op,
				task: task.replace(/^'(.*)'$/, '$1'),
				names: parts.filter((_, index) => index % 2 === 1),
				flag: parts[0] ?? '',
			},
		];
	});
}

const wandering = [
	'j',
	'j',
	'j',
	'k',
	'down',
	'G',
	'g',
	'enter',
	'esc',
	'tab',
	's',
	'S',
	'!',
	'z',
	' ',
	'*',
	'e',
	'v',
	'pgdn',
];
const operating = ['p', 'p', 'p', 'r', 'r', 'X', 'X', 'P', 'R'];
const marking = [
	['esc', 'esc', 'g', ' ', 'j', ' '],
	['esc', 'esc', 'G', ' ', 'k', ' ', 'k', ' '],
	['esc', 'esc', '/', '-', 'enter', '*'],
	['esc', 'esc', '*', ' ', 'j'],
];
const meddling = ['j', 'down', 'k', 'pgdn', 'tab', 'x', 'enter', 'p', 'X', '5', 'G'];

/** Everything changes at any time: the cluster, what the gateway knows of it, and what has reached the viewer. */
function unrest(stage: Stage, random: Random, chance: number) {
	stage.disturb(chance);
	if (random() < 0.6) stage.poll();
	if (random() < 0.6) stage.deliver();
	if (random() < 0.1) stage.size();
	if (random() < 0.05) stage.gap();
}

async function run(stage: Stage, random: Random, tally: Tally) {
	// The viewer has settled before the next key, most of the time.
	stage.later(1000 + Math.floor(random() * 15_000));
	if (stage.model().dialog !== null) stage.press('esc');
	stage.disturb(0.4);
	stage.poll();
	if (random() < 0.9) stage.deliver();
	if (stage.model().armed === null) {
		stage.press('W');
		stage.draw();
		stage.later(400);
		stage.press('y');
	}
	wander(stage, random);
	if (random() < 0.1) for (const key of pick(random, marking)) stage.press(key);
	unrest(stage, random, 0.3);
	if (!opened(stage, random, tally)) return;
	let command: OperateCommand | null = null;
	if (random() < 0.3) unrest(stage, random, 0.3);
	// Its targets have to be read first, where they were not on the screen.
	if (stage.model().dialog?.phase.type === 'reading') stage.deliver();
	stage.draw();
	// What comes at once or in a burst confirms nothing.
	for (const key of ['y', 'enter']) {
		if (random() < 0.2) command ??= stage.press(key, random() < 0.5);
		if (random() < 0.1) command ??= stage.press(key, false);
	}
	expect(command).toBeNull();
	if (random() < 0.2) stage.press(pick(random, meddling));
	if (random() < 0.3) unrest(stage, random, 0.3);
	await confirm(stage, random, tally);
}

/** Presses keys that open a dialog, until one does. */
function opened(stage: Stage, random: Random, tally: Tally): boolean {
	for (let key = 0; key < 5; key += 1) {
		stage.press(pick(random, operating));
		if (stage.model().dialog !== null) return true;
		tally.refusedKeys += 1;
		stage.press(pick(random, ['j', 'j', 'k', 'esc', 'esc', 'g']));
	}
	return false;
}

function wander(stage: Stage, random: Random) {
	while (random() < 0.7) {
		if (stage.model().dialog !== null) stage.press('esc');
		const key = random() < 0.15 ? '/' : pick(random, wandering);
		stage.press(key);
		if (key !== '/') continue;
		for (const letter of pick(random, ['ord', '2', 'b', '!b', 'src', 'zz'])) stage.press(letter);
		stage.press(random() < 0.8 ? 'enter' : 'esc');
	}
}

/** Confirms as a person would who has read what stands there, and checks what has reached the cluster. */
async function confirm(stage: Stage, random: Random, tally: Tally) {
	const readable = () => {
		for (let page = 0; page < 20 && stage.model().dialog !== null; page += 1) {
			stage.draw();
			const {dialog} = stage.model();
			if (dialog === null || dialogGeometry(stage.model(), dialog).isReadable) return;
			stage.press(dialog.top === 0 ? 'pgdn' : 'pgup');
		}
	};
	readable();
	stage.later(400);
	if (random() < 0.2) unrest(stage, random, 0.2);
	const {dialog} = stage.model();
	if (dialog?.type !== 'operation' || dialog.phase.type !== 'asking') return;
	const said = stage.said();
	if (dialog.tier === 3) {
		// A name that stands there, or by mistake another one.
		const name = random() < 0.9 ? (said[0]?.task ?? '') : pick(random, ['orders', 'order', 'billing']);
		if (random() < 0.8) stage.paste(name);
		else for (const letter of name) stage.press(letter);
		stage.draw();
	}
	// Between the last letter and the confirmation all may be swapped, and somebody arms the other one.
	if (random() < 0.1) {
		stage.gap();
		if (random() < 0.5) stage.deliver();
	}
	const command = stage.press(dialog.tier === 3 ? 'enter' : 'y');
	if (command === null) {
		tally.spoilt += stage.model().dialog?.spoilt === null ? 0 : 1;
		return;
	}
	tally.confirmed += 1;
	const before = stage.requests.length;
	const asked = stage.seen;
	stage.disturb(0.15);
	const outcomes = await stage.operate(command);
	const made = stage.requests.slice(before);
	check(said, command, made, outcomes, asked);
	tally.sent += made.length > 0 ? 1 : 0;
	tally.several += made.length > 1 ? 1 : 0;
	tally.stopped += made.some(({request}) => request.op === 'stop' || request.op === 'delete') ? 1 : 0;
	tally.done += outcomes.every(({outcome}) => outcome === 'done') ? 1 : 0;
	tally.refused += outcomes.some(({outcome}) => outcome === 'refused') ? 1 : 0;
	stage.poll();
	stage.answer(command.id, outcomes);
	stage.deliver();
}

/** What was sent is what stood in the dialog, in its order, up to the first that was not done; and it was still true. */
function check(
	said: readonly Said[],
	{operation, targets}: OperateCommand,
	made: readonly {readonly request: DmOperation; readonly world: Fickle}[],
	outcomes: readonly TargetOutcome[],
	seen: (task: string) => Fickle | null,
) {
	expect(outcomes).toHaveLength(said.length);
	const expected = said.slice(0, made.length).map(({op, task, names}) => ({op, task, names: [...names].sort()}));
	expect(
		made.map(({request, world}, index) => ({
			op: request.op === 'delete' ? 'stop' : request.op,
			task: request.task,
			names: said[index]?.names.length === 0 && isWhole(request, world) ? [] : [...request.targets].sort(),
		})),
	).toEqual(expected);
	if (outcomes.every(({outcome}) => outcome === 'done')) expect(made).toHaveLength(said.length);
	for (const [index, {request, world}] of made.entries()) {
		const before = seen(request.task);
		if (before === null) throw new Error(`nobody has seen ${request.task}`);
		const {shape} = world;
		expect(request.shape).toBe(shape);
		expect(said[index]?.flag).toBe(said[index]?.names.length === 0 ? '' : shape === 'sources' ? '-s' : '-w');
		const target = {task: request.task, sources: null};
		const told = targets[index]?.seen.map(({source}) => source) ?? [];
		const difference = differs(operation, target, reached(world, request), told, before, world);
		if (difference !== null) throw new Error(`${difference}: ${tell(before)}; and now ${tell(world)}`);
	}
}

/**
 * A request for the whole task: without a list. In 1.0 also one that lists all that can be reached, where a worker that
 * nobody can name does not answer.
 */
function isWhole(request: DmOperation, world: Fickle): boolean {
	if (request.targets.length === 0) return true;
	if (world.shape === 'sources' || [...world.sources.values()].every(({answers}) => answers)) return false;
	const parts = [...(world.tasks.get(request.task)?.keys() ?? [])];
	const hit = reached(world, request);
	return parts.every(source => hit.includes(source) || world.sources.get(source)?.answers !== true);
}

function tell({shape, sources, tasks}: Fickle): string {
	return JSON.stringify({shape, sources: [...sources], tasks: [...tasks].map(([name, parts]) => [name, [...parts]])});
}

test(`${runs} operations while everything changes: nothing is sent but what the dialog said`, async () => {
	// The same runs each time, unless told: `DMTOP_SEED=random npx vitest run test/tui/wrong-target.test.ts` looks further.
	const told = process.env['DMTOP_SEED'] ?? '20261121';
	const seed = told === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(told);
	const random = randomOf(seed);
	const tally: Tally = {
		dialogs: 0,
		confirmed: 0,
		sent: 0,
		several: 0,
		refused: 0,
		done: 0,
		stopped: 0,
		refusedKeys: 0,
		gaps: 0,
		swaps: 0,
		spoilt: 0,
	};
	let stage = createStage(random, tally);
	for (let index = 0; index < runs; index += 1) {
		if (index % runsPerCluster === 0) stage = createStage(random, tally);
		stage.trace.splice(0);
		try {
			await run(stage, random, tally);
		} catch (error) {
			const frame = screenLines(stage.model()).join('\n');
			const told = `DMTOP_SEED=${seed}, run ${index}, keys ${stage.trace.join(' ')}`;
			throw new Error(`${told}: ${error instanceof Error ? error.message : error}\n${frame}`, {cause: error});
		}
	}
	process.stderr.write(`wrong targets: DMTOP_SEED=${seed} ${JSON.stringify(tally)}\n`);
	// A test that sends nothing would see nothing.
	expect(tally.dialogs).toBeGreaterThan(runs / 3);
	expect(tally.sent).toBeGreaterThan(runs / 8);
	expect(tally.stopped).toBeGreaterThan(runs / 50);
	expect(tally.several).toBeGreaterThan(20);
	expect(tally.refused).toBeGreaterThan(runs / 50);
	expect(tally.swaps).toBeGreaterThan(runs / 50);
	expect(tally.spoilt).toBeGreaterThan(runs / 50);
});
