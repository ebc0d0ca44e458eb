import {type Instance, render} from 'ink';
import {type Clock, every} from '../clock.ts';
import type {Person, RawTarget} from '../protocol/messages.ts';
import {App} from './app.tsx';
import {type Chunk, createChunks} from './chunks.ts';
import {isKnown} from './find/freeze.ts';
import {keyEvent, pasteEvent} from './find/input.ts';
import {somethingToShow} from './first-data.ts';
import {createFrameKeeper, rememberLast} from './frame.ts';
import {keyNames} from './keys.ts';
import type {Link, LinkEvent, LinkReply} from './link.ts';
import {type Command, type Event, initialModel, type Model, topics, update} from './model.ts';
import {unseenIds} from './operate/answer.ts';
import type {OperateCommand} from './operate/change.ts';
import {createShownTeller} from './operate/onScreen.ts';
import {screenLines} from './screens/screen.ts';
import {screenTables} from './screens/tables.ts';
import {createStore, type Haste} from './store.ts';
import {asciiOnly} from './width.ts';
import {frameWriter} from './writer.ts';

/** What a full screen is made of. */
export type TuiOptions = {
	/** Opens the link to the gateway; its events come through the given function. */
	readonly createLink: (onEvent: (event: LinkEvent) => void) => Link;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly colours: boolean;
	/** Names that are not ASCII are drawn as question marks of the same width, in dialogs as escapes. */
	readonly ascii?: boolean;
	/** Under tmux, frames go out without the brackets of synchronized output. */
	readonly tmux: boolean;
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** Whoever sits here: what the gateway writes into its audit log. */
	readonly by?: Person;
	/** Nothing can be written from here, whatever the gateway allows. */
	readonly readOnly?: boolean;
	readonly clock: Clock;
	/** How often the clock on the screen moves; 1 s unless told. */
	readonly everyTickMs?: number;
	/** Called when the terminal is gone (closed window, dead connection); without it the process dies of SIGHUP. */
	readonly onHangup?: () => void;
	/** Ends the screen as quitting does. */
	readonly signal?: AbortSignal;
};

/** What is left when the full screen has been quit. */
export type TuiResult = {
	/** What was sent and had not been answered yet, or whose answer nobody has seen, in the order of sending. */
	readonly underWay: readonly LeftUnderWay[];
	/** The dm-masters of the cluster, as the gateway told them; none where it never did. */
	readonly masters: readonly string[];
	/** Closes the link; replies that have not come are lost. */
	readonly end: () => void;
};

export type LeftUnderWay = Pick<OperateCommand, 'operation' | 'targets'> & {readonly reply: Promise<LinkReply>};

/**
 * Shows the full screen until it is quit. The terminal is as before when the promise settles; the link stays open until
 * `end` is called, so that what is under way can still be answered.
 */
export async function runTui(options: TuiOptions): Promise<TuiResult> {
	const {stdin, stdout, clock, everyTickMs = 1000, onHangup = dieOfHangup, signal} = options;
	const {now} = clock;
	const out = frameWriter(stdout, {dropSync: options.tmux, onFrame});
	const store = createStore<Model, Event, Command>({
		initial: initialModel({
			size: sizeOf(stdout),
			colours: options.colours,
			ascii: options.ascii ?? false,
			title: options.title,
			nowMs: now(),
			readOnly: options.readOnly ?? false,
		}),
		update,
		perform,
		haste,
		clock,
	});
	const keepFrame = createFrameKeeper();
	let framed: Model | null = null;
	const frame = rememberLast((model: Model) => {
		framed = model;
		const lines = screenLines(model);
		return keepFrame(options.ascii ? lines.map(asciiOnly) : lines, screenTables(model));
	});
	const link = options.createLink(event => {
		store.send({type: 'link', atMs: now(), event});
		readTopics();
	});
	readTopics();
	const sent = new Map<number, LeftUnderWay>();
	const tellShown = createShownTeller({read: store.read, send: store.send, later: setImmediate, now});
	const chunks = createChunks({
		onChunk,
		isAsking: () => store.read().dialog !== null,
		later: (work, wait) => (wait === 'turn' ? queueMicrotask(work) : clock.after(burstMs, work)),
		now,
	});

	const app = (
		<App
			subscribe={store.subscribe}
			frame={() => frame(store.read())}
			onKeys={(input, key) => chunks.add(keyNames(input, key).map(name => ({type: 'key', name})))}
			onPaste={text => chunks.add([{type: 'paste', text}])}
		/>
	);
	const streams = [stdin, stdout];
	let instance: Instance | undefined;
	let stopTicking = () => {};
	try {
		// What is typed from here on waits for the first frame as the keys that it is.
		if (stdin.isTTY) stdin.setRawMode(true);
		await somethingToShow(store, clock, firstFrameWithinMs);
		store.send({type: 'resize', size: sizeOf(stdout)});
		instance = render(app, {
			stdout: out,
			stdin,
			alternateScreen: true,
			incrementalRendering: true,
			exitOnCtrlC: false,
			interactive: true,
			// What somebody logs must not tear the screen, where logs go to the same terminal.
			patchConsole: stdout === process.stdout,
			maxFps: 30,
		});
		stopTicking = every(clock, everyTickMs, () => store.send({type: 'tick', nowMs: now(), wallMs: clock.wall()}));
		stdout.on('resize', onResize);
		for (const stream of streams) stream.on('error', onHangup);
		stdin.on('end', onHangup);
		signal?.addEventListener('abort', leave);
		if (signal?.aborted) leave();
		await instance.waitUntilExit();
	} finally {
		signal?.removeEventListener('abort', leave);
		stopTicking();
		stdout.off('resize', onResize);
		for (const stream of streams) stream.off('error', onHangup);
		stdin.off('end', onHangup);
		store.close();
		forgetSeen();
		if (sent.size === 0) link.close();
	}
	return {
		underWay: [...sent.values()],
		masters: store.read().overview?.cluster.masters ?? [],
		end: () => link.close(),
	};

	function onChunk({inputs, atMs}: Chunk) {
		const press = {alone: inputs.length === 1, atMs};
		store.together(() => {
			for (const input of inputs) {
				// Read anew for each key: what the key before it did is already there.
				const model = store.read();
				const event = input.type === 'key' ? keyEvent(model, input.name, press) : pasteEvent(model, input.text);
				if (event !== null) store.send(event);
			}
		});
		readTopics();
	}

	/** A dialog can be answered a while after the frame with it was written. */
	function onFrame() {
		if (framed !== null) tellShown(framed);
	}

	/** What the screen needs may change with every event; the link asks for the difference. */
	function readTopics() {
		link.setTopics(topics(store.read()));
	}

	function leave() {
		instance?.unmount();
	}

	function onResize() {
		// Ink has just drawn the old frame at the new size; what that left behind is not in its books.
		instance?.clear();
		stdout.write(eraseScreen);
		store.send({type: 'resize', size: sizeOf(stdout)});
		readTopics();
		instance?.rerender(app);
	}

	function perform(command: Command) {
		const does = {
			refresh: () => link.refresh(),
			retry: () => link.retryNow(),
			raw: () => command.type === 'raw' && askRaw(command.of),
			operate: () => command.type === 'operate' && operate(command),
			quit: leave,
		} satisfies Record<Command['type'], () => void>;
		does[command.type]();
	}

	function operate({id, instance, operation, targets}: OperateCommand) {
		const by = options.by ?? nobody;
		const reply = link.request({type: 'operate', instance, operation, targets, by});
		sent.set(id, {operation, targets, reply});
		void reply.then(answer => {
			store.send({type: 'operate', change: {type: 'answer', id, reply: answer}});
			forgetSeen();
		});
	}

	/** How it ended is printed when the screen is left, unless somebody has seen it there. */
	function forgetSeen() {
		const unseen = unseenIds(store.read());
		for (const id of sent.keys()) if (!unseen.has(id)) sent.delete(id);
	}

	function askRaw(of: RawTarget) {
		void link.request({type: 'raw', of}).then(reply => store.send({type: 'raw', of, reply}));
	}
}

/** What comes so shortly after a key is of the same burst: nobody types so fast. */
const burstMs = 15;

const nobody: Person = {user: null, host: null, sshClient: null};

/** Until then there is mostly data; a first frame that says "connecting" is soon enough after it. */
const firstFrameWithinMs = 150;

const eraseScreen = '\u001B[2J\u001B[H';

/** What a page waits for is shown at once, later data together with what comes beside it, keys always at once. */
function haste(event: Event, before: Model): Haste {
	if (event.type === 'tick') return 'soon';
	if (event.type !== 'link') return 'now';
	return event.event.type === 'topic' && !isKnown(before, event.event.topic) ? 'now' : 'soon';
}

function sizeOf(stdout: NodeJS.WriteStream): {columns: number; rows: number} {
	return {columns: Math.max(1, stdout.columns || 80), rows: Math.max(1, stdout.rows || 24)};
}

/** Node 20 aborts with a native stack when it cannot restore a terminal that is gone; dying of the signal is clean. */
function dieOfHangup(): void {
	process.removeAllListeners('SIGHUP');
	process.kill(process.pid, 'SIGHUP');
}
