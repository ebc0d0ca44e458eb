import {expect} from 'vitest';
import type {ActRequest} from '../../src/dm/ask/acts.ts';
import type {DmClient} from '../../src/dm/ask/client.ts';
import type {Operation as DmOperation} from '../../src/dm/ask/ops.ts';
import type {SourceAnswer} from '../../src/domain/cluster.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import type {Reading} from '../../src/gateway/memory/reading.ts';
import {createOperating, type Operating} from '../../src/gateway/operate/operating.ts';
import type {Answer} from '../../src/gateway/serve/requests.ts';
import {trustedVisitor} from '../../src/gateway/serve/visitor.ts';
import {topicValue} from '../../src/gateway/views/views.ts';
import {keyEvent, pasteEvent} from '../../src/tui/find/input.ts';
import type {ActCommand, Command, Event, OperateCommand} from '../../src/tui/state.ts';
import {dialogRoom, dialogSheet} from '../../src/tui/ui/dialog/dialog.ts';
import {paintLine} from '../../src/tui/ui/line.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {initialModel, topics, update} from '../../src/tui/update.ts';
import type {LinkReply} from '../../src/wire/link.ts';
import type {Topic, TopicMessage} from '../../src/wire/topics.ts';
import {painter} from '../../src/words/theme.ts';
import {heartbeat, hello, link} from './builder.ts';
import {atOnce, keptAudit, somebody} from './counter.ts';
import {befallen, type Fickle, fickleCluster, operated, pick, type Random, statusOf, twinOf} from './fickle.ts';
import {acted} from './fickle-acts.ts';

const sizes = [
	{columns: 120, rows: 50},
	{columns: 100, rows: 34},
	{columns: 80, rows: 24},
] as const;

/** What a viewer sends that has DM do something. */
export type Sending = OperateCommand | ActCommand;

/** One request that has reached the cluster: what it was, what it named, and the cluster at that moment. */
export type Request =
	| {readonly type: 'operation'; readonly request: DmOperation; readonly world: Fickle}
	| {readonly type: 'act'; readonly request: ActRequest; readonly names: readonly string[]; readonly world: Fickle};

export type Stage = ReturnType<typeof createStage>;

/** One viewer, one gateway and one cluster, each of which may be behind the next, or become another one. */
export function createStage(random: Random) {
	const tally = {dialogs: 0, gaps: 0, swaps: 0};
	let world = fickleCluster(random);
	let polled = world;
	let nowMs = 1_800_000_000_000;
	let memory: Memory = emptyMemory(['10.0.3.1:8261'], 1000);
	/** What the cluster was like when the newest value of each task that has reached the viewer was read. */
	const shown = new Map<string, Fickle>();
	/** The same for each open dialog, at the moment when it knew all that it says; of an act what its gateway has looked at. */
	let seen: {readonly id: number; readonly worlds: ReadonlyMap<string, Fickle>; readonly looked: Fickle | null} | null =
		null;
	let looked: Fickle | null = null;
	/** Which gateway answers, and how often there was a gap in what the viewer hears. */
	let instance = 1;
	let gaps = 0;
	/** The same when the newest dialog was opened. */
	let opened: {readonly id: number; readonly instance: number; readonly gaps: number} | null = null;
	/** What the gateway was asked for before a dialog can tell it. */
	let asked: Extract<Command, {type: 'propose'}> | null = null;
	const requests: Request[] = [];
	const trace: string[] = [];
	const told = <Value>(value: Value) => ({value, master: 'm:8261', tookMs: 1});
	const look = () => {
		looked = world;
	};
	const client = {
		async readTask(task: string) {
			if (!isActing) disturb(0.2);
			look();
			return told(statusOf(world, task));
		},
		async readStatus({only}: NonNullable<Parameters<DmClient['readStatus']>[0]> = {}) {
			look();
			const all = statusOf(world);
			const isAsked = ({source, worker}: SourceAnswer) =>
				only == null || only.names.includes((only.shape === 'workers' ? worker : source) ?? '');
			return {
				...told(null),
				cluster: {...all, sources: all.sources.filter(isAsked)},
				bodyBytes: 1,
				body: Buffer.alloc(0),
			};
		},
		async readLocks() {
			look();
			return told(world.locks);
		},
		async operate(request: DmOperation) {
			requests.push({type: 'operation', request, world});
			expect(looked).toBe(world);
			const {world: after, answer} = operated(world, request);
			world = after;
			return told(answer);
		},
		async act(request: ActRequest) {
			const {world: after, answer, names} = acted(world, request);
			requests.push({type: 'act', request, names, world});
			expect(looked).toBe(world);
			world = after;
			return told(answer);
		},
	};
	/** What an act depends on is read in more than one question: all of them see one world. */
	let isActing = false;
	let operating = gateway();

	let model = initialModel({size: pick(random, sizes), colours: false, title: 'test', nowMs});

	function gateway(): Operating {
		return createOperating(
			{type: 'allowed', atOnce: true, audit: keptAudit()},
			{
				...{client, instance: nameOf(instance), memory: () => memory},
				tell(news: Reading) {
					memory = remember(memory, news);
				},
				clock: {now: () => nowMs, wall: () => nowMs, after: atOnce},
				onSent() {},
			},
		);
	}

	function send(event: Event): Sending | null {
		const [next, ...commands] = update(model, event);
		model = next;
		const dialog = model.dialog;
		if (dialog !== null && opened?.id !== dialog.id) opened = {id: dialog.id, instance, gaps};
		if (dialog?.phase.type === 'asking' && seen?.id !== dialog.id) {
			tally.dialogs += 1;
			seen = {id: dialog.id, worlds: new Map(shown), looked: null};
		}
		asked = commands.find(each => each.type === 'propose') ?? asked;
		const command = commands.find(each => each.type === 'operate' || each.type === 'act') ?? null;
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
			operating = gateway();
			shown.clear();
		}
		greet();
		if (random() < 0.8) poll();
		if (random() < 0.8) deliver();
	}

	function greet() {
		const more = {nowMs, instance: nameOf(instance), allowOperate: true, startsWriting: true};
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
		memory = remember(memory, {type: 'server-locks', ok: true, atMs: nowMs, locks: world.locks, note: null});
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

	function press(key: string, alone = true): Sending | null {
		trace.push(alone ? key : `${key}(burst)`);
		const event = keyEvent(model, key, {alone, atMs: nowMs});
		return event === null ? null : send(event);
	}

	/** The frame with the dialog is written. */
	function draw() {
		if (model.dialog === null) return;
		send({type: 'operate', change: {type: 'shown', atMs: nowMs, lines: dialogRoom(model)}});
	}

	/** The lines of the dialog that is on the screen; where only a part of it is shown, all of them. */
	function dialogLines(): readonly string[] {
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
		const told = insideDialog(isCut ? over(200) : lines);
		// The whole screen costs much more, and what lies under a dialog changes nothing about it but its last line, the answer.
		if (!isCut && random() < 0.02) expect(insideDialog(screenLines(model)).slice(0, -1)).toEqual(told.slice(0, -1));
		return told;
	}

	/** What a gateway answers, over a link that nothing has happened to. */
	async function replied(work: Promise<Answer>): Promise<LinkReply> {
		isActing = true;
		const reply = await work.finally(() => {
			isActing = false;
		});
		return linkReply(reply);
	}

	greet();
	return {
		model: () => model,
		requests,
		trace,
		tally,
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
		dialogLines,
		later,
		/** What was seen of a task by who looks at the open dialog. */
		seen: (task: string) => seen?.worlds.get(task) ?? null,
		/** What the gateway looked at for the open dialog of an act. */
		looked: () => seen?.looked ?? null,
		size: () => send({type: 'resize', size: pick(random, sizes)}),
		/** The gateway looks at what an act is to be done to, and the dialog tells it. */
		async propose() {
			if (asked === null) return;
			const {id, act, target} = asked;
			asked = null;
			const reply = await replied(operating.propose({type: 'propose', act, target}, trustedVisitor('viewer')));
			send({type: 'operate', change: {type: 'proposed', id, reply}});
			const {dialog} = model;
			if (dialog?.id !== id || dialog.phase.type !== 'choosing') return;
			tally.dialogs += 1;
			seen = {id, worlds: new Map(), looked};
		},
		/** What becomes of what was sent; the answer reaches the viewer by `answer`. */
		async deliverTo(command: Sending, role: 'operate' | 'admin'): Promise<LinkReply> {
			const viewer = {...trustedVisitor('viewer'), role};
			const {id: _, ...ask} = command;
			if (ask.type === 'act') return replied(operating.act({...ask, by: somebody}, viewer));
			return linkReply(await operating.answer({...ask, by: somebody}, viewer));
		},
		answer({id, type}: Sending, reply: LinkReply) {
			send({type: 'operate', change: type === 'act' ? {type: 'ended', id, reply} : {type: 'answer', id, reply}});
		},
	};
}

function linkReply(answer: Answer): LinkReply {
	if (!answer.ok) return {type: 'refused', message: answer.message};
	return {type: 'answered', value: 'json' in answer ? JSON.parse(answer.json) : answer.value};
}

function nameOf(instance: number): string {
	return `gateway ${instance}`;
}

/** The lines of the dialog: its title, and what stands between that and its end. */
function insideDialog(lines: readonly string[]): readonly string[] {
	const from = lines.findIndex(line => /^━ {2}[A-Z]{3}/.test(line));
	const length = lines.slice(from + 1).findIndex(line => /^━{10}/.test(line));
	return from < 0 ? [] : lines.slice(from, length < 0 ? undefined : from + 1 + length);
}
