import {type Instance, render} from 'ink';
import {every} from '../../clock.ts';
import {unreachable} from '../../domain/unreachable.ts';
import type {LinkReply} from '../../wire/link.ts';
import type {Ask, Person, RawTarget} from '../../wire/messages.ts';
import {eachCluster} from '../clusters/cluster-state.ts';
import {unseenAt} from '../clusters/under-way.ts';
import {isKnown} from '../find/freeze.ts';
import {keyEvent, pasteEvent} from '../find/input.ts';
import {mouseEvents} from '../keys/mouse.ts';
import type {Press} from '../operate/dialog-keys.ts';
import {createShownTeller} from '../operate/dialog-shown.ts';
import type {ClusterEvent, Command, Event, Model} from '../state.ts';
import {App} from '../ui/app.tsx';
import {createFrames} from '../ui/frame.ts';
import {initialModel, topics, update} from '../update.ts';
import {createAttention} from './attention.ts';
import {type Chunk, createChunks, type Input} from './chunks.ts';
import {clipboardSequence} from './clipboard.ts';
import {somethingToShow} from './first-data.ts';
import {createHold} from './hold.ts';
import {listenToKeys} from './keyboard/listen.ts';
import type {TuiOptions, TuiResult} from './options.ts';
import {createOutbox} from './outbox.ts';
import {createRepair} from './repair.ts';
import {createStore, type Haste} from './store.ts';
import {screenTerminal, sizeOf} from './terminal.ts';
import {createFrameWriter} from './writer.ts';

/**
 * Shows the full screen until it is quit. The terminal is as before when the promise settles; the link stays open until
 * `end` is called, so that what is under way can still be answered.
 */
export async function runTui(options: TuiOptions): Promise<TuiResult> {
	const {stdin, stdout, clock, everyTickMs = 1000, onHangup = dieOfHangup, job, signal} = options;
	const {now} = clock;
	const {hasTitle = false, mouse = false, call = null, tmux, copies = null} = options;
	const terminal = screenTerminal(stdin, stdout, {hasTitle, hasMouse: mouse});
	const attention = createAttention({write: text => stdout.write(text), hasTitle, call, tmux, now});
	const writer = createFrameWriter(stdout, {dropSync: tmux, onFrame});
	const store = createStore<Model, Event, Command>({
		initial: initialModel({
			size: sizeOf(stdout),
			colours: options.colours,
			ascii: options.ascii ?? false,
			...(options.within && {within: options.within}),
			title: options.title,
			label: options.label ?? null,
			by: options.by?.user ?? null,
			ageLimitMs: options.ageLimitMs ?? null,
			...(options.hotkeys && {hotkeys: options.hotkeys}),
			...(options.program !== undefined && {program: options.program}),
			...(options.gatewayAt !== undefined && {gatewayAt: options.gatewayAt}),
			copyPath: copies?.path ?? null,
			nowMs: now(),
			readOnly: options.readOnly ?? false,
			...(options.clusters && {clusters: options.clusters}),
		}),
		update,
		perform,
		haste,
		clock,
	});
	let framed: Model | null = null;
	const frames = createFrames();
	const frame = (model: Model) => {
		framed = model;
		return frames(model);
	};
	const ends = new Map([...eachCluster(store.read()).keys()].map(cluster => [cluster, endOf(cluster)]));
	for (const event of options.goto ?? []) store.send(event);
	readTopics();
	const repair = createRepair({repaint: () => writer.repaint(), now});
	const tellShown = createShownTeller({read: store.read, send: store.send, later: setImmediate, now});
	const chunks = createChunks({
		onChunk,
		isAsking: () => store.read().dialog !== null,
		later: (work, wait) => (wait === 'turn' ? queueMicrotask(work) : clock.after(burstMs, work)),
		now,
	});

	const app = <App subscribe={store.subscribe} frame={() => frame(store.read())} />;
	const {settleMs} = options;
	const hold = createHold({
		terminal,
		writer,
		startListening: () => listenToKeys({stdin, onInputs: chunks.add, clock, later: setImmediate, settleMs, mouse}),
		job,
		onAlone: () => store.send({type: 'notice', text: 'suspend: no shell is there that could continue dmtop'}),
	});
	const streams = [stdin, stdout];
	let instance: Instance | undefined;
	let stopTicking = () => {};
	let stopHeeding = () => {};
	try {
		// What is typed from here on waits for the first frame as the keys that it is.
		if (stdin.isTTY) stdin.setRawMode(true);
		await somethingToShow(store, clock, firstFrameWithinMs);
		store.send({type: 'resize', size: sizeOf(stdout)});
		terminal.take();
		stdout.on('resize', onResize);
		instance = render(app, {
			stdout: writer.stream,
			stdin,
			exitOnCtrlC: false,
			interactive: true,
			// What somebody logs must not tear the screen, where logs go to the same terminal.
			patchConsole: stdout === process.stdout,
			maxFps: 30,
		});
		hold.listen();
		const suspend = () => hold.suspend('program');
		stopHeeding = job?.heed({suspend, goOn: hold.goOn, end, exit: terminal.giveBack}) ?? stopHeeding;
		stopTicking = every(clock, everyTickMs, onTick);
		for (const stream of streams) stream.on('error', onHangup);
		stdin.on('end', onHangup);
		signal?.addEventListener('abort', leave);
		if (signal?.aborted) leave();
		await instance.waitUntilExit();
	} finally {
		signal?.removeEventListener('abort', leave);
		stopTicking();
		stopHeeding();
		hold.end();
		stdout.off('resize', onResize);
		for (const stream of streams) stream.off('error', onHangup);
		stdin.off('end', onHangup);
		store.close();
		forgetSeen();
		for (const {outbox, link} of ends.values()) if (outbox.left().length === 0) link.close();
	}
	return {
		underWay: [...ends.values()].flatMap(({outbox}) => outbox.left()),
		mastersOf: cluster => eachCluster(store.read()).get(cluster)?.overview?.cluster.masters ?? [],
		end() {
			for (const {link} of ends.values()) link.close();
		},
	};

	/** What leads to a cluster: the link to its gateway, and what is sent by it. */
	function endOf(cluster: string) {
		const send = (event: ClusterEvent) => {
			store.send(options.clusters === undefined ? event : {type: 'at', cluster, event});
			readTopics();
		};
		const link = options.createLink(event => send({type: 'link', atMs: now(), event}), cluster);
		const outbox = createOutbox({
			request: link.request,
			by: options.by ?? nobody,
			cluster,
			onReply({id, type}, reply) {
				send({type: 'operate', change: {type: type === 'act' ? 'ended' : 'answer', id, reply}});
				forgetSeen();
			},
		});
		return {link, outbox, send};
	}

	/** The end of the open cluster; none on the page of all of them. */
	function openEnd() {
		return ends.get(store.read().clusters?.open ?? '');
	}

	/** Those that are meant where nobody says which. */
	function meantEnds() {
		const open = openEnd();
		return open === undefined ? [...ends.values()] : [open];
	}

	function onChunk({inputs, atMs}: Chunk) {
		const press = {alone: inputs.length === 1, atMs};
		const isPressed = inputs.some(({type}) => type !== 'other');
		store.together(() => {
			for (const input of inputs) {
				// Read anew for each key: what the key before it did is already there.
				const model = store.read();
				for (const event of eventsOf(model, input, press)) store.send(event);
			}
			if (isPressed && atMs - store.read().lastKeyAtMs >= 1000) store.send({type: 'pressed', atMs});
		});
		readTopics();
		if (isPressed) repair.onKey();
	}

	/** The terminal is given back first: the rest may take a while. */
	function end() {
		hold.end();
		leave();
	}

	function onTick() {
		store.send({type: 'tick', nowMs: now(), wallMs: clock.wall()});
		repair.onTick();
	}

	/** A dialog can be answered a while after the frame with it was written. */
	function onFrame() {
		const drawn = framed;
		return () => {
			if (drawn === null) return;
			tellShown(drawn);
			attention.follow(drawn);
		};
	}

	/** What the screen needs may change with every event; the link asks for the difference. */
	function readTopics() {
		const model = store.read();
		const open = openEnd();
		for (const end of ends.values()) end.link.setTopics(end === open ? topics(model) : topicsBeside);
	}

	function leave() {
		instance?.unmount();
	}

	function onResize() {
		writer.clear();
		store.send({type: 'resize', size: sizeOf(stdout)});
		readTopics();
		// At once: Ink's own listener, which comes next, draws what there is.
		instance?.rerender(app);
	}

	function perform(command: Command) {
		const does = {
			refresh: () => meantEnds().map(({link}) => link.refresh()),
			retry: () => meantEnds().map(({link}) => link.retryNow()),
			raw: () => command.type === 'raw' && askRaw(command.of),
			report: () => command.type === 'report' && askReport(command.sinceMs),
			moment: () => command.type === 'moment' && askMoment(command),
			validation: () => command.type === 'validation' && askValidation(command.task),
			operate: () => command.type === 'operate' && openEnd()?.outbox.send(command),
			propose: () => command.type === 'propose' && propose(command),
			act: () => command.type === 'act' && openEnd()?.outbox.send(command),
			repaint: hold.repaint,
			copy: () => command.type === 'copy' && copy(command.text),
			page: () => command.type === 'page' && void page(command.text),
			suspend: () => hold.suspend('job'),
			quit: leave,
		} satisfies Record<Command['type'], () => unknown>;
		does[command.type]();
	}

	function propose({id, act, target}: Extract<Command, {type: 'propose'}>) {
		ask({type: 'propose', act, target}, reply => ({type: 'operate', change: {type: 'proposed', id, reply}}));
	}

	/** Asks the gateway of the open cluster, and tells that cluster how it ended. */
	function ask(asked: Ask, told: (reply: LinkReply) => ClusterEvent) {
		const end = openEnd();
		void end?.link.request(asked).then(reply => end.send(told(reply)));
	}

	function copy(text: string) {
		stdout.write(clipboardSequence(text, tmux));
		if (copies === null || copies.keep(text)) return;
		store.send({type: 'notice', text: `copied, unless the terminal refuses: ${copies.path} cannot be written`});
	}

	async function page(text: string) {
		const show = options.page;
		let trouble: string | null = 'the pager: this screen has none';
		if (show !== undefined) {
			await hold.lend(async ending => {
				trouble = await show(text, ending);
			});
			attention.forgetTitle();
		}
		if (trouble !== null) store.send({type: 'notice', text: trouble});
	}

	/** How it ended is printed when the screen is left, unless somebody has seen it there. */
	function forgetSeen() {
		for (const [cluster, {outbox}] of ends) outbox.keep(unseenAt(store.read(), cluster));
	}

	function askReport(sinceMs: number) {
		const ofGateway = sinceMs + store.read().clockOffsetMs;
		ask({type: 'report', sinceMs: ofGateway}, reply => ({type: 'report', sinceMs, reply}));
	}

	function askMoment({id, find, topics: wanted}: Extract<Command, {type: 'moment'}>) {
		ask({type: 'moment', find, topics: wanted}, reply => ({type: 'moment', id, reply}));
	}

	function askValidation(task: string) {
		ask({type: 'validation', task}, reply => ({type: 'validation', task, reply}));
	}

	function askRaw(of: RawTarget) {
		ask({type: 'raw', of}, reply => ({type: 'raw', of, reply}));
	}
}

function eventsOf(model: Model, input: Input, press: Press): readonly Event[] {
	switch (input.type) {
		case 'key':
			return [keyEvent(model, input.name, press) ?? []].flat();
		case 'paste':
			return [pasteEvent(model, input.text) ?? []].flat();
		case 'mouse':
			return mouseEvents(model, input);
		case 'other':
			return [];
		default:
			return unreachable(input);
	}
}

/** What comes so shortly after a key is of the same burst: nobody types so fast. */
const burstMs = 15;

const nobody: Person = {user: null, host: null, sshClient: null};

/** Until then there is mostly data; a first frame that says "connecting" is soon enough after it. */
const firstFrameWithinMs = 150;

/** What a page waits for is shown at once, later data together with what comes beside it, keys always at once. */
function haste(event: Event, before: Model): Haste {
	if (event.type === 'tick') return 'soon';
	if (event.type === 'at') return hasteAt(event, before);
	if (event.type !== 'link') return 'now';
	return event.event.type === 'topic' && !isKnown(before, event.event.topic) ? 'now' : 'soon';
}

/** The first list of a cluster is shown at once; what comes of one that is not open is soon enough with what comes beside it. */
function hasteAt({cluster, event}: Extract<Event, {readonly type: 'at'}>, before: Model): Haste {
	if (before.clusters?.open === cluster) return haste(event, before);
	const of = eachCluster(before).get(cluster);
	return of === undefined ? 'soon' : haste(event, of);
}

/** What is read of a cluster that is not open. */
const topicsBeside = ['overview'] as const;

/** Node 20 aborts with a native stack when it cannot restore a terminal that is gone; dying of the signal is clean. */
function dieOfHangup(): void {
	process.removeAllListeners('SIGHUP');
	process.kill(process.pid, 'SIGHUP');
}
