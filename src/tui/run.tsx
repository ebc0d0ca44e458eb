import {type Instance, render} from 'ink';
import type {RawTarget} from '../protocol/messages.ts';
import {App} from './app.tsx';
import {keyEvent, pasteEvent} from './find/input.ts';
import {createFrameKeeper} from './frame.ts';
import {hasData} from './freshness.ts';
import {type KeyFlags, keyNames} from './keys.ts';
import type {Link, LinkEvent} from './link.ts';
import {type Command, type Event, initialModel, type Model, topics, update} from './model.ts';
import {screenLines} from './screens/screen.ts';
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
	/** Names that are not ASCII are drawn as question marks of the same width. */
	readonly ascii?: boolean;
	/** Under tmux, frames go out without the brackets of synchronized output. */
	readonly tmux: boolean;
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** The clock, in ms since 1970. */
	readonly now: () => number;
	/** How often the clock on the screen moves; 1 s unless told. */
	readonly everyTickMs?: number;
	/** Called when the terminal is gone (closed window, dead connection); without it the process dies of SIGHUP. */
	readonly onHangup?: () => void;
};

/** Shows the full screen until it is quit. The terminal is as before when the promise settles. */
export async function runTui(options: TuiOptions): Promise<void> {
	const {stdin, stdout, now, everyTickMs = 1000, onHangup = dieOfHangup} = options;
	const out = frameWriter(stdout, {dropSync: options.tmux});
	const store = createStore<Model, Event, Command>({
		initial: initialModel({size: sizeOf(stdout), colours: options.colours, title: options.title, nowMs: now()}),
		update,
		perform,
		haste,
		timers: {now, set: setTimeout, clear: timer => clearTimeout(timer as NodeJS.Timeout)},
	});
	const keepFrame = createFrameKeeper();
	const link = options.createLink(event => {
		store.send({type: 'link', atMs: now(), event});
		readTopics();
	});
	readTopics();

	const app = (
		<App
			subscribe={store.subscribe}
			frame={() => keepFrame(options.ascii ? screenLines(store.read()).map(asciiOnly) : screenLines(store.read()))}
			onKeys={onKeys}
			onPaste={onPaste}
		/>
	);
	const streams = [stdin, stdout];
	let instance: Instance | undefined;
	let ticking: NodeJS.Timeout | undefined;
	try {
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
		ticking = setInterval(() => store.send({type: 'tick', nowMs: now()}), everyTickMs);
		stdout.on('resize', onResize);
		for (const stream of streams) stream.on('error', onHangup);
		stdin.on('end', onHangup);
		await instance.waitUntilExit();
	} finally {
		clearInterval(ticking);
		stdout.off('resize', onResize);
		for (const stream of streams) stream.off('error', onHangup);
		stdin.off('end', onHangup);
		store.close();
		link.close();
	}

	function onKeys(input: string, key: KeyFlags) {
		store.together(() => {
			for (const name of keyNames(input, key)) {
				// Read anew for each key: what the key before it did is already there.
				const event = keyEvent(store.read(), name);
				if (event !== null) store.send(event);
			}
		});
		readTopics();
	}

	function onPaste(text: string) {
		const event = pasteEvent(store.read(), text);
		if (event !== null) store.send(event);
	}

	/** What the screen needs may change with every event; the link asks for the difference. */
	function readTopics() {
		link.setTopics(topics(store.read()));
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
			quit: () => instance?.unmount(),
		} satisfies Record<Command['type'], () => void>;
		does[command.type]();
	}

	function askRaw(of: RawTarget) {
		void link.request({type: 'raw', of}).then(reply => store.send({type: 'raw', of, reply}));
	}
}

const eraseScreen = '\u001B[2J\u001B[H';

/** The first data is shown at once, later data together with what comes beside it, keys always at once. */
function haste(event: Event, before: Model): Haste {
	if (event.type === 'tick') return 'soon';
	if (event.type !== 'link') return 'now';
	return event.event.type === 'topic' && !hasData(before) ? 'now' : 'soon';
}

function sizeOf(stdout: NodeJS.WriteStream): {columns: number; rows: number} {
	return {columns: Math.max(1, stdout.columns || 80), rows: Math.max(1, stdout.rows || 24)};
}

/** Node 20 aborts with a native stack when it cannot restore a terminal that is gone; dying of the signal is clean. */
function dieOfHangup(): void {
	process.removeAllListeners('SIGHUP');
	process.kill(process.pid, 'SIGHUP');
}
